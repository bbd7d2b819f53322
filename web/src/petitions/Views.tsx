import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Check, Select, Text } from '../kit/Field';
import { Failure, Notice } from '../kit/Notice';
import { useAct } from '../kit/useAct';
import { useWords } from '../words';
import { dropView, fetchViews, keepView, type View, type ViewAsked } from './deskCalls';
import type { useFilters } from './useDesk';

type Filtering = ReturnType<typeof useFilters>;

const useViews = () => useQuery({ queryKey: ['views'], queryFn: fetchViews, staleTime: 60_000 });

const asAddress = ({ tab, q, category, state, overdue }: ViewAsked) =>
  ({ q: q ?? '', category: category ?? '', state: state ?? '', overdue: overdue ? 'true' : '', ...(tab && { tab }) });

const asAsked = ({ tab, filters }: Filtering) =>
  ({ tab, q: filters.q, category: filters.category || null, state: filters.state || null, overdue: filters.overdue === 'true' }) as ViewAsked;

/** A desk that is opened without saying what to list opens with the person's default view; once, so that it can be cleared. */
export function useDefaultView(filtering: Filtering, opensAtList: boolean) {
  const { data } = useViews();
  const untouched = useRef(opensAtList && !filtering.search);
  useEffect(() => {
    if (!data || !untouched.current) return;
    untouched.current = false;
    const first = data.items.find((one) => one.is_default);
    if (first && !filtering.search) filtering.set(asAddress(first.asked));
  }, [data]);
}

/** A person's own names for filters. */
export function Views({ filtering }: { filtering: Filtering }) {
  const t = useWords().desk.views;
  const items = useViews().data?.items ?? [];
  const same = (one: View) => JSON.stringify(asAddress({ ...one.asked, tab: filtering.tab })) === JSON.stringify(asAddress(asAsked(filtering)));
  const chosen = items.find((one) => (one.asked.tab ?? filtering.tab) === filtering.tab && same(one));
  const pick = (id: string) => {
    const view = items.find((one) => one.id === id);
    filtering.set(view ? asAddress(view.asked) : { q: '', category: '', state: '', overdue: '' });
  };
  return (
    <>
      {items.length > 0 && (
        <Select label={t.saved} none={t.none} value={chosen?.id ?? ''} onPick={pick} options={items.map(({ id, name }) => ({ value: id, text: name }))} />
      )}
      {chosen ? <Chosen view={chosen} /> : filtering.active > 0 && <SaveView filtering={filtering} />}
    </>
  );
}

function Chosen({ view }: { view: View }) {
  const t = useWords().desk.views;
  const queries = useQueryClient();
  const fresh = () => queries.invalidateQueries({ queryKey: ['views'] });
  const keep = useAct(async (_, on: boolean) => {
    await keepView(view.id, { name: view.name, asked: view.asked, is_default: on });
    await fresh();
  });
  const drop = useAct(async () => {
    await dropView(view.id);
    await fresh();
  });
  return (
    <>
      <Failure error={keep.error ?? drop.error} />
      <Check label={t.isDefault} checked={view.is_default} onCheck={(on) => void keep.run(on)} />
      <p className="row"><button className="quiet" aria-disabled={drop.busy} onClick={() => void drop.run()}>{t.drop}</button></p>
    </>
  );
}

function SaveView({ filtering }: { filtering: Filtering }) {
  const { desk: { views: t }, kit } = useWords();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [kept, setKept] = useState(false);
  const act = useAct(async (key: string) => {
    await keepView(key, { name: name.trim(), asked: asAsked(filtering), is_default: false });
    setName('');
    setKept(true);
    await queries.invalidateQueries({ queryKey: ['views'] });
  });
  return (
    <form className="stack tight" onSubmit={(e) => { e.preventDefault(); if (name.trim()) void act.run(); }}>
      <Failure error={act.error} />
      {kept && <Notice kind="good">{t.kept}</Notice>}
      <Text label={t.name} value={name} onText={setName} maxLength={200} />
      <p className="row"><button aria-disabled={act.busy || !name.trim()}>{act.busy ? kit.busy : t.save}</button></p>
    </form>
  );
}
