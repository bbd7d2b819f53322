import type { Me, Role } from '../api/members';
import { Refusal, refusalOf, Unreachable } from '../api/refusal';
import { leave, post, renew, take, tellOfLeaving, workFor } from '../api/token';
import { store } from '../kit/store';
import { forgetPerson, lastPerson, watchPerson } from '../offline/person';
import { fetchMe } from '../members/calls';
import { language } from '../words';

export type Session =
  | { state: 'beginning' }
  | { state: 'signed-out'; why: 'first' | 'ended' | 'unreachable' }
  | { state: 'signed-in'; me: Me };

/** The device's database comes only when there is someone to keep it for. */
const onDevice = () => import('../offline/device');

export const session = store<Session>({ state: 'beginning' });

session.watch(() => {
  const at = session.get();
  workFor(at.state === 'signed-in' ? at.me.person_id : null);
});

/** Someone who has worked here before sees their work at once, with or without signal; the server is asked meanwhile. */
export async function begin() {
  const person = lastPerson();
  void settle();
  if (!person) return session.set({ state: 'signed-out', why: 'first' });
  const known = await (await onDevice()).openDevice(person).identity.get('me');
  if (known) session.set({ state: 'signed-in', me: known.me });
  const renewal = await renew();
  if (renewal === 'renewed') return arrive();
  if (renewal === 'refused') return end(known ? 'ended' : 'first');
  if (!known) session.set({ state: 'signed-out', why: 'unreachable' });
}

/** Before somebody else gets a cookie here, the server hears that the one before has left. */
export async function makeWay() {
  if (!(await tellOfLeaving())) throw new Unreachable();
}

export async function signIn(login: string, password: string) {
  await makeWay();
  const response = await post({ username: login, password }, language());
  if (!response.ok) throw await refusalOf(response);
  await take(response);
  await arrive();
}

/** After the token came: who am I, and which device database is mine. */
async function arrive() {
  try {
    const me = await fetchMe();
    const { openDevice, forgetOthers } = await onDevice();
    await openDevice(me.person_id).identity.put({ id: 'me', me });
    session.set({ state: 'signed-in', me });
    void forgetOthers(me.person_id);
    (await import('../offline/outbox')).sendSoon();
  } catch (failure) {
    if (session.get().state !== 'signed-in') session.set({ state: 'signed-out', why: 'unreachable' });
    if (!(failure instanceof Unreachable || failure instanceof Refusal)) throw failure;
  }
}

/**
 * The session is over by itself: the queue stays, and goes out after the same person has signed in again. Until then
 * nothing of it is shown, without signal neither, and no name of a roll lies on the device.
 */
export function end(why: 'first' | 'ended' = 'ended') {
  const at = session.get();
  forgetPerson(at.state === 'signed-in' ? at.me.person_id : undefined);
  session.set({ state: 'signed-out', why });
  void onDevice().then(({ suspendDevice }) => suspendDevice());
}

/** The browser is one person's at a time: a window left open does not go on as somebody who has given way to another. */
watchPerson(() => {
  const at = session.get();
  if (at.state === 'signed-in' && lastPerson() !== at.me.person_id) end('ended');
});

/** It holds on this device at once; the server is told now, or as soon as there is signal. */
export async function signOut() {
  leave();
  await (await onDevice()).leaveDevice();
  session.set({ state: 'signed-out', why: 'first' });
  await settle();
}

const AGAIN = 10_000;
let waiting = 0;

async function settle() {
  clearTimeout(waiting);
  if (!(await tellOfLeaving())) waiting = window.setTimeout(() => void settle(), AGAIN);
}
window.addEventListener('online', () => void settle());

const BRANCH_ROLES: Role[] = ['BSE', 'BCM', 'CLK'];
const WARD_ROLES: Role[] = ['WOF', 'WLE', 'WPB'];
const CITY_ROLES: Role[] = ['COF', 'CLE'];

export type Place = { unit: string; name: string; roles: Role[] };

const placeOf = (me: Me, roles: Role[]): Place | null => {
  const held = me.appointments.filter((a) => roles.includes(a.role));
  const first = held[0];
  if (!first) return null;
  const here = held.filter((a) => a.unit_id === first.unit_id).map((a) => a.role);
  return { unit: first.unit_id, name: first.unit_name, roles: here };
};

/** The office that says most about a person. */
export const mainOffice = (me: Me) => me.appointments.find((a) => a.role !== 'MEM') ?? me.appointments[0];

/** Who may bring in a file: the city's office all of it, a ward's office its own. */
export const importsFiles = (me: Me) => me.appointments.some((a) => a.role === 'COF' || a.role === 'WOF');

/** Where a person works, by tier: which desks and screens are theirs. */
export const places = (me: Me) => ({
  branch: placeOf(me, BRANCH_ROLES),
  ward: placeOf(me, WARD_ROLES),
  city: placeOf(me, CITY_ROLES),
  assignee: placeOf(me, ['WAS']),
  liaison: placeOf(me, ['WLI', 'CLI']),
  admin: me.appointments.some((a) => a.role === 'ADM'),
  member: placeOf(me, ['MEM']),
});
