import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import type { Category } from '../api/petitions';
import type { Cell, Counted } from '../api/reports';
import { Empty, FailedPage } from '../kit/Loaded';
import { usePage } from '../kit/usePage';
import { NotFound } from '../shell/NotFound';
import { useWords } from '../words';
import { day } from '../words/dates';
import { fetchCounted, type CountedIn } from './calls';
import { inWords, partsOf } from './months';
import { useReport } from './ReportPage';
import './reports.css';

export default function CountedPage({ id }: { id: string }) {
  const named = partsOf(id);
  return named ? <CountedOf id={id} {...named} /> : <NotFound />;
}

/** The petitions behind one number. */
function CountedOf({ id, unit, month }: { id: string; unit: string; month: string }) {
  const { reports: t, codes, kit } = useWords();
  const [params] = useSearchParams();
  const cell = (params.get('cell') ?? 'all') as Cell;
  const [category, line] = [params.get('category') as Category | null, params.get('line')];
  const wanted: CountedIn = { cell, ...(category && { category }), ...(line && { line }) };
  const report = useReport(unit, month);
  const pages = useInfiniteQuery({
    queryKey: ['report', unit, month, 'counted', wanted],
    queryFn: ({ pageParam }) => fetchCounted(id, { ...wanted, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
  const items = pages.data?.pages.flatMap((page) => page.items);
  const title = t.cell[cell] ?? t.title;
  const heading = usePage(`${title} ${inWords(month)}`);
  if (!items && pages.isError) return <div className="pad narrow"><FailedPage error={pages.error} again={() => void pages.refetch()} /></div>;
  const whose = report.data?.lines.find((one) => one.unit_id === line)?.unit_name ?? report.data?.unit_name;
  return (
    <div className="pad narrow stack wide">
      <p><Link href={`/reports/${id}`} className="btn">{t.back}</Link></p>
      <div>
        <h1 ref={heading} tabIndex={-1}>{title}</h1>
        <p className="meta">{[whose, category && codes.category[category], t.ofMonth(inWords(month))].filter(Boolean).join(' · ')}</p>
      </div>
      {!items && <p className="quietly" role="status">{kit.loading}</p>}
      {items?.length === 0 && <Empty title={t.noneHere} />}
      {items && items.length > 0 && <ul className="plain">{items.map((item) => <li key={item.id}><Line item={item} /></li>)}</ul>}
      {pages.hasNextPage && <button onClick={() => void pages.fetchNextPage()}>{kit.more}</button>}
    </div>
  );
}

/** What the reader may not open is a code and where it was. */
function Line({ item }: { item: Counted }) {
  const { reports: t, intake, codes } = useWords();
  const where = [item.branch_name, codes.category[item.category], codes.state[item.state], item.overdue && t.overdue];
  const inside = (
    <>
      <b>{item.text === '' ? intake.erased : item.text ?? t.hidden}</b>
      <span className="meta">{[item.code, ...where, item.holder_name && t.heldBy(item.holder_name), item.due_at && t.due(day(item.due_at))].filter(Boolean).join(' · ')}</span>
    </>
  );
  return item.text === null ? <div className="cell">{inside}</div> : <Link href={`/petitions/${item.id}`}>{inside}</Link>;
}
