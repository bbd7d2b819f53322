import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import type { Tab } from '../api/petitions';
import type { Me } from '../api/members';
import { places } from '../shell/session';
import type { Category, PetitionState } from '../api/petitions';
import { fetchPetitions, fetchSummary, type Asked } from './calls';

export type Scope = { kind: 'office' | 'branch' | 'assignee' | 'member'; unit: string; name: string; tabs: Tab[] };

const EVERY_TAB: Tab[] = ['todo', 'answered', 'above', 'all'];

/** Whose desk this is: the highest office a person holds; a branch sees what it raised. */
export function scopeOf(me: Me): Scope | null {
  const { city, ward, branch, assignee, liaison, member } = places(me);
  const office = city ?? ward;
  if (office) return { kind: 'office', unit: office.unit, name: office.name, tabs: city ? ['todo', 'answered', 'all'] : EVERY_TAB };
  if (assignee) return { kind: 'assignee', unit: assignee.unit, name: assignee.name, tabs: ['todo', 'answered', 'all'] };
  const raised = branch ?? liaison;
  if (raised) return { kind: 'branch', unit: raised.unit, name: raised.name, tabs: ['all', 'todo', 'above', 'answered'] };
  return member && { kind: 'member', unit: member.unit, name: member.name, tabs: ['all'] };
}

/** Tab and filters stand in the address, so that back, reload and a sent link show the same list. */
export function useFilters(scope: Scope) {
  const [params, setParams] = useSearchParams();
  const tab = (scope.tabs.find((one) => one === params.get('tab')) ?? scope.tabs[0])!;
  const value = (name: string) => params.get(name) ?? '';
  const filters = { q: value('q'), category: value('category'), state: value('state'), overdue: value('overdue') };
  const set = (changed: Partial<typeof filters & { tab: Tab }>) =>
    setParams((old) => {
      const next = new URLSearchParams(old);
      for (const [name, text] of Object.entries(changed)) if (text) next.set(name, text); else next.delete(name);
      return next;
    }, { replace: true });
  return { tab, filters, set, active: Object.values(filters).filter(Boolean).length, search: params.toString() };
}

export function useQueue(scope: Scope, tab: Tab, filters: ReturnType<typeof useFilters>['filters']) {
  const asked: Asked = {
    tab,
    ...(filters.q && { q: filters.q }),
    ...(filters.category && { category: filters.category as Category }),
    ...(filters.state && { state: [filters.state as PetitionState] }),
    ...(filters.overdue && { overdue: true }),
    ...(scope.kind === 'branch' && { raised_unit: scope.unit }),
  };
  return useInfiniteQuery({
    queryKey: ['petitions', scope.unit, asked],
    queryFn: ({ pageParam }) => fetchPetitions({ ...asked, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
}

export const useSummary = (unit: string | undefined) =>
  useQuery({ queryKey: ['summary', unit], queryFn: () => fetchSummary(unit!), enabled: !!unit, refetchInterval: 60_000 });
