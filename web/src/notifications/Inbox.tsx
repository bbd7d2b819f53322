import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { InboxItem } from '../api/notifications';
import { Check } from '../kit/Field';
import { Empty, Failed } from '../kit/Loaded';
import { useAct } from '../kit/useAct';
import { usePage } from '../kit/usePage';
import { useWords } from '../words';
import { fullMoment } from '../words/dates';
import { fetchInbox, readAll, readItem } from './calls';
import { unread } from './live';
import { useStore } from '../kit/store';
import './inbox.css';

const fetchPage = async (onlyNew: boolean, cursor: string | null) => {
  const page = await fetchInbox(onlyNew, cursor);
  unread.set(page.unread);
  return page;
};

export default function Inbox() {
  const words = useWords();
  const t = words.inbox;
  const heading = usePage(t.title);
  const count = useStore(unread);
  const queries = useQueryClient();
  const [onlyNew, setOnlyNew] = useState(false);
  const pages = useInfiniteQuery({
    queryKey: ['inbox', onlyNew],
    queryFn: ({ pageParam }) => fetchPage(onlyNew, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
  const allRead = useAct(async (key) => {
    await readAll(key);
    await queries.invalidateQueries({ queryKey: ['inbox'] });
  });
  const items = pages.data?.pages.flatMap((page) => page.items);
  return (
    <div className="pad narrow stack wide">
      <div className="inbox-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>{t.title}</h1>
          <p className="meta">{t.unread(count)}</p>
        </div>
        {count > 0 && <button onClick={() => void allRead.run()} aria-disabled={allRead.busy}>{t.readAll}</button>}
      </div>
      <Check label={t.onlyUnread} checked={onlyNew} onCheck={setOnlyNew} />
      {!items && pages.isError && <Failed error={pages.error} again={() => void pages.refetch()} />}
      {!items && !pages.isError && <p className="quietly" role="status">{words.kit.loading}</p>}
      {items?.length === 0 && <Empty title={t.empty}><p>{t.emptyText}</p></Empty>}
      {items && items.length > 0 && <ul className="plain">{items.map((item) => <Line key={item.id} item={item} />)}</ul>}
      {pages.hasNextPage && <button onClick={() => void pages.fetchNextPage()}>{words.kit.more}</button>}
    </div>
  );
}

/** Opening a message reads it; a message without a petition is read where it stands. */
function Line({ item }: { item: InboxItem }) {
  const t = useWords().inbox;
  const [, go] = useLocation();
  const queries = useQueryClient();
  const href = item.petition_id ? `/petitions/${item.petition_id}` : item.report_id ? `/reports/${item.report_id}` : null;
  const read = async () => {
    if (!item.read_at) {
      await readItem(item.id).catch(() => {});
      void queries.invalidateQueries({ queryKey: ['inbox'] });
    }
    if (href) go(href);
  };
  return (
    <li className={item.read_at ? '' : 'unread'}>
      <a href={href ?? '#'} onClick={(e) => { e.preventDefault(); void read(); }}>
        <b>{item.title}</b>
        {!item.read_at && <span className="chip urgent">{t.isNew}</span>}
        <span className="meta">{item.text}</span>
        <span className="meta">{[item.petition_code, fullMoment(item.at)].filter(Boolean).join(' · ')}</span>
      </a>
    </li>
  );
}
