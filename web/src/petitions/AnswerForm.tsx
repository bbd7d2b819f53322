import { useState } from 'react';
import type { Outcome } from '../api/petitions';
import { DateFields, partsOf } from '../kit/DateFields';
import { Choice, LongText } from '../kit/Field';
import { Notice, wrongIn } from '../kit/Notice';
import { useWords } from '../words';
import { isoDay } from '../words/dates';
import { useFilled } from './filled';
import type { FormProps } from './forms';
import { TemplatePick } from './TemplatePick';

const OUTCOMES: Outcome[] = ['resolved', 'accepted_planned', 'explained', 'not_accepted', 'transferred'];

type Filled = { outcome: Outcome | ''; text: string; date: ReturnType<typeof partsOf> };

/** Opens with the draft of whoever works on it, where there is one. */
export function AnswerForm(props: FormProps) {
  const { petition: { draft, only_drafts }, error, onSend, children } = props;
  const { petitions: t, codes, kit } = useWords();
  const [{ outcome, text, date }, fill] = useFilled<Filled>(props, {
    outcome: draft?.outcome ?? '', text: draft?.text ?? '', date: partsOf(draft?.target_date ?? ''),
  });
  const [tried, setTried] = useState(false);
  const planned = outcome === 'accepted_planned';
  const target = isoDay(+date.day, +date.month, +date.year);
  const begin = (from: { text: string; outcome?: Outcome }) =>
    fill({ text: text.trim() ? `${text.trim()}\n\n${from.text}` : from.text, ...(from.outcome && { outcome: from.outcome }) });
  const send = () => {
    setTried(true);
    if (!outcome || !text.trim() || (planned && !target)) return;
    onSend({ outcome, text: text.trim(), ...(planned ? { target_date: target } : {}) });
  };
  return (
    <form className="stack" onSubmit={(e) => { e.preventDefault(); send(); }}>
      {draft && <Notice>{t.answer.draft(draft.by_name)}</Notice>}
      <TemplatePick petition={props.petition} onPick={begin} />
      <Choice label={t.form.outcome} value={outcome} onPick={(picked) => fill({ outcome: picked })} wrong={tried && !outcome ? kit.choose : undefined}
        options={OUTCOMES.map((value) => ({ value, text: codes.outcome[value] }))} />
      {planned && (
        <DateFields label={t.form.targetDate} value={date} onParts={(parts) => fill({ date: parts })}
          wrong={tried && !target ? kit.noSuchDay : wrongIn(error, 'target_date')} />
      )}
      <LongText label={t.form.answerText} hint={only_drafts ? t.form.draftHint : t.form.answerHint} value={text} onText={(value) => fill({ text: value })}
        wrong={tried && !text.trim() ? kit.required : wrongIn(error, 'text')} />
      {children}
    </form>
  );
}
