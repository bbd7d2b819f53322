import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { Check, Text } from '../kit/Field';
import { Loaded } from '../kit/Loaded';
import { Failure, Notice, wrongIn } from '../kit/Notice';
import { useAct } from '../kit/useAct';
import { usePage } from '../kit/usePage';
import { useWords } from '../words';
import { fetchBodies, keepBody, type Bodies, type Body } from './deskCalls';
import { useOffice } from './useOffice';

/** Who works in which body, so that an assignment finds them there. */
export default function BodiesPage() {
  const words = useWords();
  const t = words.desk.bodies;
  const heading = usePage(t.title);
  const office = useOffice();
  const unit = office?.unit ?? '';
  const found = useQuery({ queryKey: ['bodies', unit], queryFn: () => fetchBodies(unit), enabled: !!unit });
  const [open, setOpen] = useState<string | null>(null);
  const close = () => setOpen(null);
  return (
    <div className="pad narrow stack">
      <p><Link href="/petitions" className="btn">{words.petitions.back}</Link></p>
      <h1 ref={heading} tabIndex={-1}>{t.title}</h1>
      <p>{t.intro}</p>
      {!office && <Notice kind="care" {...words.failures.byStatus[403]} />}
      {office && (
        <Loaded of={found}>
          {(bodies) => (
            <>
              {bodies.others.length > 0 && <Notice title={t.others}>{bodies.others.map(({ name }) => name).join(', ')}</Notice>}
              <ul className="stack">
                {bodies.items.map((body) => (
                  <li key={body.code} className={body.parent_code ? 'card stack tight below' : 'card stack tight'}>
                    {open === body.code ? <BodyForm unit={unit} bodies={bodies} body={body} onClose={close} /> : <Shown body={body} onEdit={() => setOpen(body.code)} />}
                  </li>
                ))}
              </ul>
              {open === 'new' ? <BodyForm unit={unit} bodies={bodies} onClose={close} /> : <p className="row"><button onClick={() => setOpen('new')}>{t.add}</button></p>}
            </>
          )}
        </Loaded>
      )}
    </div>
  );
}

function Shown({ body: { name, absent, assignees, source }, onEdit }: { body: Body; onEdit: () => void }) {
  const { desk: { bodies: t } } = useWords();
  return (
    <>
      <h2>{name}</h2>
      {absent && <p><span className="chip">{t.absentHere}</span></p>}
      {assignees.length > 0 && <p>{assignees.map((one) => one.name).join(', ')}</p>}
      {source && <p className="meta">{t.source(source)}</p>}
      <p className="row"><button aria-label={t.editOne(name)} onClick={onEdit}>{t.change}</button></p>
    </>
  );
}

const LAST = 900;

function BodyForm({ unit, bodies, body, onClose }: { unit: string; bodies: Bodies; body?: Body; onClose: () => void }) {
  const { desk: { bodies: t }, kit } = useWords();
  const queries = useQueryClient();
  const [code, setCode] = useState(body?.code ?? '');
  const [name, setName] = useState(body?.name ?? '');
  const [absent, setAbsent] = useState(body?.absent ?? false);
  const [members, setMembers] = useState(body?.assignees.map((one) => one.person_id) ?? []);
  const [tried, setTried] = useState(false);
  const everyone = [...bodies.items.flatMap((one) => one.assignees), ...bodies.others];
  const goodCode = /^[A-Z0-9-]{1,20}$/.test(code);
  const save = useAct(async () => {
    const { parent_code = null, position = LAST } = body ?? {};
    queries.setQueryData(['bodies', unit], await keepBody(unit, code, { name: name.trim(), parent_code, position, absent, members }));
    onClose();
  });
  const send = () => {
    setTried(true);
    if (goodCode && name.trim()) void save.run();
  };
  return (
    <form className="stack" aria-label={body?.name ?? t.add} onSubmit={(e) => { e.preventDefault(); send(); }}>
      <Failure error={save.error} />
      {!body && <Text label={t.code} hint={t.codeHint} value={code} onText={(typed) => setCode(typed.toUpperCase())} maxLength={20} autoFocus wrong={tried && !goodCode ? t.codeHint : undefined} />}
      <Text label={t.name} value={name} onText={setName} maxLength={200} autoFocus={!!body} wrong={tried && !name.trim() ? kit.required : wrongIn(save.error, 'name')} />
      <fieldset className="field">
        <legend>{t.members}</legend>
        {!everyone.length && <p className="meta">{t.noMembers}</p>}
        {everyone.map((one) => (
          <Check key={one.person_id} label={one.name} checked={members.includes(one.person_id)}
            onCheck={(on) => setMembers(on ? [...members, one.person_id] : members.filter((id) => id !== one.person_id))} />
        ))}
      </fieldset>
      <Check label={t.absent} checked={absent} onCheck={setAbsent} />
      <div className="acts">
        <button className="main" aria-disabled={save.busy}>{save.busy ? kit.busy : t.save}</button>
        <button type="button" onClick={onClose}>{kit.cancel}</button>
      </div>
    </form>
  );
}
