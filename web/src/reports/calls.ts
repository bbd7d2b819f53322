import { data, keyed, petitions } from '../api/http';
import type { Category } from '../api/petitions';
import type { Cell, ReportVerb } from '../api/reports';

export type CountedIn = { cell: Cell; category?: Category; line?: string };

export const fetchReport = (unit: string, month: string) =>
  data(petitions.GET('/api/petitions/v1/reports', { params: { query: { unit_id: unit, month } } }));
export const fetchCounted = (id: string, query: CountedIn & { cursor: string | null }) =>
  data(petitions.GET('/api/petitions/v1/reports/{report_id}/petitions', { params: { path: { report_id: id }, query } }));

/** Each step has its own body; the server checks it again. */
export const doStep = (id: string, verb: ReportVerb, body: object, key: string) =>
  data(petitions.POST(`/api/petitions/v1/reports/{report_id}/${verb}` as '/api/petitions/v1/reports/{report_id}/return', {
    params: { path: { report_id: id } }, body: body as { reason: string }, headers: keyed(key),
  }));

export type Kind = '.docx' | '.xlsx' | '/answers.docx';

/** A file needs the bearer like everything else, so it is fetched first and then handed to the browser. */
export async function download(id: string, kind: Kind, name: string) {
  const file = await data(petitions.GET(`/api/petitions/v1/reports/{report_id}${kind}` as '/api/petitions/v1/reports/{report_id}.docx', {
    params: { path: { report_id: id } }, parseAs: 'blob',
  }));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file as unknown as Blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
