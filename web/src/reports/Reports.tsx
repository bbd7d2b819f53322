import { Redirect } from 'wouter';
import { Failed } from '../kit/Loaded';
import { Notice } from '../kit/Notice';
import { useStore } from '../kit/store';
import { useSummary } from '../petitions/useDesk';
import { places, session } from '../shell/session';
import { useWords } from '../words';
import { idOf } from './months';

/** The way in: the report of one's own office that is being drafted now. */
export default function Reports() {
  const words = useWords();
  const at = useStore(session);
  const held = at.state === 'signed-in' ? places(at.me) : null;
  const office = held?.city ?? held?.ward;
  const summary = useSummary(office?.unit);
  if (!office) return <div className="pad narrow"><h1>{words.reports.title}</h1><Notice kind="care" {...words.failures.byStatus[403]} /></div>;
  if (summary.data) return <Redirect to={`/reports/${idOf(office.unit, summary.data.cut_off.on.slice(0, 7))}`} replace />;
  return (
    <div className="pad narrow stack">
      <h1>{words.reports.title}</h1>
      {summary.isError ? <Failed error={summary.error} again={() => void summary.refetch()} /> : <p className="quietly" role="status">{words.kit.loading}</p>}
    </div>
  );
}
