import { get, post, query, type Page } from '../api/http';
import type { Assignee, Petition, PetitionLine, Summary, Verb, WardLine } from '../api/petitions';

const API = '/api/petitions/v1';

export type Asked = Record<string, string | number | boolean | null | undefined>;

export const fetchPetitions = (asked: Asked) => get<Page<PetitionLine>>(`${API}/petitions${query(asked)}`);
export const fetchPetition = (id: string) => get<Petition>(`${API}/petitions/${id}`);
export const fetchSummary = (unit: string) => get<Summary>(`${API}/summary${query({ unit_id: unit })}`);
export const fetchOverview = () => get<{ items: WardLine[] }>(`${API}/overview`);
export const fetchAssignees = (unit: string) => get<Page<Assignee>>(`${API}/assignees${query({ unit_id: unit })}`);
export const doVerb = (id: string, verb: Verb, body: unknown, key: string) => post<Petition>(`${API}/petitions/${id}/${verb}`, body, key);
