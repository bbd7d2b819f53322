import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportLine, Level } from '../api/members';
import { Choice } from '../kit/Field';
import { Failed } from '../kit/Loaded';
import { useWords } from '../words';
import { fetchReport } from './calls';

/** Row by row: where it stands in the file, why, and how to cure it. */
export function Report({ id, refused, warnings }: { id: string; refused: number; warnings: number }) {
  const { imports: t, kit } = useWords();
  const [level, setLevel] = useState<Level>(refused ? 'refused' : 'warning');
  const pages = useInfiniteQuery({
    queryKey: ['report', id, level],
    queryFn: ({ pageParam }) => fetchReport(id, level, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    enabled: refused + warnings > 0,
  });
  if (!(refused + warnings)) return <p>{t.clean}</p>;
  const lines = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="stack">
      <h2>{t.report}</h2>
      <Choice label={t.where} equal value={level} onPick={setLevel}
        options={[{ value: 'refused', text: `${t.show.refused} (${refused})` }, { value: 'warning', text: `${t.show.warning} (${warnings})` }]} />
      {pages.isError && <Failed error={pages.error} again={() => void pages.refetch()} />}
      {pages.isPending && <p role="status" className="meta">{kit.loading}</p>}
      <ol className="plain">{lines.map((line, i) => <li key={i} className="report-line"><ReportLine line={line} /></li>)}</ol>
      {pages.hasNextPage && <button onClick={() => void pages.fetchNextPage()}>{kit.more}</button>}
    </section>
  );
}

function ReportLine({ line }: { line: ImportLine }) {
  const { imports: t } = useWords();
  return (
    <>
      <p><b>{t.position(line.sheet, line.row, line.column)}</b> {line.value && <span className="chip">{line.value}</span>}</p>
      <p>{line.reason}</p>
      <p className="meta">{t.cure}: {line.cure}</p>
      {line.other && <p className="meta">{t.other(line.other.sheet, line.other.row)}</p>}
    </>
  );
}
