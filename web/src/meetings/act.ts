import type { AgendaAnswer, Mark, Recommendation, RollCall } from '../api/meetings';
import { device } from '../offline/device';
import { operation, record } from '../offline/outbox';
import { markKey, readOutKey } from './keep';

export type Wanted = { member: string; mark: Mark; reason: string };

/** One roll call of one or many members: what this device shows and what it sends, written together. */
export function markMembers(meeting: string, call: RollCall, wanted: readonly Wanted[]) {
  const marks = wanted.map(({ member, mark, reason }) => ({ member_id: member, mark, ...(reason ? { reason } : {}) }));
  const outgoing = operation('PUT', `/meetings/${meeting}/roll-calls/${call}`, { marks });
  return record(meeting, outgoing, (on) => on.marks.bulkPut(
    wanted.map((w) => ({ ...w, key: markKey(meeting, call, w.member), meeting, call, at: outgoing.at })),
  ));
}

/** An excused absence is sent once its reason is given; until then this device remembers that it waits for one. */
export function awaitReason(meeting: string, call: RollCall, member: string) {
  const at = new Date().toISOString();
  return device().marks.put({ key: markKey(meeting, call, member), meeting, call, member, mark: 'excused', reason: '', at });
}

export function readOut(meeting: string, item: AgendaAnswer, content: boolean, reason: string) {
  const body = content ? { content, answer_sequence: item.answer_sequence } : { content, reason, answer_sequence: item.answer_sequence };
  const outgoing = operation('PUT', `/meetings/${meeting}/read-outs/${item.petition_id}`, body);
  return record(meeting, outgoing, (on) => on.readOuts.put({
    key: readOutKey(meeting, item.petition_id), meeting, petition: item.petition_id, content, reason, at: outgoing.at,
  }));
}

/** The id is made here, at the tap; the same id again is an edit. The draft it came from goes in the same transaction. */
export function logRecommendation(recommendation: Omit<Recommendation, 'logged_at'>, draft: string) {
  const { id, meeting_id, text, category, competence, urgent, raised_by: { kind, member_id } } = recommendation;
  const raised_by = kind === 'member' && member_id ? { kind, member_id } : { kind };
  const outgoing = operation('PUT', `/recommendations/${id}`, { meeting_id, text, category, competence, urgent, raised_by });
  return record(meeting_id, outgoing, async (on) => {
    await on.recommendations.put({ ...recommendation, logged_at: outgoing.at });
    await on.drafts.delete(draft);
  });
}

/** The same recommendation with more said to it: an edit while the branch has it, a text beside the first afterwards. */
export function addToRecommendation(known: Recommendation, more: string, draft: string) {
  return logRecommendation({ ...known, text: `${known.text}\n${more}` }, draft);
}

export function endMeeting(meeting: string) {
  const outgoing = operation('POST', `/meetings/${meeting}/end`, {});
  return record(meeting, outgoing, (on) => on.ends.put({ id: meeting, at: outgoing.at }));
}
