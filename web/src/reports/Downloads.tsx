import type { Report } from '../api/reports';
import { Failure } from '../kit/Notice';
import { useAct } from '../kit/useAct';
import { useWords } from '../words';
import { download, type Kind } from './calls';

const FILES: { kind: Kind; name: 'document' | 'workbook' | 'answers'; file: (month: string) => string }[] = [
  { kind: '.docx', name: 'document', file: (month) => `bao-cao-${month}.docx` },
  { kind: '.xlsx', name: 'workbook', file: (month) => `bao-cao-${month}.xlsx` },
  { kind: '/answers.docx', name: 'answers', file: (month) => `tra-loi-${month}.docx` },
];

export function Downloads({ report }: { report: Report }) {
  const { reports: t, kit } = useWords();
  const act = useAct(async (_key, kind: Kind, file: string) => download(report.id, kind, file));
  return (
    <section className="stack tight">
      <h2>{t.downloads}</h2>
      <Failure error={act.error} />
      <div className="acts">
        {FILES.map(({ kind, name, file }) => (
          <button key={kind} aria-disabled={act.busy} onClick={() => void act.run(kind, file(report.month))}>{t.file[name]}</button>
        ))}
      </div>
      {act.busy && <p className="meta" role="status">{kit.loading}</p>}
    </section>
  );
}
