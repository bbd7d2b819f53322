import { useLiveQuery } from 'dexie-react-hooks';
import type { Operation } from '../api/meetings';
import { Notice } from '../kit/Notice';
import { useWords, type Words } from '../words';
import { fullMoment } from '../words/dates';
import { device } from './device';
import { dismiss, sendAgain } from './outbox';

const named = ({ path }: Operation, t: Words['offline']['operation']) => {
  if (path.endsWith('/roll-calls/start')) return t.start;
  if (path.endsWith('/roll-calls/end')) return t.end;
  if (path.includes('/read-outs/')) return t.readOut;
  if (path.includes('/recommendations/')) return t.recommendation;
  return path.endsWith('/end') ? t.endMeeting : t.other;
};

/** The words that were typed, so that they can be typed again elsewhere. */
const said = ({ body }: Operation) => (body as { text?: string } | null)?.text;

/** What the server would not take, in words, each with what can be done; nothing is dropped without being read. */
export function Refused({ meeting }: { meeting: string }) {
  const t = useWords().offline;
  const refused = useLiveQuery(() => device().refused.where({ meeting }).toArray(), [meeting]);
  if (!refused?.length) return null;
  return (
    <Notice kind="bad" title={t.refused(refused.length)}>
      <p>{t.refusedText}</p>
      <ul className="stack">
        {refused.map(({ id, operation, problem }) => (
          <li key={id}>
            <b>{named(operation, t.operation)} · {fullMoment(operation.at)}</b>
            {said(operation) && <p className="whole">{said(operation)}</p>}
            <p>{[...new Set([problem.title, problem.detail])].filter(Boolean).join(' ') || t.noReason}</p>
            <div className="row">
              <button onClick={() => void sendAgain(id)}>{t.again}</button>
              <button onClick={() => void dismiss(id)}>{t.dismiss}</button>
            </div>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
