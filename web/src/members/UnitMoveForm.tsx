import { useState } from 'react';
import type { Tier, Unit } from '../api/members';
import { DateFields, partsOf } from '../kit/DateFields';
import { Dialog } from '../kit/Dialog';
import { Failure } from '../kit/Notice';
import { useAct } from '../kit/useAct';
import { useWords } from '../words';
import { isoDay, localDate } from '../words/dates';
import { moveUnit } from './calls';
import type { ChangeProps } from './UnitChange';
import { UnitPicker } from './UnitPicker';

/** Where a unit of each tier may stand; the server decides. */
const ABOVE: Record<Tier, Tier[]> = { city: [], ward: ['city'], sub_committee: ['ward'], branch: ['ward', 'sub_committee'], cell: ['branch'] };

/** Below another unit from a day on, with all that lies below it. */
export function MoveForm({ unit, onClose }: ChangeProps) {
  const { units: { change: t }, kit } = useWords();
  const [parent, setParent] = useState<Unit | null>(null);
  const [from, setFrom] = useState(() => partsOf(localDate()));
  const [tried, setTried] = useState(false);
  const [asking, ask] = useState(false);
  const on = isoDay(+from.day, +from.month, +from.year);
  const act = useAct(async (key) => {
    ask(false);
    if (!parent || !on) return;
    await moveUnit(unit.id, { parent_id: parent.id, on }, key);
    onClose(t.moved(unit.name, parent.name));
  });
  return (
    <form className="card stack" onSubmit={(e) => { e.preventDefault(); setTried(true); if (parent && on) ask(true); }}>
      <h3>{t.names.move}</h3>
      <Failure error={act.error} />
      <p>{t.moveText}</p>
      <UnitPicker label={t.parent} tiers={ABOVE[unit.tier]} without={unit.parent_id ?? unit.id} chosen={parent} onPick={setParent} wrong={tried && !parent ? kit.choose : undefined} />
      <DateFields label={t.from} value={from} onParts={setFrom} wrong={on ? undefined : kit.noSuchDay} />
      <div className="row">
        <button className="main" aria-disabled={act.busy}>{act.busy ? kit.busy : t.names.move}</button>
        <button type="button" onClick={() => onClose()}>{kit.cancel}</button>
      </div>
      {asking && parent && (
        <Dialog title={t.moveConfirm(unit.name, parent.name)} onClose={() => ask(false)}>
          <p>{t.moveText}</p>
          <div className="row">
            <button type="button" onClick={() => ask(false)}>{kit.cancel}</button>
            <button type="button" className="main" onClick={() => void act.run()}>{t.names.move}</button>
          </div>
        </Dialog>
      )}
    </form>
  );
}
