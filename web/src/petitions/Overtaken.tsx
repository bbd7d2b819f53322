import { useLiveQuery } from 'dexie-react-hooks';
import { Notice } from '../kit/Notice';
import { useWords } from '../words';
import { keptForm } from './filled';

/** Somebody else acted while this was being written: the step is gone, the words are not. */
export function Overtaken({ petition, onClose }: { petition: string; onClose: () => void }) {
  const t = useWords().petitions.changed;
  const kept = useLiveQuery(() => keptForm(petition), [petition]);
  const { text, reason } = (kept?.filled ?? {}) as { text?: string; reason?: string };
  const written = (text ?? reason ?? '').trim();
  return (
    <Notice kind="care" title={t.overtaken}>
      {written && <><p>{t.written}</p><p className="whole">{written}</p></>}
      <div className="row"><button onClick={onClose}>{t.dropWritten}</button></div>
    </Notice>
  );
}
