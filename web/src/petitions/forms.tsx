import { useState, type ComponentType, type ReactNode } from 'react';
import type { Channel, Petition, Verb } from '../api/petitions';
import { Choice, LongText } from '../kit/Field';
import { wrongIn } from '../kit/Notice';
import { useWords } from '../words';
import { AnswerForm } from './AnswerForm';
import { AssignForm } from './AssignForm';
import { ClassifyForm } from './ClassifyForm';
import { useFilled } from './filled';
import { MergeForm } from './MergeForm';

export type FormProps = {
  petition: Petition; verb: Verb; kept: object | undefined; error: unknown; onSend: (body: object) => void; children: ReactNode;
};

/** Why: the one field of most steps. */
const reasonForm = (label: (petition: Petition, t: ReturnType<typeof useWords>['petitions']['form']) => string) =>
  function ReasonForm(props: FormProps) {
    const { petition, error, onSend, children } = props;
    const { petitions, kit } = useWords();
    const [{ reason }, fill] = useFilled(props, { reason: '' });
    const [tried, setTried] = useState(false);
    const send = () => {
      setTried(true);
      if (reason.trim()) onSend({ reason: reason.trim() });
    };
    return (
      <form className="stack" onSubmit={(e) => { e.preventDefault(); send(); }}>
        <LongText label={label(petition, petitions.form)} value={reason} onText={(value) => fill({ reason: value })} autoFocus
          wrong={tried && !reason.trim() ? kit.required : wrongIn(error, 'reason')} />
        {children}
      </form>
    );
  };

const CHANNELS: Channel[] = ['citizen_reception', 'inspection_committee', 'peoples_committee', 'other'];

function RedirectForm(props: FormProps) {
  const { error, onSend, children } = props;
  const { petitions: { form: t }, codes, kit } = useWords();
  const [{ channel, reason }, fill] = useFilled<{ channel: Channel | ''; reason: string }>(props, { channel: '', reason: '' });
  const [tried, setTried] = useState(false);
  const send = () => {
    setTried(true);
    if (channel && reason.trim()) onSend({ channel, reason: reason.trim() });
  };
  return (
    <form className="stack" onSubmit={(e) => { e.preventDefault(); send(); }}>
      <Choice label={t.channel} value={channel} onPick={(picked) => fill({ channel: picked })} wrong={tried && !channel ? kit.choose : undefined}
        options={CHANNELS.map((value) => ({ value, text: codes.channel[value] }))} />
      <LongText label={t.reason} value={reason} onText={(value) => fill({ reason: value })} wrong={tried && !reason.trim() ? kit.required : wrongIn(error, 'reason')} />
      {children}
    </form>
  );
}

/** Nothing needs to be said: what is asked is that it was done. */
function CloseForm({ onSend, children }: FormProps) {
  const { closeText } = useWords().petitions.form;
  return <form className="stack" onSubmit={(e) => { e.preventDefault(); onSend({}); }}><p>{closeText}</p>{children}</form>;
}

const EscalateForm = reasonForm((petition, t) => (petition.state === 'returned' ? t.completeReason : t.escalateReason));

export const FORMS: Record<Verb, ComponentType<FormProps>> = {
  acknowledge: reasonForm((_, t) => t.reason),
  close: CloseForm,
  classify: ClassifyForm,
  assign: AssignForm,
  answer: AnswerForm,
  escalate: EscalateForm,
  return: reasonForm((_, t) => t.returnReason),
  merge: MergeForm,
  redirect: RedirectForm,
  extend: reasonForm((_, t) => t.extendReason),
  reopen: reasonForm((_, t) => t.reopenReason),
  withdraw: reasonForm((_, t) => t.withdrawReason),
};
