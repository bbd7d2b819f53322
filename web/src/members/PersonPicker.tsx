import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Unit } from '../api/members';
import { Choice, Text } from '../kit/Field';
import { Loaded } from '../kit/Loaded';
import { useLater } from '../kit/useLater';
import { useWords } from '../words';
import { useStore } from '../kit/store';
import { places, session } from '../shell/session';
import { findMembers, findPeople } from './calls';

export type Chosen = { id: string; name: string };

/** A person by name: type two letters, press one of those found; branch and login tell namesakes apart. */
export function PersonPicker({ unit, value, onPick, wrong }: { unit?: Unit; value: Chosen | null; onPick: (person: Chosen) => void; wrong?: string | undefined }) {
  const { accounts, units: t } = useWords();
  const [sought, setSought] = useState('');
  const q = useLater(sought.trim());
  const at = useStore(session);
  const find = at.state === 'signed-in' && places(at.me).admin ? findPeople : findMembers;
  const found = useQuery({
    queryKey: ['people', unit?.id, q],
    queryFn: () => find({ q, ...(unit && { unit_id: unit.id }) }),
    enabled: q.length >= 2,
  });
  return (
    <div className="stack tight">
      <Text type="search" label={t.personSearch} hint={accounts.findHint} value={sought} onText={setSought} wrong={wrong} />
      {value && <p><b>{value.name}</b></p>}
      {q.length >= 2 && (
        <Loaded of={found} empty={{ when: ({ items }) => !items.length, show: <p className="meta">{t.noMatch}</p> }}>
          {({ items }) => (
            <Choice label={t.person} value={value?.id ?? ''} onPick={(id) => onPick({ id, name: items.find((one) => one.person_id === id)!.name })}
              options={items.map((one) => ({ value: one.person_id, text: [one.name, one.unit_name, one.login].filter(Boolean).join(', ') }))} />
          )}
        </Loaded>
      )}
    </div>
  );
}
