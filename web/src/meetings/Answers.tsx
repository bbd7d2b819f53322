import { useState } from 'react';
import type { AgendaAnswer } from '../api/meetings';
import { LongText } from '../kit/Field';
import { Empty } from '../kit/Loaded';
import { Notice } from '../kit/Notice';
import { dropDraft } from '../offline/drafts';
import { useWords } from '../words';
import { day } from '../words/dates';
import { readOut } from './act';
import type { StepProps } from './Live';
import { useDraft } from './useMeeting';

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

/** Content is one tap; not content asks why. Both can be changed by tapping again; a reason half written stays until it is saved. */
function Verdict({ item, meeting }: { item: AgendaAnswer; meeting: string }) {
  const t = useWords().meetings.answers;
  const [changing, change] = useState(false);
  const draft = `verdict/${meeting}/${item.petition_id}`;
  const { value: asking, change: ask, setValue } = useDraft<{ reason: string } | false>(draft, false);
  const done = item.read_out;
  const close = () => {
    setValue(false);
    void dropDraft(draft);
    change(false);
  };
  const save = (content: boolean, reason = '') => {
    void readOut(meeting, item, content, reason);
    close();
  };
  if (asking) return <WhyNot reason={asking.reason} onReason={(reason) => ask({ reason })} onSave={(reason) => save(false, reason)} onClose={close} />;
  if (done && !changing) {
    return (
      <div className="row">
        <Notice kind={done.content ? 'good' : 'care'}>{done.content ? t.savedContent : `${t.savedNot} ${done.reason ?? ''}`}</Notice>
        <button onClick={() => change(true)}>{t.change}</button>
      </div>
    );
  }
  return (
    <div className="pair">
      <button onClick={() => save(true)}>{t.content}</button>
      <button onClick={() => ask({ reason: done?.reason ?? '' })}>{t.notContent}</button>
    </div>
  );
}

type WhyNotProps = { reason: string; onReason: (reason: string) => void; onSave: (reason: string) => void; onClose: () => void };

function WhyNot({ reason, onReason, onSave, onClose }: WhyNotProps) {
  const words = useWords();
  const t = words.meetings.answers;
  const [tried, setTried] = useState(false);
  const said = reason.trim();
  const send = () => {
    setTried(true);
    if (said) onSave(said);
  };
  return (
    <form className="stack" onSubmit={(e) => { e.preventDefault(); send(); }}>
      <LongText label={t.why} hint={t.whyHint} value={reason} onText={onReason} autoFocus wrong={tried && !said ? words.kit.required : undefined} />
      <div className="pair">
        <button className="main">{t.save}</button>
        <button type="button" onClick={onClose}>{words.kit.cancel}</button>
      </div>
    </form>
  );
}
