import { useState, type ComponentType, type ReactNode } from 'react';
import type { Channel, Petition, Verb } from '../api/petitions';
import { Choice } from '../kit/Field';
import { useWords } from '../words';
import { AnswerForm } from './AnswerForm';
import { AssignForm } from './AssignForm';
import { ClassifyForm } from './ClassifyForm';
import { useFilled } from './filled';
import { MergeForm } from './MergeForm';
import { NO_REASON, ReasonFields, useWhy, type Why } from './ReasonFields';
import { ReplyForm, TransferForm } from './TransferForms';

export type FormProps = {
  petition: Petition; verb: Verb; kept: object | undefined; error: unknown; onSend: (body: object) => void; children: ReactNode;
};

/** Why: all that most steps ask. */
const reasonForm = (label: (petition: Petition, t: ReturnType<typeof useWords>['petitions']['form']) => string) =>
  function ReasonForm(props: FormProps) {
    const { petition, verb, error, onSend, children } = props;
    const { petitions } = useWords();
    const [filled, fill] = useFilled(props, NO_REASON);
    const why = useWhy(petition, verb, filled);
    const [tried, setTried] = useState(false);
    const send = () => {
      setTried(true);
      if (why.enough) onSend(why.body);
    };
    return (
      <form className="stack" onSubmit={(e) => { e.preventDefault(); send(); }}>
        <ReasonFields why={why} value={filled} label={label(petition, petitions.form)} tried={tried} error={error} onFill={fill} lone />
        {children}
      </form>
    );
  };

const CHANNELS: Channel[] = ['citizen_reception', 'inspection_committee', 'peoples_committee', 'other'];

function RedirectForm(props: FormProps) {
  const { petition, verb, error, onSend, children } = props;
  const { petitions: { form: t }, codes, kit } = useWords();
  const [{ channel, ...filled }, fill] = useFilled<Why & { channel: Channel | '' }>(props, { ...NO_REASON, channel: '' });
  const why = useWhy(petition, verb, filled);
  const [tried, setTried] = useState(false);
  const send = () => {
    setTried(true);
    if (channel && why.enough) onSend({ channel, ...why.body });
  };
  return (
    <form className="stack" onSubmit={(e) => { e.preventDefault(); send(); }}>
      <Choice label={t.channel} value={channel} onPick={(picked) => fill({ channel: picked })} wrong={tried && !channel ? kit.choose : undefined}
        options={CHANNELS.map((value) => ({ value, text: codes.channel[value] }))} />
      <ReasonFields why={why} value={filled} label={t.reason} tried={tried} error={error} onFill={fill} />
      {children}
    </form>
  );
}

/** Nothing needs to be said: what is asked is that it was done, or that it is meant. */
const plainForm = (text: 'closeText' | 'unmergeText' | 'resumeText') =>
  function PlainForm({ onSend, children }: FormProps) {
    const t = useWords().petitions.form;
    return <form className="stack" onSubmit={(e) => { e.preventDefault(); onSend({}); }}><p>{t[text]}</p>{children}</form>;
  };

const EscalateForm = reasonForm((petition, t) => (petition.state === 'returned' ? t.completeReason : t.escalateReason));

export const FORMS: Record<Verb, ComponentType<FormProps>> = {
  acknowledge: reasonForm((_, t) => t.reason),
  close: plainForm('closeText'),
  unmerge: plainForm('unmergeText'),
  classify: ClassifyForm,
  assign: AssignForm,
  answer: AnswerForm,
  escalate: EscalateForm,
  return: reasonForm((_, t) => t.returnReason),
  merge: MergeForm,
  redirect: RedirectForm,
  extend: reasonForm((_, t) => t.extendReason),
  pause: reasonForm((_, t) => t.pauseReason),
  resume: plainForm('resumeText'),
  transfer: TransferForm,
  reply: ReplyForm,
  reopen: reasonForm((_, t) => t.reopenReason),
  withdraw: reasonForm((_, t) => t.withdrawReason),
};
