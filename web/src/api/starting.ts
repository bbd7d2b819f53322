import { store } from '../kit/store';

export type Progress = { step: string; percent: number; text: { vi: string; en: string } };

/** How far the system has come while it starts; null when it is up. */
export const starting = store<Progress | null>(null);

export async function noteProgress(response: Response) {
  const body = (await response.clone().json().catch(() => null)) as (Progress & { type: string }) | null;
  if (!body?.type?.endsWith('/starting')) return false;
  starting.set(body);
  return true;
}
