import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Category } from '../api/petitions';
import type { Numbers, Report, ReportState } from '../api/reports';
import { useWords } from '../words';
import { COLUMNS } from './cells';
import { idOf } from './months';
import { Number } from './Number';

type Row = { key: string; name: string; numbers: Numbers; line?: string; category?: Category; state?: ReportNode };
type ReportNode = ReactNode;

/** The same numbers a line a unit below and a line a category. */
export function Lines({ report }: { report: Report }) {
  const { reports: t, codes } = useWords();
  const units = report.lines.map((one): Row => ({
    key: one.unit_id, name: one.unit_name, numbers: one.numbers, line: one.unit_id,
    state: report.tier === 'city' && <Paper unit={one.unit_id} month={report.month} state={report.states[one.unit_id]} />,
  }));
  const categories = report.categories.map((one): Row => ({ key: one.category, name: codes.category[one.category], numbers: one.numbers, category: one.category }));
  return (
    <>
      {units.length > 0 && <Table id={report.id} title={report.tier === 'city' ? t.byWard : t.byBranch} rows={units} states={report.tier === 'city'} />}
      <Table id={report.id} title={t.byCategory} rows={categories} />
    </>
  );
}

function Table({ id, title, rows, states }: { id: string; title: string; rows: Row[]; states?: boolean }) {
  const t = useWords().reports;
  return (
    <section className="stack tight">
      <h2>{title}</h2>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={title}>
        <table className="sheet wards">
          <thead>
            <tr>
              <th scope="col">{t.name}</th>
              {states && <th scope="col">{t.title}</th>}
              {COLUMNS.map((cell) => <th key={cell} scope="col" className="n">{t.cell[cell]}</th>)}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name, numbers, line, category, state }) => (
              <tr key={key}>
                <th scope="row">{name}</th>
                {states && <td>{state}</td>}
                {COLUMNS.map((cell) => <td key={cell} className="n"><Number id={id} numbers={numbers} cell={cell} name={name} {...(line && { line })} {...(category && { category })} /></td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Where a ward's own report stands; once it was sent it can be opened. */
function Paper({ unit, month, state }: { unit: string; month: string; state: ReportState | undefined }) {
  const t = useWords().reports;
  const known = state ?? 'draft';
  if (known !== 'sent' && known !== 'received') return <>{t.state[known]}</>;
  return <Link href={`/reports/${idOf(unit, month)}`} className="number">{t.state[known]}</Link>;
}
