import { useState } from 'react';
import type { PetitionLine } from '../api/petitions';
import { MOST } from './useBulk';

/** Several petitions of the list, chosen one by one or all that are shown; what has left the list is no longer chosen. */
export function usePicking(items: PetitionLine[]) {
  const [ids, setIds] = useState<ReadonlySet<string> | null>(null);
  const chosen = items.filter(({ id }) => ids?.has(id));
  return {
    on: ids !== null,
    chosen,
    has: (id: string) => !!ids?.has(id),
    begin: () => setIds(new Set()),
    end: () => setIds(null),
    all: () => setIds(new Set(items.slice(0, MOST).map(({ id }) => id))),
    toggle: (id: string) => setIds(new Set(ids?.has(id) ? [...ids].filter((one) => one !== id) : [...(ids ?? []), id].slice(0, MOST))),
  };
}
