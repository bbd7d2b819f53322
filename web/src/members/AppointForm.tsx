import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Role, Unit } from '../api/members';
import { DateFields, partsOf } from '../kit/DateFields';
import { Choice } from '../kit/Field';
import { Failure } from '../kit/Notice';
import { useAct } from '../kit/useAct';
import { useWords } from '../words';
import { isoDay, localDate } from '../words/dates';
import { appoint } from './calls';
import { PersonPicker, type Chosen } from './PersonPicker';

type Props = { unit: Unit; roles: Role[]; person?: Chosen; onClose: (done: boolean) => void };

export function AppointForm({ unit, roles, person: given, onClose }: Props) {
  const { units: t, kit, codes } = useWords();
  const queries = useQueryClient();
  const [id] = useState(() => crypto.randomUUID());
  const [person, setPerson] = useState<Chosen | null>(given ?? null);
  const [role, setRole] = useState<Role | ''>(roles.length === 1 ? roles[0]! : '');
  const [from, setFrom] = useState(() => partsOf(localDate()));
  const [tried, setTried] = useState(false);
  const since = isoDay(+from.day, +from.month, +from.year);
  const act = useAct(async () => {
    if (!person || !role || !since) return;
    await appoint(id, { person_id: person.id, role, unit_id: unit.id, valid_from: since });
    await queries.invalidateQueries({ queryKey: ['appointments'] });
    onClose(true);
  });
  return (
    <form className="card stack" onSubmit={(e) => { e.preventDefault(); setTried(true); void act.run(); }}>
      <h2>{t.appoint}: {unit.name}</h2>
      <Failure error={act.error} />
      {!given && <PersonPicker unit={unit} value={person} onPick={setPerson} wrong={tried && !person ? kit.choose : undefined} />}
      <Choice label={t.role} value={role} onPick={setRole} wrong={tried && !role ? kit.choose : undefined}
        options={roles.map((value) => ({ value, text: codes.role[value] }))} />
      <DateFields label={t.from} value={from} onParts={setFrom} wrong={tried && !since ? kit.noSuchDay : undefined} />
      <div className="row">
        <button className="main" aria-disabled={act.busy}>{act.busy ? kit.busy : t.saveAppointment}</button>
        <button type="button" onClick={() => onClose(false)}>{kit.cancel}</button>
      </div>
    </form>
  );
}
