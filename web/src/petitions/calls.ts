import { data, keyed, petitions } from '../api/http';
import type { PetitionsPaths, Verb } from '../api/petitions';

export type Asked = NonNullable<PetitionsPaths['/api/petitions/v1/petitions']['get']['parameters']['query']>;

export const fetchPetitions = (query: Asked) => data(petitions.GET('/api/petitions/v1/petitions', { params: { query } }));
export const fetchPetition = (id: string) => data(petitions.GET('/api/petitions/v1/petitions/{petition_id}', { params: { path: { petition_id: id } } }));
export const fetchReceipt = (id: string) => data(petitions.GET('/api/petitions/v1/petitions/{petition_id}/receipt', { params: { path: { petition_id: id } } }));
export const fetchReceiptCode = (id: string) => data(petitions.GET('/api/petitions/v1/petitions/{petition_id}/receipt/qr', { params: { path: { petition_id: id } }, parseAs: 'text' }));
export const fetchSummary = (unit: string) => data(petitions.GET('/api/petitions/v1/summary', { params: { query: { unit_id: unit } } }));
export const fetchOverview = () => data(petitions.GET('/api/petitions/v1/overview'));
export const fetchReasons = () => data(petitions.GET('/api/petitions/v1/reasons'));
export const fetchAssignees = (unit: string) => data(petitions.GET('/api/petitions/v1/assignees', { params: { query: { unit_id: unit } } }));

export const fetchSimilar = (id: string) => data(petitions.GET('/api/petitions/v1/petitions/{petition_id}/similar', { params: { path: { petition_id: id } } }));

/** The text stands in the body: what somebody is writing belongs in no address. */
export const findSimilar = (branch: string, text: string) =>
  data(petitions.POST('/api/petitions/v1/similar', { params: { query: { branch_id: branch } }, body: { text } }));

export const reveal = (id: string, body: { reason_code: string; reason: string }, key: string) =>
  data(petitions.POST('/api/petitions/v1/petitions/{petition_id}/reveal', { params: { path: { petition_id: id } }, body, headers: keyed(key) }));

/** Each form makes the body of its own verb; the server checks it again. */
export const doVerb = (id: string, verb: Verb, body: unknown, key: string) =>
  data(petitions.POST(`/api/petitions/v1/petitions/{petition_id}/${verb}` as '/api/petitions/v1/petitions/{petition_id}/escalate', {
    params: { path: { petition_id: id } }, body: body as { reason: string }, headers: keyed(key),
  }));
