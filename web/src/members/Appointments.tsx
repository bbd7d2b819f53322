import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Appointment, Me, Role, Unit } from '../api/members';
import { Dialog } from '../kit/Dialog';
import { Failed } from '../kit/Loaded';
import { Failure, Notice } from '../kit/Notice';
import { useStore } from '../kit/store';
import { useAct } from '../kit/useAct';
import { Refusal } from '../api/refusal';
import { session } from '../shell/session';
import { useWords } from '../words';
import { day } from '../words/dates';
import { AppointForm } from './AppointForm';
import { endAppointment, fetchAppointments } from './calls';

const BRANCH: Role[] = ['BSE', 'BCM', 'CLK', 'WLI'];
const WARD: Role[] = ['WOF', 'WLE', 'WPB', 'WIN', 'WAS'];
const CITY: Role[] = ['COF', 'CLE', 'WAS', 'ADM'];

/** Which roles this person may give in this unit: an administrator any, a ward its assignees and liaisons, a secretary the clerk. */
export function rolesToGive(me: Me, unit: Unit): Role[] {
  const has = (role: Role, at?: string) => me.appointments.some((a) => a.role === role && (!at || a.unit_id === at));
  const fitting = unit.tier === 'city' ? CITY : unit.tier === 'branch' ? BRANCH : WARD;
  if (has('ADM')) return fitting;
  if (has('WOF', unit.id)) return ['WAS'];
  if (unit.tier === 'branch' && unit.parent_id && has('WOF', unit.parent_id)) return ['WLI'];
  return has('BSE', unit.id) ? ['CLK'] : [];
}

/** Who does what in this unit, for those who may see and change it; others see nothing of it. */
export function Appointments({ unit }: { unit: Unit }) {
  const { units: t, kit } = useWords();
  const at = useStore(session);
  const found = useQuery({ queryKey: ['appointments', unit.id], queryFn: () => fetchAppointments({ unit_id: unit.id }) });
  const [adding, add] = useState(false);
  const [saved, setSaved] = useState(false);
  const roles = at.state === 'signed-in' ? rolesToGive(at.me, unit) : [];
  if (found.isError && found.error instanceof Refusal && found.error.status === 403) return null;
  return (
    <section className="stack tight">
      <h2>{t.people}</h2>
      {saved && <Notice kind="good">{t.appointed}</Notice>}
      {found.isError && <Failed error={found.error} again={() => void found.refetch()} />}
      {found.isPending && <p className="meta" role="status">{kit.loading}</p>}
      {found.data && <AppointmentList items={found.data.items} roles={roles} />}
      {roles.length > 0 && !adding && <button onClick={() => { setSaved(false); add(true); }}>{t.appoint}</button>}
      {adding && <AppointForm unit={unit} roles={roles} onClose={(done) => { add(false); setSaved(done); }} />}
    </section>
  );
}

export function AppointmentList({ items, roles }: { items: Appointment[]; roles: Role[] }) {
  const { units: t, codes } = useWords();
  const [ending, end] = useState<Appointment | null>(null);
  if (!items.length) return <p className="meta">{t.nobody}</p>;
  return (
    <>
      <ul className="plain">
        {items.map((a) => (
          <li key={a.id} className="cell">
            <b>{a.person_name}</b>
            {roles.includes(a.role) && !a.valid_to && <button onClick={() => end(a)} aria-label={`${t.end}: ${a.person_name}, ${codes.role[a.role]}`}>{t.end}</button>}
            <span className="meta">{codes.role[a.role]} · {t.since(day(a.valid_from))}</span>
          </li>
        ))}
      </ul>
      {ending && <EndDialog of={ending} onClose={() => end(null)} />}
    </>
  );
}

function EndDialog({ of, onClose }: { of: Appointment; onClose: () => void }) {
  const { units: t, kit, codes } = useWords();
  const queries = useQueryClient();
  const act = useAct(async (key) => {
    await endAppointment(of.id, key);
    await queries.invalidateQueries({ queryKey: ['appointments'] });
    onClose();
  });
  return (
    <Dialog title={t.end} onClose={onClose}>
      <p>{t.endConfirm(of.person_name, codes.role[of.role])}</p>
      <Failure error={act.error} />
      <div className="row">
        <button onClick={onClose}>{kit.cancel}</button>
        <button className="main" aria-disabled={act.busy} onClick={() => void act.run()}>{t.end}</button>
      </div>
    </Dialog>
  );
}
