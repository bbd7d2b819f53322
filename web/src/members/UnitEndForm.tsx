import { useState } from 'react';
import type { Unit } from '../api/members';
import { DateFields, partsOf } from '../kit/DateFields';
import { Dialog } from '../kit/Dialog';
import { Failure } from '../kit/Notice';
import { useAct } from '../kit/useAct';
import { useWords } from '../words';
import { isoDay, localDate } from '../words/dates';
import { endUnit } from './calls';
import type { ChangeProps } from './UnitChange';
import { UnitPicker } from './UnitPicker';

/** The last day of a unit, and who takes over; it says beforehand what becomes of members, offices and petitions. */
export function EndForm({ unit, onClose }: ChangeProps) {
  const { units: { change: t }, kit } = useWords();
  const [successor, setSuccessor] = useState<Unit | null>(null);
  const [last, setLast] = useState(() => partsOf(localDate()));
  const [tried, setTried] = useState(false);
  const [asking, ask] = useState(false);
  const on = isoDay(+last.day, +last.month, +last.year);
  const missing = unit.members > 0 && !successor;
  const act = useAct(async (key) => {
    ask(false);
    if (missing || !on) return;
    await endUnit(unit.id, { successor_id: successor?.id ?? null, on }, key);
    onClose(t.endedNow(unit.name));
  });
  const follows = t.follows(unit.members, successor?.name ?? '');
  return (
    <form className="card stack" onSubmit={(e) => { e.preventDefault(); setTried(true); if (!missing && on) ask(true); }}>
      <h3>{t.names.end}</h3>
      <Failure error={act.error} />
      <ul className="points">{follows.map((line) => <li key={line}>{line}</li>)}</ul>
      <UnitPicker label={t.successor} tiers={[unit.tier]} without={unit.id} chosen={successor} onPick={setSuccessor} wrong={tried && missing ? t.successorMissing : undefined} />
      <DateFields label={t.lastDay} value={last} onParts={setLast} wrong={on ? undefined : kit.noSuchDay} />
      <div className="row">
        <button className="main" aria-disabled={act.busy}>{act.busy ? kit.busy : t.names.end}</button>
        <button type="button" onClick={() => onClose()}>{kit.cancel}</button>
      </div>
      {asking && (
        <Dialog title={t.endConfirm(unit.name)} onClose={() => ask(false)}>
          <ul className="points">{follows.map((line) => <li key={line}>{line}</li>)}</ul>
          <p>{t.noWayBack}</p>
          <div className="row">
            <button type="button" onClick={() => ask(false)}>{kit.cancel}</button>
            <button type="button" className="main" onClick={() => void act.run()}>{t.names.end}</button>
          </div>
        </Dialog>
      )}
    </form>
  );
}
