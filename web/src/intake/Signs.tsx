import { useMemo, useState } from 'react';
import { Dialog } from '../kit/Dialog';
import { Notice } from '../kit/Notice';
import { useWords } from '../words';
import { signsOf, type Sign } from './signs';

/** The channel that a text may belong to, by its words. It never stands in the way. */
export function Signs({ text, more }: { text: string; more?: string }) {
  const { intake: t } = useWords();
  const signs = useMemo(() => signsOf(text), [text]);
  return signs.map((sign) => <Notice key={sign.kind} kind="care" title={t.kinds[sign.kind].title}><Told sign={sign} />{more && <p>{more}</p>}</Notice>);
}

function Told({ sign: { kind, words } }: { sign: Sign }) {
  const { intake: t } = useWords();
  return <><p>{t.kinds[kind].where}</p><p className="meta">{t.because(words)}</p></>;
}

type Held = { signs: Sign[]; keep: () => void };

/** Before a text is saved: where its words say that it belongs elsewhere, a person says whether it is kept. */
export function useGate(onLeave: () => void) {
  const { intake: t } = useWords();
  const [held, hold] = useState<Held | null>(null);
  const through = (text: string, keep: () => void) => {
    const signs = signsOf(text);
    if (signs.length) hold({ signs, keep });
    else keep();
  };
  const decide = (then?: () => void) => () => {
    hold(null);
    then?.();
  };
  const question = held && (
    <Dialog title={t.ask} onClose={decide()}>
      {held.signs.map((sign) => <div key={sign.kind}><b>{t.kinds[sign.kind].title}</b><Told sign={sign} /></div>)}
      <div className="stack tight">
        <button onClick={decide(onLeave)}>{t.leave}</button>
        <button onClick={decide(held.keep)}>{t.keep}</button>
        <button className="quiet" onClick={decide()}>{t.back}</button>
      </div>
    </Dialog>
  );
  return { through, question };
}
