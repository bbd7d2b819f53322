import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { PetitionLine } from '../api/petitions';
import { doMany, doManyLeaving, type BulkOperation, type BulkResult } from './deskCalls';

export type BulkVerb = BulkOperation['verb'];
export type Bulk = { verb: BulkVerb; operations: BulkOperation[]; lines: PetitionLine[]; key: string };
export type Told = { bulk: Bulk } & ({ results: BulkResult[] } | { failure: unknown } | { undone: true });

export const SECONDS = 10;
export const MOST = 50;

/**
 * What is done to several waits ten seconds on this device before it is sent, so that it can be undone: nothing is shown
 * as done before the server has said so. Leaving the page sends it.
 */
export function useBulk(onSent: () => void) {
  const queries = useQueryClient();
  const [waiting, setWaiting] = useState<Bulk | null>(null);
  const [left, setLeft] = useState(SECONDS);
  const [told, setTold] = useState<Told | null>(null);
  const latest = useRef<Bulk | null>(null);
  const hold = (bulk: Bulk | null) => {
    latest.current = bulk;
    setWaiting(bulk);
  };
  const send = async (bulk: Bulk | null) => {
    if (!bulk) return;
    hold(null);
    try {
      const { results } = await doMany(bulk.operations, bulk.key);
      setTold({ bulk, results });
      onSent();
    } catch (failure) {
      setTold({ bulk, failure });
    }
    for (const key of ['petitions', 'petition', 'summary']) void queries.invalidateQueries({ queryKey: [key] });
  };
  useEffect(() => {
    if (!waiting) return;
    const until = Date.now() + SECONDS * 1000;
    setLeft(SECONDS);
    const timer = setInterval(() => {
      const rest = Math.ceil((until - Date.now()) / 1000);
      setLeft(Math.max(0, rest));
      if (rest <= 0) void send(latest.current);
    }, 250);
    return () => clearInterval(timer);
  }, [waiting]);
  useEffect(() => {
    const leave = () => {
      if (latest.current) doManyLeaving(latest.current.operations, latest.current.key);
      hold(null);
    };
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      void send(latest.current);
    };
  }, []);
  return {
    waiting, left, told,
    begin: (verb: BulkVerb, lines: PetitionLine[], body: object) => {
      const operations = lines.map(({ id }) => ({ petition_id: id, verb, ...body }) as BulkOperation);
      setTold(null);
      hold({ verb, operations, lines, key: crypto.randomUUID() });
    },
    undo: () => {
      if (waiting) setTold({ bulk: waiting, undone: true });
      hold(null);
    },
    now: () => void send(latest.current),
    again: (bulk: Bulk) => void send(bulk),
    seen: () => setTold(null),
  };
}
