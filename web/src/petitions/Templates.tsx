import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Outcome } from '../api/petitions';
import { LongText, Select, Text } from '../kit/Field';
import { Loaded } from '../kit/Loaded';
import { Failure, Notice, wrongIn } from '../kit/Notice';
import { useAct } from '../kit/useAct';
import { usePage } from '../kit/usePage';
import { useWords } from '../words';
import { dropTemplate, fetchTemplates, keepTemplate, type Template } from './deskCalls';
import { useOffice } from './useOffice';

/** The unit's own words first, those that came with the system after them. */
export default function Templates() {
  const words = useWords();
  const t = words.desk.templates;
  const heading = usePage(t.title);
  const office = useOffice();
  const unit = office?.unit ?? '';
  const found = useQuery({ queryKey: ['templates', unit], queryFn: () => fetchTemplates(unit), enabled: !!unit });
  const [open, setOpen] = useState<string | null>(null);
  return (
    <div className="pad narrow stack">
      <p><Link href="/petitions" className="btn">{words.petitions.back}</Link></p>
      <h1 ref={heading} tabIndex={-1}>{t.title}</h1>
      <p>{t.intro}</p>
      {!office && <Notice kind="care" {...words.failures.byStatus[403]} />}
      {office && (
        <Loaded of={found}>
          {({ items }) => (
            <>
              {open === 'new' ? <TemplateForm unit={unit} onClose={() => setOpen(null)} /> : <p className="row"><button className="main" onClick={() => setOpen('new')}>{t.add}</button></p>}
              <ul className="stack">
                {items.map((one) => (
                  <li key={one.id} className="card stack tight">
                    {open === one.id ? <TemplateForm unit={unit} template={one} onClose={() => setOpen(null)} /> : <Shown template={one} onEdit={() => setOpen(one.id)} />}
                  </li>
                ))}
              </ul>
            </>
          )}
        </Loaded>
      )}
    </div>
  );
}

function Shown({ template: { name, text, outcome, source, unit_id }, onEdit }: { template: Template; onEdit: () => void }) {
  const { desk: { templates: t }, codes } = useWords();
  return (
    <>
      <h2>{name}</h2>
      {outcome && <p><span className="chip">{codes.outcome[outcome]}</span></p>}
      <p className="whole">{text}</p>
      {source && <p className="meta">{t.source(source)}</p>}
      {unit_id && <p className="row"><button aria-label={t.editOne(name)} onClick={onEdit}>{t.change}</button></p>}
    </>
  );
}

function TemplateForm({ unit, template, onClose }: { unit: string; template?: Template; onClose: () => void }) {
  const { desk: { templates: t }, codes, kit } = useWords();
  const queries = useQueryClient();
  const [name, setName] = useState(template?.name ?? '');
  const [text, setText] = useState(template?.text ?? '');
  const [outcome, setOutcome] = useState<Outcome | ''>(template?.outcome ?? '');
  const [tried, setTried] = useState(false);
  const done = async () => {
    await queries.invalidateQueries({ queryKey: ['templates', unit] });
    onClose();
  };
  const save = useAct(async (key: string) => {
    await keepTemplate(unit, template?.id ?? key, { name: name.trim(), text: text.trim(), outcome: outcome || null });
    await done();
  });
  const drop = useAct(async () => {
    await dropTemplate(unit, template!.id);
    await done();
  });
  const send = () => {
    setTried(true);
    if (name.trim() && text.trim()) void save.run();
  };
  return (
    <form className="stack" aria-label={template?.name ?? t.add} onSubmit={(e) => { e.preventDefault(); send(); }}>
      <Failure error={save.error ?? drop.error} />
      <Text label={t.name} value={name} onText={setName} maxLength={200} autoFocus wrong={tried && !name.trim() ? kit.required : wrongIn(save.error, 'name')} />
      <Select label={t.outcome} none={t.anyOutcome} value={outcome} onPick={setOutcome}
        options={(Object.keys(codes.outcome) as Outcome[]).map((value) => ({ value, text: codes.outcome[value] }))} />
      <LongText label={t.text} hint={t.placeholders} value={text} onText={setText} wrong={tried && !text.trim() ? kit.required : wrongIn(save.error, 'text')} />
      <div className="acts">
        <button className="main" aria-disabled={save.busy}>{save.busy ? kit.busy : t.save}</button>
        <button type="button" onClick={onClose}>{kit.cancel}</button>
        {template && <button type="button" className="quiet" aria-disabled={drop.busy} onClick={() => void drop.run()}>{t.drop}</button>}
      </div>
    </form>
  );
}
