import type { Operation, SyncResult } from '../api/meetings';
import { data, meetings, signedAs } from '../api/http';
import { Refusal } from '../api/refusal';
import { store } from '../kit/store';
import { device, type Device, type Held, type Waiting } from './device';
import { rounds } from './rounds';
import { takeBack } from './takeBack';

const BATCH = 50;
const SHORTEST = 2_000;
const LONGEST = 60_000;

/** How the last attempt to send went; how much waits is counted from the outbox itself. */
export const sending = store<'idle' | 'sending' | 'failed'>('idle');

/** Set when this device could not store what was just done: a full disk, a browser that keeps nothing. */
export const unstored = store(false);

/** Told after every batch that the server has taken. */
export const arrived = store(0);

export const operation = (method: Operation['method'], path: string, body: unknown): Operation => ({
  id: crypto.randomUUID(), method, path: `/api/meetings/v1${path}`, body, at: new Date().toISOString(),
});

/** Screen state and outgoing operation are written in ONE transaction: both or neither. */
export async function record(meeting: string, outgoing: Operation, change: (on: Device) => PromiseLike<unknown>) {
  const on = device();
  const tables = [on.outbox, on.marks, on.readOuts, on.recommendations, on.ends, on.drafts];
  try {
    await on.transaction('rw', tables, async () => {
      await change(on);
      await on.outbox.add({ operation: outgoing, meeting });
    });
  } catch (failure) {
    unstored.set(true);
    throw failure;
  }
  unstored.set(false);
  sendSoon(300);
}

let timer = 0;
let delay = SHORTEST;
let size = BATCH;

export function sendSoon(ms = 0) {
  clearTimeout(timer);
  timer = window.setTimeout(() => void send(), ms);
}

/** One sender per browser and person; oldest first; an entry leaves only when the server has named its id. */
async function send() {
  const on = current();
  if (!on) return;
  await navigator.locks.request(`outbox-${on.person}`, async () => {
    while (current() === on) {
      const batch = await on.outbox.orderBy('seq').limit(size).toArray();
      if (!batch.length) {
        settle('idle');
        return askAgain(on);
      }
      sending.set('sending');
      try {
        await settleBatch(on, batch, await sync(on, batch));
      } catch (failure) {
        if (current() !== on) return;
        if (!(await setAside(on, batch, failure))) return later(failure);
      }
    }
  });
}

function current() {
  try {
    return device();
  } catch {
    return null;
  }
}

/** What lies in somebody's queue is sent in their name or not at all. */
async function sync(on: Device, batch: readonly Pick<Waiting, 'operation'>[]) {
  const operations = batch.map((waiting) => waiting.operation);
  return (await data(meetings.POST('/api/meetings/v1/sync', { body: { operations }, fetch: signedAs(on.person) }))).results;
}

async function settleBatch(on: Device, batch: Waiting[], results: SyncResult[]) {
  const answered = new Map(results.map((result) => [result.id, result]));
  const done = batch.filter(({ operation: { id } }) => answered.has(id));
  if (!done.length) throw new Error('the answer names none of the operations');
  await on.transaction('rw', on.outbox, on.held, on.refused, on.ends, async () => {
    await become(on, done, answered);
    await on.outbox.bulkDelete(done.map((waiting) => waiting.seq));
  });
  delay = SHORTEST;
  arrived.set(arrived.get() + 1);
}

/** What was refused is shown with its reason; what waits on the server for the start of its meeting is asked for again. */
async function become(on: Device, done: readonly Pick<Waiting, 'operation' | 'meeting'>[], answered: Map<string, SyncResult>) {
  const named = done.map(({ operation, meeting }) => ({ id: operation.id, operation, meeting, ...pick(answered.get(operation.id)!) }));
  const refused = named.filter(({ result }) => result === 'rejected');
  await on.ends.bulkDelete(refused.filter(({ operation: { path } }) => path.endsWith('/end')).map(({ meeting }) => meeting));
  await on.refused.bulkPut(refused.map(({ id, operation, meeting, problem }) => ({ id, operation, meeting, problem })));
  await on.held.bulkDelete(named.filter(({ kept }) => !kept).map(({ id }) => id));
  await on.held.bulkPut(named.filter(({ kept }) => kept).map(({ id, operation, meeting }) => ({ id, operation, meeting })));
}

const pick = ({ result, kept, problem }: SyncResult) => ({ result, kept, problem: problem ?? {} });

let asking = 0;

/** Sent again, an operation that the server keeps is answered with what has become of it: done, still waiting, refused. */
async function askAgain(on: Device) {
  const held = await on.held.toArray();
  clearTimeout(asking);
  if (!held.length) return;
  try {
    for (const round of rounds(held, BATCH)) await askRound(on, round);
  } catch (failure) {
    if (current() !== on || isSignedOut(failure)) return;
  }
  asking = window.setTimeout(() => sendSoon(), LONGEST);
}

/** A round that is refused as a whole does not keep the next from being asked about. */
async function askRound(on: Device, held: Held[]) {
  const results = await sync(on, held).catch((failure) => {
    if (!(failure instanceof Refusal) || isSignedOut(failure)) throw failure;
    return [];
  });
  const answered = new Map(results.map((result) => [result.id, result]));
  await on.transaction('rw', on.held, on.refused, on.ends, () => become(on, held.filter(({ id }) => answered.has(id)), answered));
  if (results.some(({ kept }) => !kept)) arrived.set(arrived.get() + 1);
}

const isSignedOut = (failure: unknown) => failure instanceof Refusal && failure.status === 401;

/** A batch that is refused as a whole is sent one by one, so that what the server cannot take does not hold up the rest. */
async function setAside(on: Device, batch: Waiting[], failure: unknown) {
  if (!(failure instanceof Refusal) || ![400, 413, 415, 422].includes(failure.status)) return false;
  if (batch.length > 1) {
    size = 1;
    return true;
  }
  const { status, slug, title, detail, fields } = failure;
  const problem = { type: `/problems/${slug}`, status, slug, title, detail, fields };
  await settleBatch(on, batch, [{ id: batch[0]!.operation.id, result: 'rejected', kept: false, problem }]);
  return true;
}

function settle(state: 'idle' | 'failed') {
  sending.set(state);
  if (state === 'failed') return;
  delay = SHORTEST;
  size = BATCH;
}

function later(failure: unknown) {
  settle('failed');
  if (isSignedOut(failure)) return;
  sendSoon(delay);
  delay = Math.min(delay * 2, LONGEST);
}

/** Tries at once, when the network says it is back, and when the page is looked at again; gives the way to stop. */
export function keepSending() {
  const now = () => {
    delay = SHORTEST;
    sendSoon();
  };
  const looked = () => document.visibilityState === 'visible' && now();
  addEventListener('online', now);
  document.addEventListener('visibilitychange', looked);
  void navigator.storage?.persist?.();
  now();
  return () => {
    removeEventListener('online', now);
    document.removeEventListener('visibilitychange', looked);
    stopSending();
  };
}

/** Nothing goes out by itself any more, and the next person begins afresh. */
function stopSending() {
  clearTimeout(timer);
  clearTimeout(asking);
  settle('idle');
}

/** The person has read why it was refused: it goes, and with it what it had shown. */
export async function dismiss(id: string) {
  const on = device();
  const refused = await on.refused.get(id);
  if (!refused) return;
  await takeBack(on, refused.meeting, refused.operation);
  await on.refused.delete(id);
  arrived.set(arrived.get() + 1);
}

/** Once more, as it was: after the cause (a missing appointment, a meeting opened again) is gone. */
export async function sendAgain(id: string) {
  const on = device();
  await on.transaction('rw', on.outbox, on.refused, async () => {
    const refused = await on.refused.get(id);
    if (!refused) return;
    await on.refused.delete(id);
    await on.outbox.add({ operation: { ...refused.operation, id: crypto.randomUUID() }, meeting: refused.meeting });
  });
  sendSoon();
}
