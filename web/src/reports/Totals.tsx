import type { Cell, Numbers, Report } from '../api/reports';
import { useWords } from '../words';
import { count } from '../words/dates';
import { GROUPS } from './cells';
import { Number } from './Number';

/** The whole, one number a line, with how it differs from the month before. */
export function Totals({ report, before }: { report: Report; before: Report | undefined }) {
  const t = useWords().reports;
  return (
    <div className="totals">
      {GROUPS.map(({ of, cells }) => (
        <section key={of} className="card stack tight" aria-label={t.group[of]}>
          <h2>{t.group[of]}</h2>
          <table className="figures">
            <thead className="unseen"><tr><th scope="col">{t.what}</th><th scope="col">{t.count}</th><th scope="col">{t.change}</th></tr></thead>
            <tbody>
              {cells.map(({ cell, part }) => (
                <tr key={cell} className={part ? 'part' : cell === 'all' ? 'sum' : ''}>
                  <th scope="row">{t.cell[cell]}</th>
                  <td className="n"><Number id={report.id} numbers={report.total} cell={cell} /></td>
                  <td className="n meta"><Change now={report.total} before={before?.total} cell={cell} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </div>
  );
}

function Change({ now, before, cell }: { now: Numbers; before: Numbers | undefined; cell: Cell }) {
  const t = useWords().reports;
  if (!before) return <span aria-label={t.unknown}>–</span>;
  const by = now[cell] - before[cell];
  return <>{by === 0 ? '±0' : by > 0 ? `+${count(by)}` : `−${count(-by)}`}</>;
}
