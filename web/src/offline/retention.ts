import { device, type Device } from './device';

/**
 * How long a device keeps what it no longer needs. A meeting is worked on until two days after its end, by late marks and
 * read-outs: a week leaves room for a phone that lay without power. Words half written outlast the longest holidays.
 */
export const MEETING_DAYS = 7;
export const DRAFT_DAYS = 30;

const daysAgo = (days: number, now: Date) => new Date(now.getTime() - days * 86_400_000).toISOString();

/** Rolls, marks and answers of meetings long past go, unless something of them still waits to be sent or read. */
export async function sweep(on: Device, now = new Date()) {
  await on.drafts.filter((draft) => !(draft.at > daysAgo(DRAFT_DAYS, now))).delete();
  const past = (starts: string) => new Date(starts).toISOString() < daysAgo(MEETING_DAYS, now);
  const needed = new Set((await Promise.all([on.outbox, on.held, on.refused].map((table) => table.toArray()))).flat().map(({ meeting }) => meeting));
  const old = (await on.meetings.toArray()).filter(({ id, starts_at }) => past(starts_at) && !needed.has(id));
  for (const { id } of old) await forgetMeeting(on, id);
}

const forgetMeeting = (on: Device, meeting: string) =>
  on.transaction('rw', [on.meetings, on.rosters, on.agendas, on.marks, on.readOuts, on.recommendations, on.ends], async () => {
    for (const table of [on.meetings, on.rosters, on.agendas, on.ends]) await table.delete(meeting);
    for (const table of [on.marks, on.readOuts]) await table.where({ meeting }).delete();
    await on.recommendations.where({ meeting_id: meeting }).delete();
  });

/** Now, and whenever the page is looked at again; gives the way to stop. */
export function keepTidy() {
  const look = () => document.visibilityState === 'visible' && void sweep(device()).catch(() => {});
  look();
  document.addEventListener('visibilitychange', look);
  return () => document.removeEventListener('visibilitychange', look);
}
