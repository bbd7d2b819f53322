import { useState } from 'react';
import type { AgendaAnswer } from '../api/meetings';
import { LongText } from '../kit/Field';
import { Empty } from '../kit/Loaded';
import { Notice } from '../kit/Notice';
import { useWords } from '../words';
import { day } from '../words/dates';
import { readOut } from './act';
import type { StepProps } from './Live';

export function Answers({ local, foot }: StepProps) {
  const t = useWords().meetings.answers;
  const begun = local.meeting.state !== 'scheduled' || local.roster.some((line) => line.shown.start);
  if (!local.agenda.length) return <><Empty title={t.none}><p>{t.noneText}</p></Empty>{foot()}</>;
  return (
    <>
      <p>{t.lead}</p>
      {!begun && <Notice kind="care">{t.notYet}</Notice>}
      <ul className="stack wide">
        {local.agenda.map((item) => (
          <li key={item.petition_id}><AnswerCard item={item} meeting={local.meeting.id} open={begun} /></li>
        ))}
      </ul>
      {foot()}
    </>
  );
}

function AnswerCard({ item, meeting, open }: { item: AgendaAnswer; meeting: string; open: boolean }) {
  const words = useWords();
  const t = words.meetings.answers;
  return (
    <article className="card stack">
      <div>
        <p className="meta">{item.petition_code} · {t.raised}</p>
        <blockquote>{item.text}</blockquote>
      </div>
      <div className="stack tight">
        <p className="meta">{t.answered(item.answered_by_unit ?? '')}</p>
        {item.outcome && <p><span className="chip">{words.codes.outcome[item.outcome]}</span></p>}
        <p className="read-aloud">{item.answer_text}</p>
        {item.target_date && <p><b>{t.target(day(item.target_date))}</b></p>}
      </div>
      {open && <Verdict item={item} meeting={meeting} />}
    </article>
  );
}

/** Content is one tap; not content asks why. Both can be changed by tapping again. */
function Verdict({ item, meeting }: { item: AgendaAnswer; meeting: string }) {
  const words = useWords();
  const t = words.meetings.answers;
  const [asking, ask] = useState(false);
  const [changing, change] = useState(false);
  const [reason, setReason] = useState(item.read_out?.reason ?? '');
  const done = item.read_out;
  const save = (content: boolean) => {
    void readOut(meeting, item, content, content ? '' : reason.trim());
    ask(false);
    change(false);
  };
  if (done && !changing) {
    return (
      <div className="row">
        <Notice kind={done.content ? 'good' : 'care'}>{done.content ? t.savedContent : `${t.savedNot} ${done.reason ?? ''}`}</Notice>
        <button onClick={() => change(true)}>{t.change}</button>
      </div>
    );
  }
  if (!asking) {
    return (
      <div className="pair">
        <button className="yes" onClick={() => save(true)}><span aria-hidden="true">✓</span> {t.content}</button>
        <button onClick={() => ask(true)}>{t.notContent}</button>
      </div>
    );
  }
  return (
    <form className="stack" onSubmit={(e) => { e.preventDefault(); if (reason.trim()) save(false); }}>
      <LongText label={t.why} hint={t.whyHint} value={reason} onText={setReason} autoFocus />
      <div className="pair">
        <button className="main" aria-disabled={!reason.trim()}>{t.save}</button>
        <button type="button" onClick={() => ask(false)}>{words.kit.cancel}</button>
      </div>
    </form>
  );
}
