import { useState } from 'react';
import type { Petition } from '../api/petitions';
import { Dialog } from '../kit/Dialog';
import { Failure } from '../kit/Notice';
import { useAct } from '../kit/useAct';
import { useWords } from '../words';
import { reveal } from './calls';
import { NO_REASON, ReasonFields, useWhy, type Why } from './ReasonFields';

type Props = { petition: Petition; onShown: (after: Petition) => void };

/** Whoever works on it does not see who raised it; they can ask, with a reason that whoever raised it reads. */
export function Reveal(props: Props) {
  const { intake: { reveal: t } } = useWords();
  const [asking, ask] = useState(false);
  if (!props.petition.may_reveal) return null;
  return (
    <div className="row">
      <span className="meta">{t.hidden}</span>
      <button className="quiet" onClick={() => ask(true)}>{t.open}</button>
      {asking && <Question {...props} onClose={() => ask(false)} />}
    </div>
  );
}

function Question({ petition, onShown, onClose }: Props & { onClose: () => void }) {
  const { intake: { reveal: t }, kit } = useWords();
  const [filled, setFilled] = useState<Why>(NO_REASON);
  const [tried, setTried] = useState(false);
  const why = useWhy(petition, 'reveal', filled);
  const enough = !!why.chosen && why.enough;
  const act = useAct(async (key: string) => {
    onShown(await reveal(petition.id, why.body as { reason_code: string; reason: string }, key));
    onClose();
  });
  const send = () => {
    setTried(true);
    if (enough) void act.run();
  };
  return (
    <Dialog title={t.title} onClose={onClose}>
      <form className="stack" onSubmit={(e) => { e.preventDefault(); send(); }}>
        <p>{t.told}</p>
        <Failure error={act.error} />
        <ReasonFields why={{ ...why, enough }} value={filled} label={t.reason} tried={tried} error={act.error} onFill={(part) => setFilled({ ...filled, ...part })} />
        <div className="row">
          <button type="button" onClick={onClose}>{kit.cancel}</button>
          <button className="main" aria-disabled={act.busy}>{act.busy ? kit.busy : t.open}</button>
        </div>
      </form>
    </Dialog>
  );
}
