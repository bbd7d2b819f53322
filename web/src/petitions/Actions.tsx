import { useEffect, useRef, useState } from 'react';
import type { Petition, Verb } from '../api/petitions';
import { Failure, Notice } from '../kit/Notice';
import { useWords } from '../words';
import { Act, AtOnce, type Acted } from './Act';
import { forgetForm, keptForm, type KeptForm } from './filled';
import { InHand } from './InHand';
import { KeyOf, useKeyOf } from './KeyList';
import { LETTERS } from './keys';
import { Overtaken } from './Overtaken';
import { arrange } from './steps';
import { useVerbNames } from './verbs';

/** What the server says may be done now: two big actions, the others beside them, each with a small form of its own. */
export function Actions({ petition, onActed }: { petition: Petition; onActed: Acted }) {
  const [open, setOpen] = useState<KeptForm | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [done, setDone] = useState('');
  const [left, setLeft] = useState<Verb | null>(null);
  useEffect(() => {
    void keptForm(petition.id).then((kept) => kept && setOpen((already) => already ?? kept));
  }, [petition.id]);
  const show = (form: KeptForm | null) => {
    setFailure(null);
    setDone('');
    setOpen(form);
  };
  const leave = () => {
    if (open) void forgetForm(petition.id, open.verb);
    setLeft(open?.verb ?? null);
    show(null);
  };
  const atOnce: Acted = (after, text) => {
    setDone(text);
    onActed(after, text);
  };
  const acted: Acted = (after, text) => {
    leave();
    atOnce(after, text);
  };
  if (open && petition.next.includes(open.verb)) {
    return <Act key={open.verb} verb={open.verb} kept={open.filled} petition={petition} onClose={leave} onActed={acted} onFailed={setFailure} />;
  }
  return (
    <>
      <InHand petition={petition} />
      <Failure error={failure} />
      {open && <Overtaken petition={petition.id} onClose={leave} />}
      {done && <Notice kind="good">{done}</Notice>}
      {petition.next.length > 0 && (
        <Choices petition={petition} back={done ? 'group' : left} onOpen={(verb) => show({ verb, filled: {} })} onActed={atOnce} onFailed={setFailure} />
      )}
    </>
  );
}

type ChoicesProps = { petition: Petition; back: Verb | 'group' | null; onOpen: (verb: Verb) => void; onActed: Acted; onFailed: (failure: unknown) => void };

/** After a form the focus comes back: to the step that was given up, or to what can be done next. */
function Choices({ petition, back, onOpen, onActed, onFailed }: ChoicesProps) {
  const t = useWords().petitions;
  const named = useVerbNames(petition);
  const keyOf = useKeyOf();
  const group = useRef<HTMLDivElement>(null);
  const { main, second, others } = arrange(petition);
  useEffect(() => {
    if (back === 'group') group.current?.focus({ preventScroll: true });
  }, [back, petition.sequence]);
  const choice = (verb: Verb, kind: string) => (
    <button key={verb} className={kind} autoFocus={verb === back} onClick={() => onOpen(verb)} {...keyOf(LETTERS[verb])}>
      {named(verb)} <KeyOf letter={LETTERS[verb]} />
    </button>
  );
  return (
    <div className="acts" role="group" aria-label={t.next.yours} ref={group} tabIndex={-1}>
      {main && (main === 'acknowledge' ? <AtOnce verb={main} petition={petition} onActed={onActed} onFailed={onFailed} /> : choice(main, 'main'))}
      {second && choice(second, 'up')}
      {others.map((verb) => choice(verb, 'quiet'))}
    </div>
  );
}
