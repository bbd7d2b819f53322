import { useState } from 'react';
import { DateFields, partsOf } from '../kit/DateFields';
import { LongText, Text } from '../kit/Field';
import { wrongIn } from '../kit/Notice';
import { useWords } from '../words';
import { isoDay } from '../words/dates';
import { useFilled } from './filled';
import type { FormProps } from './forms';

/** A day that may stay empty: begun, it has to be a day that exists. */
function dayOf({ day, month, year }: ReturnType<typeof partsOf>) {
  const iso = isoDay(+day, +month, +year);
  return { iso, isWrong: !iso && !!(day || month || year) };
}

/** Which body is asked, by which document, and until when it is to reply. */
export function TransferForm(props: FormProps) {
  const { error, onSend, children } = props;
  const { petitions: { form: t }, kit } = useWords();
  const [{ body, number, date, until }, fill] = useFilled(props, { body: '', number: '', date: partsOf(''), until: partsOf('') });
  const [tried, setTried] = useState(false);
  const dated = dayOf(date);
  const due = dayOf(until);
  const send = () => {
    setTried(true);
    if (!body.trim() || dated.isWrong || due.isWrong) return;
    onSend({
      body: body.trim(), ...(number.trim() && { document_number: number.trim() }),
      ...(dated.iso && { document_date: dated.iso }), ...(due.iso && { reply_by: due.iso }),
    });
  };
  return (
    <form className="stack" noValidate onSubmit={(e) => { e.preventDefault(); send(); }}>
      <Text label={t.body} value={body} maxLength={300} onText={(value) => fill({ body: value })} wrong={tried && !body.trim() ? kit.required : wrongIn(error, 'body')} />
      <Text label={t.documentNumber} value={number} maxLength={64} onText={(value) => fill({ number: value })} wrong={wrongIn(error, 'document_number')} />
      <DateFields label={t.documentDate} value={date} onParts={(parts) => fill({ date: parts })} wrong={tried && dated.isWrong ? kit.noSuchDay : wrongIn(error, 'document_date')} />
      <DateFields label={t.replyBy} value={until} onParts={(parts) => fill({ until: parts })} wrong={tried && due.isWrong ? kit.noSuchDay : wrongIn(error, 'reply_by')} />
      {children}
    </form>
  );
}

/** What the other body replied. */
export function ReplyForm(props: FormProps) {
  const { error, onSend, children } = props;
  const { petitions: { form: t }, kit } = useWords();
  const [{ text, number }, fill] = useFilled(props, { text: '', number: '' });
  const [tried, setTried] = useState(false);
  const send = () => {
    setTried(true);
    if (text.trim()) onSend({ text: text.trim(), ...(number.trim() && { document_number: number.trim() }) });
  };
  return (
    <form className="stack" noValidate onSubmit={(e) => { e.preventDefault(); send(); }}>
      <LongText label={t.replyText} hint={t.replyHint} value={text} autoFocus onText={(value) => fill({ text: value })} wrong={tried && !text.trim() ? kit.required : wrongIn(error, 'text')} />
      <Text label={t.documentNumber} value={number} maxLength={64} onText={(value) => fill({ number: value })} wrong={wrongIn(error, 'document_number')} />
      {children}
    </form>
  );
}
