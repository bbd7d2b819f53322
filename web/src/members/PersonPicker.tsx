import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Unit } from '../api/members';
import { Choice, Text } from '../kit/Field';
import { Loaded } from '../kit/Loaded';
import { useLater } from '../kit/useLater';
import { useWords } from '../words';
import { findMembers } from './calls';

export type Person = { id: string; name: string };

/** A person by name: type two letters, press one of those found; birth year and branch tell namesakes apart. */
export function PersonPicker({ unit, value, onPick, wrong }: { unit?: Unit; value: Person | null; onPick: (person: Person) => void; wrong?: string | undefined }) {
  const { accounts, units: t } = useWords();
  const [sought, setSought] = useState('');
  const q = useLater(sought.trim());
  const found = useQuery({
    queryKey: ['people', unit?.id, q],
    queryFn: () => findMembers({ unit_id: unit?.id, q }),
    enabled: q.length >= 2,
  });
  return (
    <div className="stack tight">
      <Text type="search" label={t.personSearch} hint={accounts.findHint} value={sought} onText={setSought} wrong={wrong} />
      {value && <p><b>{value.name}</b></p>}
      {q.length >= 2 && (
        <Loaded of={found} empty={{ when: ({ items }) => !items.length, show: <p className="meta">{t.noMatch}</p> }}>
          {({ items }) => (
            <Choice label={t.person} value={value?.id ?? ''} onPick={(id) => onPick({ id, name: items.find((one) => one.member_id === id)!.name })}
              options={items.map((one) => ({ value: one.member_id, text: [one.name, one.birth_year, one.unit_name].filter(Boolean).join(', ') }))} />
          )}
        </Loaded>
      )}
    </div>
  );
}
