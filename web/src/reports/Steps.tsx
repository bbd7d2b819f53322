import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Report, ReportVerb } from '../api/reports';
import { Dialog } from '../kit/Dialog';
import { LongText, Text } from '../kit/Field';
import { Failure, Notice, wrongIn } from '../kit/Notice';
import { useAct } from '../kit/useAct';
import { useWords } from '../words';
import { day, fullMoment } from '../words/dates';
import { doStep } from './calls';

/** Where the report stands, in words, and the one step that is next; sending it back stands beside it. */
export function Steps({ report }: { report: Report }) {
  const t = useWords().reports;
  const [asking, ask] = useState<ReportVerb | null>(null);
  const [done, setDone] = useState('');
  const main = report.next.find((verb) => verb !== 'return');
  const returned = report.versions.filter((one) => one.state === 'returned').at(-1);
  const isNew = returned && (report.state === 'draft' || report.state === 'returned');
  return (
    <section className="stack tight" aria-label={t.where}>
      {done && <Notice kind="good">{done}</Notice>}
      <Notice kind={report.state === 'received' ? 'good' : 'info'} title={t.state[report.state]}><Standing report={report} /></Notice>
      {isNew && <Notice kind="care" title={t.returnedTitle(returned.version)}><span className="whole">{returned.reason}</span></Notice>}
      {report.next.length > 0 && (
        <div className="acts">
          {main && <button className="main" onClick={() => ask(main)}>{t.verb[main]}</button>}
          {report.next.includes('return') && <button onClick={() => ask('return')}>{report.state === 'signed' ? t.takeBack : t.verb.return}</button>}
        </div>
      )}
      {asking && <Step report={report} verb={asking} onClose={() => ask(null)} onDone={() => { ask(null); setDone(t.did[asking]); }} />}
    </section>
  );
}

function Standing({ report }: { report: Report }) {
  const t = useWords().reports;
  const version = report.versions.find((one) => one.version === report.version);
  const until = t.until(fullMoment(report.to_at));
  if (!version) return <>{until} {t.closes(day(`${report.closes_on}T12:00:00+07:00`))}</>;
  const told = [
    t.signedBy(report.signed_by_name ?? '', fullMoment(version.signed_at)),
    version.sent_at && t.sentAt(fullMoment(version.sent_at)),
    version.received_at && t.receivedAt(fullMoment(version.received_at)),
    report.version > 1 && t.version(report.version),
  ];
  return <>{[until, ...told.filter(Boolean)].join(' ')}</>;
}

/**
 * A question before each step: a signature freezes, and what was sent is with somebody else. What the unit above has
 * returned is the unit's own again: it is shown as it was answered and not asked for anew.
 */
function Step({ report, verb, onClose, onDone }: { report: Report; verb: ReportVerb; onClose: () => void; onDone: () => void }) {
  const { reports: t, kit } = useWords();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct(async (key: string, body: object) => {
    const own = ['report', report.unit_id, report.month];
    queries.setQueryData(own, await doStep(report.id, verb, body, key));
    const isTheirs = verb === 'return' && report.state !== 'signed';
    void queries.invalidateQueries({ queryKey: ['report'], predicate: ({ queryKey }) => !isTheirs || own.some((part, n) => queryKey[n] !== part) });
    onDone();
  });
  const send = () => {
    setTried(true);
    if (verb === 'return') return text.trim() ? void act.run({ reason: text }) : undefined;
    void act.run(verb === 'sign' && text ? { number: globalThis.Number(text) } : {});
  };
  const name = verb === 'return' && report.state === 'signed' ? t.takeBack : t.verb[verb];
  return (
    <Dialog title={name} onClose={onClose}>
      <form className="stack" onSubmit={(e) => { e.preventDefault(); send(); }}>
        <Failure error={act.error} />
        <p>{t.confirm[verb]}</p>
        {verb === 'sign' && (
          <Text label={t.number} hint={t.numberHint} inputMode="numeric" pattern="[0-9]{1,4}" value={text} onText={setText} wrong={wrongIn(act.error, 'number')} />
        )}
        {verb === 'return' && <LongText label={t.reason} value={text} onText={setText} wrong={tried && !text.trim() ? kit.required : wrongIn(act.error, 'reason')} />}
        <div className="row">
          <button type="button" onClick={onClose}>{kit.cancel}</button>
          <button className="main" aria-disabled={act.busy}>{act.busy ? kit.busy : name}</button>
        </div>
      </form>
    </Dialog>
  );
}
