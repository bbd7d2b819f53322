import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { Page } from '../api/http';
import type { PetitionLine } from '../api/petitions';
import { Check } from '../kit/Field';
import { Found } from '../kit/Found';
import { Empty, Failed } from '../kit/Loaded';
import { Notice } from '../kit/Notice';
import { usePage } from '../kit/usePage';
import { useWords } from '../words';
import { BulkBar } from './BulkBar';
import { BulkNews } from './BulkNews';
import { dueInWords } from './deadline';
import { DeskLinks } from './DeskLinks';
import { Filters } from './Filters';
import { Tabs } from './Tabs';
import type { useBulk } from './useBulk';
import type { Scope, useFilters } from './useDesk';
import type { usePicking } from './usePicking';
import { Watch } from './Watch';
import { useColleagues } from './work';

type Props = {
  scope: Scope; filtering: ReturnType<typeof useFilters>; queue: UseInfiniteQueryResult<InfiniteData<Page<PetitionLine>>>;
  items: PetitionLine[]; shown: string | undefined; place: string | undefined; href: (id: string) => string; onKeys: (() => void) | null;
  picking: ReturnType<typeof usePicking>; bulk: ReturnType<typeof useBulk>;
};

export function Queue({ scope, filtering, queue, items, shown, place, href, onKeys, picking, bulk }: Props) {
  const words = useWords();
  const t = words.petitions;
  const title = { office: t.title, branch: t.ofBranch, assignee: t.assigned, member: words.home.mine }[scope.kind];
  const heading = usePage(title);
  const colleagues = useColleagues(scope.kind === 'office' || scope.kind === 'assignee' ? scope.unit : undefined);
  const list = useInSight(place, items.length > 0);
  const empty = filtering.active ? t.emptyFiltered : filtering.tab === 'todo' ? t.emptyTodo : '';
  return (
    <div className="queue">
      <div className="queue-head">
        <p className="meta">{scope.name}</p>
        <h1 ref={heading} tabIndex={-1}>{title}</h1>
        {onKeys && <button className="quiet" onClick={onKeys}>{words.desk.keys.open}</button>}
      </div>
      {scope.kind === 'office' && <Watch unit={scope.unit} />}
      <Tabs scope={scope} tab={filtering.tab} onTab={(tab) => filtering.set({ tab })} />
      <Filters filtering={filtering} />
      {scope.kind === 'office' && items.length > 0 && <BulkBar picking={picking} bulk={bulk} unit={scope.unit} />}
      {scope.kind === 'office' && <BulkNews bulk={bulk} />}
      {queue.isError && !!items.length && <Notice kind="care">{words.failures.stale}</Notice>}
      {queue.isError && !items.length && <Failed error={queue.error} again={() => void queue.refetch()} />}
      {queue.isPending && <p className="quietly inset" role="status">{words.kit.loading}</p>}
      {queue.isSuccess && !items.length && <div className="inset"><Empty title={t.empty}><p>{empty}</p></Empty></div>}
      <ul ref={list} className={`lines${queue.isPlaceholderData ? ' fading' : ''}`} aria-label={t.list}>
        {items.map((item) => (
          <li key={item.id} data-id={item.id} className={picking.on ? 'picked' : ''}>
            {picking.on && <Check label={<span className="visually-hidden">{words.desk.bulk.choose(item.text)}</span>} checked={picking.has(item.id)} onCheck={() => picking.toggle(item.id)} />}
            <QueueLine item={item} on={item.id === shown} href={href(item.id)} scope={scope} query={filtering.filters.q} busy={colleagues.find((one) => one.petition_id === item.id)?.name} />
          </li>
        ))}
      </ul>
      {queue.hasNextPage && <button className="more" onClick={() => void queue.fetchNextPage()}>{words.kit.more}</button>}
      <DeskLinks />
    </div>
  );
}

/** The queue stays where one was in it: after an act, and when one comes back to it on a phone. */
function useInSight(place: string | undefined, filled: boolean) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-id="${place}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [place, filled]);
  return list;
}

function QueueLine({ item, on, href, scope, query, busy }: { item: PetitionLine; on: boolean; href: string; scope: Scope; query: string; busy: string | undefined }) {
  const { petitions: t, desk, codes, intake } = useWords();
  const left = item.due_at ? dueInWords(item.due_at, item.overdue, t.due) : null;
  const where = scope.kind === 'office' ? item.branch_name : item.holder?.unit_name;
  const whose = scope.kind === 'office' && item.holder?.unit_id === scope.unit ? item.assignee?.name ?? t.notAssigned : null;
  return (
    <Link href={href} className={on ? 'on' : ''} aria-current={on ? 'true' : undefined}>
      <b>{item.text_erased ? intake.erased : <Found text={item.text} query={query} />}</b>
      {left && <span className={`due ${left.kind}`}>{left.text}</span>}
      <span className="meta">{[where, codes.category[item.category], codes.state[item.state], whose].filter(Boolean).join(' · ')}</span>
      {busy && <span className="chip">{desk.work.inHand(busy)}</span>}
      {item.urgent && <span className="chip urgent">{t.urgent}</span>}
    </Link>
  );
}
