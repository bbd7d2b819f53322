import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Me, Unit } from '../api/members';
import { Notice } from '../kit/Notice';
import { useStore } from '../kit/store';
import { session } from '../shell/session';
import { useWords } from '../words';
import { day } from '../words/dates';
import { EndForm } from './UnitEndForm';
import { MoveForm } from './UnitMoveForm';
import { RenameForm } from './UnitRenameForm';

export type Change = 'rename' | 'move' | 'end';
export type ChangeProps = { unit: Unit; onClose: (done?: string) => void };

const FORMS = { rename: RenameForm, move: MoveForm, end: EndForm };

/** The city's office keeps the whole tree, a ward's office the names of what is its own; the city itself stays. */
export function changesOf(me: Me, unit: Unit): Change[] {
  const covers = (role: 'COF' | 'WOF') =>
    me.appointments.some((a) => a.role === role && (a.unit_id === unit.id || unit.path.split('.').includes(a.unit_code)));
  if (unit.valid_to) return [];
  if (covers('COF')) return unit.parent_id ? ['rename', 'move', 'end'] : ['rename'];
  return covers('WOF') ? ['rename'] : [];
}

/** What decisions do to a unit: another name, another place, its last day. */
export function UnitChange({ unit }: { unit: Unit }) {
  const t = useWords().units.change;
  const at = useStore(session);
  const queries = useQueryClient();
  const [open, setOpen] = useState<Change | null>(null);
  const [done, setDone] = useState('');
  const changes = at.state === 'signed-in' ? changesOf(at.me, unit) : [];
  const close = (text = '') => {
    setOpen(null);
    setDone(text);
    if (text) for (const key of ['unit', 'units', 'roster', 'appointments']) void queries.invalidateQueries({ queryKey: [key] });
  };
  const Form = open && FORMS[open];
  if (!changes.length && !done) return null;
  return (
    <section className="stack tight">
      <h2>{t.title}</h2>
      {done && <Notice kind="good">{done}</Notice>}
      {Form && <Form unit={unit} onClose={close} />}
      {!Form && changes.length > 0 && (
        <div className="row">
          {changes.map((change) => <button key={change} onClick={() => { setDone(''); setOpen(change); }}>{t.names[change]}</button>)}
        </div>
      )}
    </section>
  );
}

/** An ended unit stays to be seen, and leads to the one that took over. */
export function Ended({ unit }: { unit: Unit }) {
  const t = useWords().units.change;
  if (!unit.valid_to) return null;
  return (
    <Notice kind="care" title={t.ended(day(unit.valid_to))}>
      {unit.successor_id && <div className="row"><Link href={`/units/${unit.successor_id}`} className="btn">{t.toSuccessor}</Link></div>}
    </Notice>
  );
}
