import { Link } from 'wouter';
import { useWords } from '../words';
import { useSummary } from './useDesk';

/** The month in one bar: what is answered, under way, late, not yet received. */
export function Watch({ unit }: { unit: string }) {
  const t = useWords().petitions;
  const { data } = useSummary(unit);
  if (!data) return null;
  const fresh = data.unacknowledged;
  const going = Math.max(0, data.in_progress - data.overdue - fresh);
  const whole = Math.max(1, data.answered + going + data.overdue + fresh);
  const part = (n: number) => ({ width: `${(100 * n) / whole}%` });
  const words = [t.watch.answered(data.answered), t.watch.inProgress(going), t.watch.overdue(data.overdue), t.watch.unacknowledged(fresh), t.watch.withoutHolder(data.without_holder)];
  return (
    <section className="watch">
      {data.cut_off && <h2><Link href="/reports">{t.cutOff(data.cut_off.days_left)}</Link></h2>}
      <div className="bar" aria-hidden="true">
        <i className="good" style={part(data.answered)} />
        <i className="care" style={part(going)} />
        <i className="bad" style={part(data.overdue)} />
      </div>
      <p className="meta">{words.join(' · ')}</p>
    </section>
  );
}
