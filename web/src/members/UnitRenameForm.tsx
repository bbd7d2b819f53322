import { useState } from 'react';
import { DateFields, partsOf } from '../kit/DateFields';
import { Text } from '../kit/Field';
import { Failure, wrongIn } from '../kit/Notice';
import { useAct } from '../kit/useAct';
import { useWords } from '../words';
import { isoDay, localDate } from '../words/dates';
import { renameUnit } from './calls';
import type { ChangeProps } from './UnitChange';

/** Another name from a day on; the name before stays on record. */
export function RenameForm({ unit, onClose }: ChangeProps) {
  const { units: { change: t }, kit } = useWords();
  const [name, setName] = useState(unit.name);
  const [from, setFrom] = useState(() => partsOf(localDate()));
  const on = isoDay(+from.day, +from.month, +from.year);
  const act = useAct(async (key) => {
    if (!on) return;
    await renameUnit(unit.id, { name: name.trim(), on }, key);
    onClose(t.renamed(name.trim()));
  });
  return (
    <form className="card stack" onSubmit={(e) => { e.preventDefault(); void act.run(); }}>
      <h3>{t.names.rename}</h3>
      <Failure error={act.error} />
      <p>{t.renameText}</p>
      <Text label={t.name} value={name} onText={setName} required autoFocus wrong={wrongIn(act.error, 'name')} />
      <DateFields label={t.from} value={from} onParts={setFrom} wrong={on ? undefined : kit.noSuchDay} />
      <div className="row">
        <button className="main" aria-disabled={act.busy}>{act.busy ? kit.busy : t.names.rename}</button>
        <button type="button" onClick={() => onClose()}>{kit.cancel}</button>
      </div>
    </form>
  );
}
