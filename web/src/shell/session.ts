import type { Me, Role } from '../api/members';
import { Refusal, refusalOf, Unreachable } from '../api/refusal';
import { forgetToken, post, renew, signOutOnServer } from '../api/token';
import { store } from '../kit/store';
import { forgetPerson, lastPerson } from '../offline/person';
import { fetchMe } from '../members/calls';
import { language } from '../words';

export type Session =
  | { state: 'beginning' }
  | { state: 'signed-out'; why: 'first' | 'ended' | 'unreachable' }
  | { state: 'signed-in'; me: Me };

/** The device's database comes only when there is someone to keep it for. */
const onDevice = () => import('../offline/device');

export const session = store<Session>({ state: 'beginning' });

/** Someone who has worked here before sees their work at once, with or without signal; the server is asked meanwhile. */
export async function begin() {
  const person = lastPerson();
  if (!person) return session.set({ state: 'signed-out', why: 'first' });
  const known = await (await onDevice()).openDevice(person).identity.get('me');
  if (known) session.set({ state: 'signed-in', me: known.me });
  const renewal = await renew();
  if (renewal === 'renewed') return arrive();
  if (renewal === 'refused') return end(known ? 'ended' : 'first');
  if (!known) session.set({ state: 'signed-out', why: 'unreachable' });
}

export async function signIn(login: string, password: string) {
  const response = await post({ username: login, password }, language());
  if (!response.ok) throw await refusalOf(response);
  await arrive();
}

/** After the token came: who am I, and which device database is mine. */
async function arrive() {
  try {
    const me = await fetchMe();
    await (await onDevice()).openDevice(me.person_id).identity.put({ id: 'me', me });
    session.set({ state: 'signed-in', me });
    (await import('../offline/outbox')).sendSoon();
  } catch (failure) {
    if (session.get().state !== 'signed-in') session.set({ state: 'signed-out', why: 'unreachable' });
    if (!(failure instanceof Unreachable || failure instanceof Refusal)) throw failure;
  }
}

/**
 * The session is over by itself: the queue stays, and goes out after the same person has signed in again. Until then
 * nothing of it is shown, without signal neither.
 */
export function end(why: 'first' | 'ended' = 'ended') {
  forgetToken();
  forgetPerson();
  session.set({ state: 'signed-out', why });
}

export async function signOut() {
  await signOutOnServer();
  await (await onDevice()).leaveDevice();
  session.set({ state: 'signed-out', why: 'first' });
}

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
