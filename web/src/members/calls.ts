import { data, keyed, members } from '../api/http';
import type { Level, MembersPaths } from '../api/members';

type Query<Path extends keyof MembersPaths> = MembersPaths[Path] extends { get: { parameters: { query?: infer Q } } } ? NonNullable<Q> : never;
type Body<Path extends keyof MembersPaths> = MembersPaths[Path] extends { put: { requestBody: { content: { 'application/json': infer B } } } } ? B : never;
const MOST = 200;

export const fetchMe = () => data(members.GET('/api/members/v1/me'));

export const fetchUnits = (query: Query<'/api/members/v1/units'>) => data(members.GET('/api/members/v1/units', { params: { query: { limit: MOST, ...query } } }));
export const fetchUnit = (id: string) => data(members.GET('/api/members/v1/units/{unit_id}', { params: { path: { unit_id: id } } }));
type Posted<Path extends keyof MembersPaths> = MembersPaths[Path] extends { post: { requestBody: { content: { 'application/json': infer B } } } } ? B : never;
export const renameUnit = (id: string, body: Posted<'/api/members/v1/units/{unit_id}/rename'>, key: string) =>
  data(members.POST('/api/members/v1/units/{unit_id}/rename', { params: { path: { unit_id: id } }, body, headers: keyed(key) }));
export const moveUnit = (id: string, body: Posted<'/api/members/v1/units/{unit_id}/move'>, key: string) =>
  data(members.POST('/api/members/v1/units/{unit_id}/move', { params: { path: { unit_id: id } }, body, headers: keyed(key) }));
export const endUnit = (id: string, body: Posted<'/api/members/v1/units/{unit_id}/end'>, key: string) =>
  data(members.POST('/api/members/v1/units/{unit_id}/end', { params: { path: { unit_id: id } }, body, headers: keyed(key) }));
export const fetchRoster = (unit: string) => data(members.GET('/api/members/v1/units/{unit_id}/roster', { params: { path: { unit_id: unit } } }));
export const searchMembers = (query: Query<'/api/members/v1/members'>) => data(members.GET('/api/members/v1/members', { params: { query } }));

/** For whoever may not look through all people: the members of their own unit, as people. */
export async function findMembers(query: Query<'/api/members/v1/members'>) {
  const { items } = await data(members.GET('/api/members/v1/members', { params: { query: { limit: 20, ...query } } }));
  return { items: items.map(({ member_id, name, unit_name }) => ({ person_id: member_id, name, unit_name, login: null })) };
}
export const findPeople = (query: Query<'/api/members/v1/people'>) => data(members.GET('/api/members/v1/people', { params: { query } }));

export const fetchAppointments = (query: Query<'/api/members/v1/appointments'>) =>
  data(members.GET('/api/members/v1/appointments', { params: { query: { limit: MOST, ...query } } }));
export const appoint = (id: string, body: Body<'/api/members/v1/appointments/{appointment_id}'>) =>
  data(members.PUT('/api/members/v1/appointments/{appointment_id}', { params: { path: { appointment_id: id } }, body }));
/** Ends it at once, not at the end of the day. */
export const endAppointment = (id: string, key: string) =>
  data(members.POST('/api/members/v1/appointments/{appointment_id}/end', { params: { path: { appointment_id: id } }, body: {}, headers: keyed(key) }));

export const fetchAccounts = (query: Query<'/api/members/v1/accounts'>) => data(members.GET('/api/members/v1/accounts', { params: { query } }));
export const makeAccount = (person: string, body: Body<'/api/members/v1/accounts/{person_id}'>) =>
  data(members.PUT('/api/members/v1/accounts/{person_id}', { params: { path: { person_id: person } }, body }));
export const newCode = (person: string, key: string) =>
  data(members.POST('/api/members/v1/accounts/{person_id}/code', { params: { path: { person_id: person } }, headers: keyed(key) }));
export const disableAccount = (person: string, key: string) =>
  data(members.POST('/api/members/v1/accounts/{person_id}/disable', { params: { path: { person_id: person } }, headers: keyed(key) }));
export const changePassword = (body: { old: string; new: string }, key: string) => data(members.POST('/api/members/v1/password', { body, headers: keyed(key) }));

export const fetchImports = () => data(members.GET('/api/members/v1/imports'));
export const fetchImport = (id: string) => data(members.GET('/api/members/v1/imports/{import_id}', { params: { path: { import_id: id } } }));
export const uploadImport = (id: string, file: File) =>
  data(members.PUT('/api/members/v1/imports/{import_id}', {
    params: { path: { import_id: id }, query: { filename: file.name } }, body: file as never, bodySerializer: (raw) => raw,
    headers: { 'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  }));
export const discardImport = (id: string) => members.DELETE('/api/members/v1/imports/{import_id}', { params: { path: { import_id: id } } });
export const fetchReport = (id: string, level: Level, cursor: string | null) =>
  data(members.GET('/api/members/v1/imports/{import_id}/report', { params: { path: { import_id: id }, query: { level, cursor } } }));
export const applyImport = (id: string, without: boolean, key: string) =>
  data(members.POST('/api/members/v1/imports/{import_id}/apply', { params: { path: { import_id: id } }, body: { without_refused: without }, headers: keyed(key) }));
