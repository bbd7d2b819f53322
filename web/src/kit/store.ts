import { useSyncExternalStore } from 'react';

/** One value that the whole portal can read and watch, for what is neither on the server nor in IndexedDB. */
export function store<T>(initial: T) {
  let value = initial;
  const watchers = new Set<() => void>();
  return {
    get: () => value,
    set(next: T) {
      value = next;
      watchers.forEach((tell) => tell());
    },
    watch(tell: () => void) {
      watchers.add(tell);
      return () => void watchers.delete(tell);
    },
  };
}

export const useStore = <T>(of: { get: () => T; watch: (tell: () => void) => () => void }) =>
  useSyncExternalStore(of.watch, of.get);
