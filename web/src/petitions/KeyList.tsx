import type { Verb } from '../api/petitions';
import { Dialog } from '../kit/Dialog';
import { Check } from '../kit/Field';
import { useWords } from '../words';
import { LETTERS } from './keys';
import { switchKeys, useSingleKeys } from './singleKeys';

/** The letter that presses a button, beside its name; nothing where single keys are switched off or nobody has them. */
export function KeyOf({ letter }: { letter: string | undefined }) {
  const single = useSingleKeys();
  return single && letter ? <kbd aria-hidden="true">{letter}</kbd> : null;
}

/** What a button says of its key to a screen reader, and to the keys that look for it. */
export function useKeyOf() {
  const single = useSingleKeys();
  return (letter: string | undefined) => (single && letter ? { 'aria-keyshortcuts': letter } : {});
}

/** All keys on one page, and the switch for those that are a single letter. */
export function KeyList({ onClose }: { onClose: () => void }) {
  const { desk: { keys: t }, petitions: { verbs }, kit } = useWords();
  const single = useSingleKeys();
  const steps = (Object.keys(LETTERS) as Verb[]).map((verb) => [LETTERS[verb]!, verbs[verb]] as const);
  const row = ([key, text]: readonly [string, string]) => <div key={key} className="key"><dt><kbd>{key}</kbd></dt><dd>{text}</dd></div>;
  return (
    <Dialog title={t.title} onClose={onClose}>
      <Check label={t.single} checked={single} onCheck={switchKeys} />
      <dl className="keys">{[...t.moving, ...steps].map(row)}</dl>
      <p className="meta">{t.never}</p>
      <div className="row"><button className="main" onClick={onClose}>{kit.close}</button></div>
    </Dialog>
  );
}
