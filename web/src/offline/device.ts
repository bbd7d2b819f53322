import { Dexie, type EntityTable, type Table } from 'dexie';
import type { AgendaAnswer, Mark, Meeting, Operation, Recommendation, RollCall, RosterLine, SyncProblem } from '../api/meetings';
import type { Me } from '../api/members';
import { forgetPerson, rememberPerson } from './person';

export type Waiting = { seq: number; operation: Operation; meeting: string };
export type Refused = { id: string; operation: Operation; meeting: string; problem: SyncProblem };
export type Held = { id: string; operation: Operation; meeting: string };
export type LocalMark = { key: string; meeting: string; call: RollCall; member: string; mark: Mark; reason: string; at: string };
export type LocalReadOut = { key: string; meeting: string; petition: string; content: boolean; reason: string; at: string };
type Kept<T> = { id: string; items: T[] };

const NAME = 'lienthong-';

/**
 * What one person's work keeps on this device, in a database of that person's own: the queue of operations, the copies
 * that a meeting needs without signal, and what was done on this device and not yet seen back from the server.
 */
export class Device extends Dexie {
  declare outbox: EntityTable<Waiting, 'seq'>;
  declare refused: Table<Refused, string>;
  declare held: Table<Held, string>;
  declare identity: Table<{ id: 'me'; me: Me }, string>;
  declare meetings: Table<Meeting, string>;
  declare rosters: Table<Kept<RosterLine>, string>;
  declare agendas: Table<Kept<AgendaAnswer>, string>;
  declare marks: Table<LocalMark, string>;
  declare readOuts: Table<LocalReadOut, string>;
  declare recommendations: Table<Recommendation, string>;
  declare ends: Table<{ id: string; at: string }, string>;
  declare drafts: Table<{ id: string; value: unknown; at: string }, string>;

  constructor(readonly person: string) {
    super(NAME + person);
    this.version(1).stores({
      outbox: '++seq, meeting', refused: 'id, meeting', identity: 'id', meetings: 'id', rosters: 'id', agendas: 'id',
      marks: 'key, meeting', readOuts: 'key, meeting', recommendations: 'id, meeting_id', ends: 'id', drafts: 'id',
    });
    this.version(2).stores({ held: 'id, meeting' });
  }
}

let open: Device | null = null;

/** The signed-in person's database; only screens behind the sign-in ask for it. */
export function device(): Device {
  if (!open) throw new Error('nobody is signed in');
  return open;
}

export function openDevice(person: string) {
  if (open?.person === person) return open;
  open?.close();
  open = new Device(person);
  rememberPerson(person);
  return open;
}

/** What the server has not got, or has not taken: the only thing that outlives its owner's session for anybody else. */
const unsent = (on: Device) => [on.outbox, on.held, on.refused];

async function reduce(on: Device) {
  const counts = await Promise.all(unsent(on).map((table) => table.count()));
  if (!counts.some(Boolean)) return on.delete();
  const rest = on.tables.filter((table) => !unsent(on).some((one) => one.name === table.name));
  await Promise.all(rest.map((table) => table.clear()));
  on.close();
}

/** Signing out leaves nothing on the device but what has not been sent yet. */
export async function leaveDevice() {
  const leaving = open;
  open = null;
  forgetPerson(leaving?.person);
  if (leaving) await reduce(leaving);
}

/** The session ended by itself: what the server can give again goes; what was typed and tapped here waits for its owner. */
export async function suspendDevice() {
  const left = open;
  open = null;
  if (!left) return;
  await Promise.all([left.identity, left.meetings, left.rosters, left.agendas].map((copies) => copies.clear()));
  left.close();
}

/** Whoever signs in on a device that others have used finds nothing of them there. */
export async function forgetOthers(person: string) {
  const others = (await Dexie.getDatabaseNames()).filter((name) => name.startsWith(NAME) && name !== NAME + person);
  for (const name of others) await reduce(new Device(name.slice(NAME.length)));
}
