import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { Text } from '../kit/Field';
import { Empty, Failed } from '../kit/Loaded';
import { useLater } from '../kit/useLater';
import { usePage } from '../kit/usePage';
import { useWords } from '../words';
import { fetchAccounts } from './calls';
import { stateOf } from './accounts';
import './members.css';

export default function Accounts() {
  const { accounts: t, kit } = useWords();
  const heading = usePage(t.title);
  const [sought, setSought] = useState('');
  const q = useLater(sought.trim());
  const pages = useInfiniteQuery({
    queryKey: ['accounts', q],
    queryFn: ({ pageParam }) => fetchAccounts({ q, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
  const items = pages.data?.pages.flatMap((page) => page.items);
  return (
    <div className="pad narrow stack wide">
      <h1 ref={heading} tabIndex={-1}>{t.title}</h1>
      <p className="meta">{t.noContent}</p>
      <Link href="/accounts/new" className="btn main wide">{t.make}</Link>
      <Text type="search" label={t.search} value={sought} onText={setSought} />
      {pages.isError && <Failed error={pages.error} again={() => void pages.refetch()} />}
      {pages.isPending && <p className="meta" role="status">{kit.loading}</p>}
      {items?.length === 0 && (q ? <p className="quietly">{t.none}</p> : <Empty title={t.empty} />)}
      {items && items.length > 0 && (
        <ul className="plain">
          {items.map((account) => (
            <li key={account.person_id}>
              <Link href={`/accounts/${account.login}`}>
                <b>{account.name}</b>
                <span className="chip">{stateOf(account, t)}</span>
                <span className="meta">{account.login}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {pages.hasNextPage && <button onClick={() => void pages.fetchNextPage()}>{kit.more}</button>}
    </div>
  );
}
