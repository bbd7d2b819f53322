import { useState } from 'react';
import type { Recommendation } from '../api/meetings';
import { Signs, useGate } from '../intake/Signs';
import { Check, Choice, LongText, Select } from '../kit/Field';
import { Notice } from '../kit/Notice';
import { useLater } from '../kit/useLater';
import { dropDraft } from '../offline/drafts';
import { useWords } from '../words';
import { logRecommendation } from './act';
import { Alike } from './Alike';
import { Categories } from './Categories';
import type { StepProps } from './Live';
import { Logged } from './Logged';
import { useDraft } from './useMeeting';

type Form = Omit<Recommendation, 'logged_at' | 'category' | 'competence'> &
  { category: Recommendation['category'] | ''; competence: Recommendation['competence'] | '' };

const blank = (meeting: string): Form => ({
  id: crypto.randomUUID(), meeting_id: meeting, text: '', category: '', competence: '', urgent: false, raised_by: { kind: 'member', member_id: null, name: null },
});

const SHORTEST = 10;
const PAUSE = 600;
const COMPETENCES = ['branch', 'ward', 'city', 'external'] as const;
const KINDS = ['member', 'residents', 'branch'] as const;

/** A recommendation in ten seconds: what, which field, who can solve it, who raised it. The draft survives a reload. */
export function Recommend({ local, foot }: StepProps) {
  const words = useWords();
  const t = words.recommendations;
  const meeting = local.meeting.id;
  const { value: form, change, setValue } = useDraft<Form>(`recommendation/${meeting}`, blank(meeting));
  const [tried, setTried] = useState(false);
  const [said, setSaid] = useState('');
  const rested = useLater(form?.text ?? '', PAUSE);
  const start = () => { setValue(blank(meeting)); setTried(false); scrollTo(0, 0); };
  const gate = useGate(() => void dropDraft(`recommendation/${meeting}`).then(() => { start(); setSaid(words.intake.left); }));
  if (!form) return null;
  const set = (part: Partial<Form>) => { setSaid(''); change({ ...form, ...part }); };
  const text = form.text.trim();
  const whoMissing = form.raised_by.kind === 'member' && !form.raised_by.member_id;
  const wrong = {
    text: text.length < SHORTEST ? t.tooShort : undefined,
    category: form.category ? undefined : words.kit.choose,
    competence: form.competence ? undefined : words.kit.choose,
    member: whoMissing ? words.kit.choose : undefined,
  };
  const editing = local.logged.some((one) => one.id === form.id);
  const save = async ({ category, competence }: Pick<Recommendation, 'category' | 'competence'>) => {
    const member = local.roster.find((line) => line.member_id === form.raised_by.member_id);
    const raised_by = { ...form.raised_by, name: member?.name ?? null };
    await logRecommendation({ ...form, text, category, competence, raised_by }, `recommendation/${meeting}`);
    start();
    setSaid(t.saved);
  };
  const send = () => {
    const { category, competence } = form;
    setTried(true);
    if (Object.values(wrong).some(Boolean) || !category || !competence) return;
    gate.through(text, () => void save({ category, competence }));
  };
  const goes = form.competence === 'branch' ? t.stays : form.urgent ? t.goesNow : t.goesUp;
  return (
    <>
      {said && <Notice kind="good">{said}</Notice>}
      {editing && <Notice><div className="row"><span>{t.editing}</span><button onClick={start}>{t.stopEditing}</button></div></Notice>}
      <form className="stack wide" id="recommend" onSubmit={(e) => { e.preventDefault(); send(); }}>
        <LongText label={t.what} hint={editing ? undefined : t.nth(local.logged.length + 1)} value={form.text} onText={(value) => set({ text: value })} wrong={tried ? wrong.text : undefined} />
        <Signs text={rested} />
        <Alike branch={local.meeting.branch_id} text={form.text} itself={form.id} draft={`recommendation/${meeting}`} onAdded={() => { start(); setSaid(t.saved); }} />
        <Categories value={form.category} onPick={(category) => set({ category })} wrong={tried ? wrong.category : undefined} />
        <Choice label={t.competence} equal value={form.competence} onPick={(competence) => set({ competence })} wrong={tried ? wrong.competence : undefined}
          options={COMPETENCES.map((value) => ({ value, text: words.codes.competence[value] }))} />
        <Choice label={t.who} equal value={form.raised_by.kind} onPick={(kind) => set({ raised_by: { kind, member_id: null, name: null } })}
          options={KINDS.map((value) => ({ value, text: t.whoKind[value] }))} />
        {form.raised_by.kind === 'member' && (
          <Select label={t.member} none={words.kit.choosePlease} value={form.raised_by.member_id ?? ''} wrong={tried ? wrong.member : undefined}
            onPick={(member_id) => set({ raised_by: { kind: 'member', member_id, name: null } })}
            options={local.roster.map((line) => ({ value: line.member_id, text: line.birth_year ? `${line.name} (${line.birth_year})` : line.name }))} />
        )}
        <Check label={t.urgent} checked={form.urgent} onCheck={(urgent) => set({ urgent })} />
        <p className="meta">{form.competence ? `${goes} ` : ''}{t.draft} {t.secret} {t.denunciation}</p>
      </form>
      <Logged logged={local.logged} onEdit={(one) => { setSaid(''); change({ ...one }); scrollTo(0, 0); }} />
      {gate.question}
      {foot(<button className="main" form="recommend">{t.save}</button>)}
    </>
  );
}
