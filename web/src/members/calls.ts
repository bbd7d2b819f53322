import { get, post, put, query, type Page } from '../api/http';
import type { Account, Appointment, Import, ImportLine, RosterMember, Unit } from '../api/members';

const API = '/api/members/v1';

export type Found = RosterMember & { unit_id?: string; unit_name?: string; person_id?: string };

export const fetchUnits = (asked: { parent_id?: string; tier?: string; q?: string; cursor?: string | null }) =>
  get<Page<Unit>>(`${API}/units${query({ ...asked, limit: 200 })}`);
export const fetchUnit = (id: string) => get<Unit>(`${API}/units/${id}`);
export const fetchRoster = (unit: string) => get<Page<RosterMember>>(`${API}/units/${unit}/roster`);
export const findMembers = (asked: { unit_id?: string; q?: string; cursor?: string | null }) => get<Page<Found>>(`${API}/members${query({ ...asked, limit: 50 })}`);

export const fetchAppointments = (asked: { unit_id?: string; person_id?: string }) => get<Page<Appointment>>(`${API}/appointments${query({ ...asked, limit: 200 })}`);
export const appoint = (id: string, body: { person_id: string; role: string; unit_id: string; valid_from: string }) => put(`${API}/appointments/${id}`, body);
export const endAppointment = (id: string, on: string, key: string) => post(`${API}/appointments/${id}/end`, { on }, key);

export const fetchAccounts = (asked: { q?: string; cursor?: string | null }) => get<Page<Account>>(`${API}/accounts${query({ ...asked })}`);
export const fetchAccount = (person: string) => get<Account>(`${API}/accounts/${person}`);
export const makeAccount = (person: string, login: string, name: string) => put<Account>(`${API}/accounts/${person}`, { login, name });
export const newCode = (person: string, key: string) => post<{ one_time_code: string }>(`${API}/accounts/${person}/code`, {}, key);
export const disableAccount = (person: string, key: string) => post(`${API}/accounts/${person}/disable`, {}, key);

export const fetchImports = () => get<Page<Import>>(`${API}/imports`);
export const fetchImport = (id: string) => get<Import>(`${API}/imports/${id}`);
export const fetchReport = (id: string, level: string, cursor: string | null) => get<Page<ImportLine>>(`${API}/imports/${id}/report${query({ level, cursor, limit: 50 })}`);
export const applyImport = (id: string, without: boolean, key: string) => post<Import>(`${API}/imports/${id}/apply`, { without_refused: without }, key);
