import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Unit } from '../api/members';
import { Text } from '../kit/Field';
import { Failed } from '../kit/Loaded';
import { useLater } from '../kit/useLater';
import { useWords } from '../words';
import { searchMembers } from './calls';
import { aboutMember } from './UnitPage';

const SHORTEST = 2;

/** A member somewhere below this unit, by name: the list is too long to show, so it is asked for. */
export function MemberSearch({ unit }: { unit: Unit }) {
  const words = useWords();
  const { units: t, accounts, kit } = words;
  const [sought, setSought] = useState('');
  const q = useLater(sought.trim());
  const pages = useInfiniteQuery({
    queryKey: ['members', unit.id, q],
    queryFn: ({ pageParam }) => searchMembers({ unit_id: unit.id, q, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    enabled: q.length >= SHORTEST,
  });
  const found = pages.data?.pages.flatMap((page) => page.items);
  return (
    <section className="stack tight">
      <h2>{t.members}</h2>
      <Text type="search" label={t.findMember} hint={accounts.findHint} value={sought} onText={setSought} />
      {pages.isError && <Failed error={pages.error} again={() => void pages.refetch()} />}
      {pages.isLoading && <p className="meta" role="status">{kit.loading}</p>}
      {found?.length === 0 && <p className="meta" role="status">{t.noMatch}</p>}
      {!!found?.length && (
        <ul className="plain">
          {found.map((m) => (
            <li key={m.member_id} className="cell">
              <b>{m.name}</b>
              <span className="meta">{m.unit_name} · {aboutMember(m, words)}</span>
            </li>
          ))}
        </ul>
      )}
      {pages.hasNextPage && <button onClick={() => void pages.fetchNextPage()}>{kit.more}</button>}
    </section>
  );
}
