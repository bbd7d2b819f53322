import { device } from './device';

/** What is being written, so that a reload, a call or a flat battery loses nothing. */
export const keepDraft = (id: string, value: unknown) => device().drafts.put({ id, value, at: new Date().toISOString() });

export const dropDraft = (id: string) => device().drafts.delete(id);

export const readDraft = async (id: string) => (await device().drafts.get(id))?.value;

/** Everything being written whose name begins so. */
export const draftsOf = (prefix: string) => device().drafts.where('id').startsWith(prefix).toArray();
