import type { AgendaAnswer, Meeting, Recommendation, RosterLine } from '../api/meetings';
import { fetchAgenda, fetchLogged, fetchMeeting, fetchRollCall } from './calls';
import { device, type Device } from '../offline/device';
import { isWhole, stands } from './roll';

/** Everything a meeting needs without signal, fetched together and kept together. */
export async function keepMeeting(id: string) {
  const on = device();
  const [meeting, roster, agenda, logged] = await Promise.all([
    fetchMeeting(id), fetchRollCall(id), fetchAgenda(id), fetchLogged(id),
  ]);
  const tables = [on.meetings, on.rosters, on.agendas, on.recommendations, on.outbox, on.marks, on.readOuts, on.ends];
  await on.transaction('rw', tables, async () => {
    await on.meetings.put(meeting);
    await on.rosters.put({ id, items: roster.items });
    await on.agendas.put({ id, items: agenda.items.filter((item) => item.kind === 'answer') });
    if ((await on.outbox.where({ meeting: id }).count()) === 0) await settle(on, meeting, roster.items, agenda.items, logged.items);
  });
}

/** With nothing left to send, what the server shows replaces what this device remembered of its own doing. */
async function settle(on: Device, meeting: Meeting, roster: RosterLine[], agenda: AgendaAnswer[], logged: Recommendation[]) {
  const { id } = meeting;
  const seen = new Map(roster.flatMap((line) => (['start', 'end'] as const).map((call) => [markKey(id, call, line.member_id), line[call]?.at])));
  await on.marks.where({ meeting: id }).filter((mark) => !!seen.get(mark.key) && (isWhole(mark) || !stands(mark, seen.get(mark.key)))).delete();
  const read = new Set(agenda.filter((item) => item.read_out).map((item) => readOutKey(id, item.petition_id)));
  await on.readOuts.where({ meeting: id }).filter((readOut) => read.has(readOut.key)).delete();
  await on.recommendations.where({ meeting_id: id }).delete();
  await on.recommendations.bulkPut(logged);
  if (meeting.state === 'ended') await on.ends.delete(id);
}

export const markKey = (meeting: string, call: string, member: string) => `${meeting}/${call}/${member}`;
export const readOutKey = (meeting: string, petition: string) => `${meeting}/${petition}`;

/** Before going to the hall: the meetings that are on or to come are fetched without being asked for. */
export async function keepOpenMeetings(meetings: readonly Meeting[]) {
  const wanted = meetings.filter((m) => m.state === 'scheduled' || m.state === 'in_progress').slice(0, 5);
  for (const { id } of wanted) await keepMeeting(id).catch(() => {});
}
