import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import type { Report } from '../api/reports';
import { Select } from '../kit/Field';
import { Empty, Loaded } from '../kit/Loaded';
import { usePage } from '../kit/usePage';
import { NotFound } from '../shell/NotFound';
import { useWords } from '../words';
import { localDate } from '../words/dates';
import { fetchReport } from './calls';
import { Downloads } from './Downloads';
import { Lines } from './Lines';
import { idOf, inWords, monthsFrom, partsOf } from './months';
import { Steps } from './Steps';
import { Totals } from './Totals';
import '../petitions/overview.css';
import '../petitions/petitions.css';
import './reports.css';

const BACK = 12;

export const useReport = (unit: string, month: string) =>
  useQuery({ queryKey: ['report', unit, month], queryFn: () => fetchReport(unit, month), refetchInterval: 60_000 });

export default function ReportPage({ id }: { id: string }) {
  const named = partsOf(id);
  return named ? <ReportOf {...named} /> : <NotFound />;
}

/** The figures of a month with what was a month before, where the paper stands, and the one step that is next. */
function ReportOf({ unit, month }: { unit: string; month: string }) {
  const t = useWords().reports;
  const heading = usePage(`${t.title} ${inWords(month)}`);
  const [, go] = useLocation();
  const report = useReport(unit, month);
  const before = useReport(unit, monthsFrom(month, -1));
  const latest = monthsFrom(localDate().slice(0, 7), 1);
  const months = Array.from({ length: BACK + 1 }, (_, n) => monthsFrom(latest, -n));
  if (!months.includes(month)) months.push(month);
  return (
    <div className="pad stack wide report">
      <div className="overview-head">
        <div>
          <p className="meta">{report.data?.unit_name ?? ''}</p>
          <h1 ref={heading} tabIndex={-1}>{t.ofMonth(inWords(month))}</h1>
        </div>
        <Select label={t.month} value={month} onPick={(picked) => go(`/reports/${idOf(unit, picked)}`)}
          options={months.map((one) => ({ value: one, text: inWords(one) }))} />
      </div>
      <Loaded of={report}>{(data) => <Shown report={data} before={before.data} />}</Loaded>
    </div>
  );
}

function Shown({ report, before }: { report: Report; before: Report | undefined }) {
  const t = useWords().reports;
  const nothing = !report.total.all && !report.total.withdrawn && !report.total.read_out;
  return (
    <>
      <Steps report={report} />
      {nothing ? <Empty title={t.empty}><p>{t.emptyText}</p></Empty> : <Totals report={report} before={before} />}
      {!nothing && <Lines report={report} />}
      <Downloads report={report} />
    </>
  );
}
