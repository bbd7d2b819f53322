import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { RosterMember, Unit } from '../api/members';
import { Refusal } from '../api/refusal';
import { Text } from '../kit/Field';
import { Empty, Loaded } from '../kit/Loaded';
import { useStore } from '../kit/store';
import { usePage } from '../kit/usePage';
import { UnitMeetings } from '../meetings/UnitMeetings';
import { places, session } from '../shell/session';
import { useWords, type Words } from '../words';
import { byGivenName, fold, sharedNames } from '../words/names';
import { Appointments } from './Appointments';
import { fetchRoster, fetchUnit, fetchUnits } from './calls';
import { MemberSearch } from './MemberSearch';
import { Ended, UnitChange } from './UnitChange';
import { UnitList } from './Units';
import './members.css';

export default function UnitPage({ id }: { id: string }) {
  const found = useQuery({ queryKey: ['unit', id], queryFn: () => fetchUnit(id) });
  return <div className="pad narrow stack wide"><Loaded of={found} page>{(unit) => <UnitShown unit={unit} />}</Loaded></div>;
}

function UnitShown({ unit }: { unit: Unit }) {
  const { units: t, codes } = useWords();
  const heading = usePage(unit.name);
  return (
    <>
      <p className="row">
        <Link href={unit.parent_id ? `/units/${unit.parent_id}` : '/units'} className="btn">{unit.parent_id ? t.up : t.title}</Link>
      </p>
      <div>
        <p className="meta">{unit.label || codes.tier[unit.tier]} · {t.code} {unit.code}</p>
        <h1 ref={heading} tabIndex={-1}>{unit.name}</h1>
        <p className="meta">{t.counts(unit.children, unit.members)}</p>
      </div>
      <Ended unit={unit} />
      {unit.children > 0 && <Children unit={unit} />}
      {unit.tier === 'ward' && <WardMembers unit={unit} />}
      {(unit.tier === 'branch' || unit.tier === 'cell') && <Members unit={unit} />}
      {unit.tier === 'branch' && <UnitMeetings unit={unit} />}
      <Appointments unit={unit} />
      <UnitChange unit={unit} />
    </>
  );
}

/** A city sees figures; its members by name are for the ward. */
function WardMembers({ unit }: { unit: Unit }) {
  const at = useStore(session);
  return at.state === 'signed-in' && places(at.me).ward?.unit === unit.id ? <MemberSearch unit={unit} /> : null;
}

function Children({ unit }: { unit: Unit }) {
  const { units: t } = useWords();
  const found = useQuery({ queryKey: ['units', 'below', unit.id], queryFn: () => fetchUnits({ parent_id: unit.id }) });
  return (
    <section className="stack tight">
      <h2>{t.children}</h2>
      <Loaded of={found}>{({ items }) => <UnitList units={items} />}</Loaded>
    </section>
  );
}

function Members({ unit }: { unit: Unit }) {
  const { units: t } = useWords();
  const found = useQuery({ queryKey: ['roster', unit.id], queryFn: () => fetchRoster(unit.id) });
  if (found.error instanceof Refusal && found.error.status === 403) return <p className="meta">{t.noRoll}</p>;
  return (
    <section className="stack tight">
      <h2>{t.members}</h2>
      <Loaded of={found} empty={{ when: ({ items }) => !items.length, show: <Empty title={t.noMembers} /> }}>
        {({ items }) => <MemberList members={items} />}
      </Loaded>
    </section>
  );
}

/** What tells a member apart, in one line. */
export const aboutMember = (m: RosterMember, { units: t, codes }: Words) =>
  [
    m.birth_year && t.bornIn(m.birth_year), m.post && codes.post[m.post], codes.membership[m.membership],
    m.participation !== 'active' && codes.participation[m.participation],
  ].filter(Boolean).join(' · ');

function MemberList({ members }: { members: RosterMember[] }) {
  const words = useWords();
  const { units: t } = words;
  const [sought, setSought] = useState('');
  const sorted = useMemo(() => [...members].sort(byGivenName), [members]);
  const shared = useMemo(() => sharedNames(members), [members]);
  const found = sought ? sorted.filter(({ name }) => fold(name).includes(fold(sought))) : sorted;
  return (
    <>
      <Text type="search" label={t.findMember} value={sought} onText={setSought} />
      <p className="meta" role="status">{found.length ? t.memberCount(found.length) : t.noMatch}</p>
      {found.length > 0 && (
        <ul className="plain">
          {found.map((m) => (
            <li key={m.member_id} className="cell">
              <b>{m.name}{shared.has(m.name) && m.birth_year ? ` (${m.birth_year})` : ''}</b>
              <span className="meta">{aboutMember(m, words)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
