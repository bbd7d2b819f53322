import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Unit } from '../api/members';
import { Text } from '../kit/Field';
import { Empty, Loaded } from '../kit/Loaded';
import { usePage } from '../kit/usePage';
import { useLater } from '../kit/useLater';
import { useStore } from '../kit/store';
import { importsFiles, places, session } from '../shell/session';
import { useWords } from '../words';
import { fetchUnits } from './calls';
import './members.css';

/** The top of the tree with what lies right below it; a search goes through all of it. */
export default function Units() {
  const { units: t } = useWords();
  const at = useStore(session);
  const first = at.state === 'signed-in' && places(at.me).admin && !importsFiles(at.me) ? t.emptyAdmin : t.emptyText;
  const heading = usePage(t.title);
  const [sought, setSought] = useState('');
  const q = useLater(sought.trim());
  const found = useQuery({ queryKey: ['units', q], queryFn: () => (q ? fetchUnits({ q }) : fetchTop()) });
  return (
    <div className="pad narrow stack wide">
      <h1 ref={heading} tabIndex={-1}>{t.title}</h1>
      <Text type="search" label={t.search} hint={t.searchHint} value={sought} onText={setSought} />
      <Loaded of={found} empty={{ when: (page) => !page.items.length, show: q ? <p className="quietly">{t.none}</p> : <Empty title={t.empty}><p>{first}</p></Empty> }}>
        {({ items }) => (
          <>
            <UnitList units={items} />
            {!q && items.length === 1 && !items[0]!.children && <p>{first}</p>}
          </>
        )}
      </Loaded>
    </div>
  );
}

async function fetchTop() {
  const top = await fetchUnits({ tier: 'city' });
  const [only] = top.items;
  if (top.items.length !== 1 || !only) return top;
  const below = await fetchUnits({ parent_id: only.id });
  return { ...below, items: [only, ...below.items] };
}

export function UnitList({ units }: { units: readonly Unit[] }) {
  const { units: t, codes } = useWords();
  return (
    <ul className="plain">
      {units.map((unit) => (
        <li key={unit.id}>
          <Link href={`/units/${unit.id}`}>
            <b>{unit.name}</b>
            <span className="meta">{unit.label || codes.tier[unit.tier]} · {t.counts(unit.children, unit.members)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
