import { data, keyed, meetings } from '../api/http';
import type { MeetingsPaths } from '../api/meetings';

const of = (id: string) => ({ params: { path: { meeting_id: id } } });
type MeetingBody = MeetingsPaths['/api/meetings/v1/meetings/{meeting_id}']['put']['requestBody']['content']['application/json'];

export const fetchMeetings = (branch: string) => data(meetings.GET('/api/meetings/v1/meetings', { params: { query: { branch_id: branch, limit: 100 } } }));
export const fetchMeeting = (id: string) => data(meetings.GET('/api/meetings/v1/meetings/{meeting_id}', of(id)));
export const fetchRollCall = (id: string) => data(meetings.GET('/api/meetings/v1/meetings/{meeting_id}/roster', of(id)));
export const fetchAgenda = (id: string) => data(meetings.GET('/api/meetings/v1/meetings/{meeting_id}/agenda', of(id)));
export const fetchLogged = (id: string) => data(meetings.GET('/api/meetings/v1/meetings/{meeting_id}/recommendations', of(id)));
export const fetchRecommendation = (id: string) =>
  data(meetings.GET('/api/meetings/v1/recommendations/{recommendation_id}', { params: { path: { recommendation_id: id } } }));

export const scheduleMeeting = (id: string, body: MeetingBody) => data(meetings.PUT('/api/meetings/v1/meetings/{meeting_id}', { ...of(id), body }));
export const cancelMeeting = (id: string, reason: string, key: string) =>
  data(meetings.POST('/api/meetings/v1/meetings/{meeting_id}/cancel', { ...of(id), body: { reason }, headers: keyed(key) }));
