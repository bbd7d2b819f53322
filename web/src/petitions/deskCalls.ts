import { data, keyed, petitions } from '../api/http';
import type { components } from '../api/generated/petitions';
import { bearerOf, worksFor } from '../api/token';

type Schemas = components['schemas'];
export type Note = Schemas['NoteOut'];
export type Template = Schemas['TemplateOut'];
export type Bodies = Schemas['BodiesOut'];
export type Body = Schemas['BodyOut'];
export type View = Schemas['ViewOut'];
export type ViewAsked = Schemas['ViewAsked'];
export type BulkOperation = Schemas['BulkBody']['operations'][number];
export type BulkResult = Schemas['BulkResult'];

const NOTES = '/api/petitions/v1/petitions/{petition_id}/notes';
const TEMPLATES = '/api/petitions/v1/units/{unit_id}/answer-templates';
const BODIES = '/api/petitions/v1/units/{unit_id}/bodies';
const VIEWS = '/api/petitions/v1/views';

export const fetchNotes = (petition: string) => data(petitions.GET(NOTES, { params: { path: { petition_id: petition } } }));
export const writeNote = (petition: string, note: string, text: string) =>
  data(petitions.PUT(`${NOTES}/{note_id}`, { params: { path: { petition_id: petition, note_id: note } }, body: { text } }));
export const dropNote = (petition: string, note: string) =>
  petitions.DELETE(`${NOTES}/{note_id}`, { params: { path: { petition_id: petition, note_id: note } } });

export const fetchTemplates = (unit: string) => data(petitions.GET(TEMPLATES, { params: { path: { unit_id: unit } } }));
export const keepTemplate = (unit: string, id: string, body: Schemas['TemplateBody']) =>
  data(petitions.PUT(`${TEMPLATES}/{template_id}`, { params: { path: { unit_id: unit, template_id: id } }, body }));
export const dropTemplate = (unit: string, id: string) =>
  petitions.DELETE(`${TEMPLATES}/{template_id}`, { params: { path: { unit_id: unit, template_id: id } } });

export const fetchBodies = (unit: string) => data(petitions.GET(BODIES, { params: { path: { unit_id: unit } } }));
export const keepBody = (unit: string, code: string, body: Schemas['BodyBody']) =>
  data(petitions.PUT(`${BODIES}/{code}`, { params: { path: { unit_id: unit, code } }, body }));

export const fetchViews = () => data(petitions.GET(VIEWS));
export const keepView = (id: string, body: Schemas['ViewBody']) => data(petitions.PUT(`${VIEWS}/{view_id}`, { params: { path: { view_id: id } }, body }));
export const dropView = (id: string) => petitions.DELETE(`${VIEWS}/{view_id}`, { params: { path: { view_id: id } } });

export const doMany = (operations: BulkOperation[], key: string) =>
  data(petitions.POST('/api/petitions/v1/bulk', { body: { operations }, headers: keyed(key) }));

/** While the page is being left there is time for one request with what is at hand; `keepalive` lets it go out. */
export function doManyLeaving(operations: BulkOperation[], key: string) {
  const bearer = bearerOf(worksFor());
  const headers = { ...keyed(key), 'Content-Type': 'application/json', Authorization: `Bearer ${bearer ?? ''}` };
  void fetch('/api/petitions/v1/bulk', { method: 'POST', keepalive: true, headers, body: JSON.stringify({ operations }) }).catch(() => {});
}
