import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { data, petitions } from '../api/http';
import type { Petition, Verb } from '../api/petitions';
import { Refusal } from '../api/refusal';
import { useStore } from '../kit/store';
import { session } from '../shell/session';

const PATH = '/api/petitions/v1/petitions/{petition_id}/work';
const LOOK_EVERY = 15_000;
const AT_A_DESK = ['WOF', 'WLE', 'COF', 'CLE', 'WAS', 'BSE'];
const NOT_OF_A_DESK: Verb[] = ['withdraw', 'reopen', 'close'];

let last: Promise<unknown> = Promise.resolve();
/** One after the other: leaving one form must not come after beginning the next. */
const inTurn = <T>(call: () => Promise<T>) => {
  const done = last.then(call, call);
  last = done.catch(() => {});
  return done;
};

export const beginWork = (id: string, verb: Verb, takeOver: boolean) =>
  inTurn(() => data(petitions.PUT(PATH, { params: { path: { petition_id: id } }, body: { verb, take_over: takeOver } })));
const leaveWork = (id: string) =>
  inTurn(() => petitions.DELETE(PATH, { params: { path: { petition_id: id } }, keepalive: true }).catch(() => {}));

const fetchWork = (unit: string) => data(petitions.GET('/api/petitions/v1/work', { params: { query: { unit_id: unit } } }));

/** What colleagues at a desk have open; nothing for who does not work there. */
export function useColleagues(unit: string | undefined) {
  const at = useStore(session);
  const me = at.state === 'signed-in' ? at.me : null;
  const works = !!unit && !!me?.appointments.some((one) => one.unit_id === unit && AT_A_DESK.includes(one.role));
  const found = useQuery({ queryKey: ['work', unit], queryFn: () => fetchWork(unit!), enabled: works, refetchInterval: LOOK_EVERY });
  return (found.data?.items ?? []).filter((one) => one.person_id !== me?.person_id);
}

/** While a form is open the petition is in this person's hands; whoever has it already is named by the refusal. */
export function useWork({ id }: Petition, verb: Verb) {
  const [held, setHeld] = useState<Refusal | null>(null);
  const take = async (takeOver: boolean) => {
    try {
      const { since, until } = await beginWork(id, verb, takeOver);
      setHeld(null);
      return (Date.parse(until) - Math.max(Date.parse(since), Date.now())) / 3;
    } catch (failure) {
      if (failure instanceof Refusal && failure.slug === 'being-worked-on') setHeld(failure);
      return LOOK_EVERY;
    }
  };
  useEffect(() => {
    if (NOT_OF_A_DESK.includes(verb)) return;
    let timer = 0, left = false;
    const hold = async () => {
      const rest = await take(false);
      if (!left) timer = window.setTimeout(hold, Math.max(1_000, rest));
    };
    const leave = () => void leaveWork(id);
    void hold();
    addEventListener('pagehide', leave);
    return () => {
      left = true;
      clearTimeout(timer);
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [id, verb]);
  return { held, takeOver: () => void take(true) };
}
