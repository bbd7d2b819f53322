import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Tier, Unit } from '../api/members';
import { Text } from '../kit/Field';
import { Loaded } from '../kit/Loaded';
import { useLater } from '../kit/useLater';
import { useWords } from '../words';
import { fetchUnit, fetchUnits } from './calls';

const SHOWN = 12;

type Props = { label: string; tiers?: readonly Tier[]; without?: string; chosen?: Unit | null; wrong?: string | undefined; onPick: (unit: Unit) => void };

/** A unit by name or code: type a little, press one of those found; the unit above tells namesakes apart. */
export function UnitPicker({ label, tiers, without, chosen, wrong, onPick }: Props) {
  const { units: t } = useWords();
  const [sought, setSought] = useState('');
  const q = useLater(sought.trim());
  const found = useQuery({ queryKey: ['units', q], queryFn: () => fetchUnits(q ? { q } : { tier: 'city' }) });
  const fits = (unit: Unit) => unit.id !== without && (!tiers || tiers.includes(unit.tier));
  const shown = found.data?.items.filter(fits).slice(0, SHOWN) ?? [];
  return (
    <div className="stack tight">
      <Text type="search" label={label} hint={t.searchHint} value={sought} onText={setSought} wrong={wrong} />
      {chosen && <p className="notice info">{t.chosen(chosen.name)}</p>}
      <Loaded of={found} empty={{ when: () => !!q && !shown.length, show: <p className="meta">{t.none}</p> }}>
        {() => <>{shown.map((unit) => <button key={unit.id} type="button" className="found" onClick={() => onPick(unit)}>{unit.name} <Above unit={unit} /></button>)}</>}
      </Loaded>
    </div>
  );
}

function Above({ unit }: { unit: Unit }) {
  const above = useQuery({ queryKey: ['unit', unit.parent_id], queryFn: () => fetchUnit(unit.parent_id!), enabled: !!unit.parent_id && unit.tier !== 'ward' });
  return above.data ? <span className="meta">{above.data.name}</span> : null;
}
