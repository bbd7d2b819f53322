import { store } from '../kit/store';
import { language } from '../words';
import { Refusal, refusalOf, Unreachable } from './refusal';
import { noteProgress, starting } from './starting';
import { bearer, renew } from './token';

/** Raised when the session has ended and only signing in again helps. */
export const ended = store(0);

type Options = { body?: unknown; raw?: BodyInit; key?: string; signal?: AbortSignal; seconds?: number };

/** Bearer, language and key on the way out; one silent renewal on 401; a refusal as an exception on the way back. */
export async function call<T>(method: string, path: string, options: Options = {}): Promise<T> {
  if (!bearer()) await renewOrStop();
  let response = await once(method, path, options);
  if (response.status === 401) {
    await renewOrStop();
    response = await once(method, path, options);
  }
  if (response.status === 503 && (await noteProgress(response))) throw new Unreachable();
  if (!response.ok) throw await refusalOf(response);
  starting.set(null);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

async function once(method: string, path: string, { body, raw, key, signal, seconds = 20 }: Options) {
  const headers: Record<string, string> = { 'Accept-Language': language(), Accept: 'application/json' };
  if (bearer()) headers.Authorization = `Bearer ${bearer()}`;
  if (key) headers['Idempotency-Key'] = key;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const limit = AbortSignal.timeout(seconds * 1000);
  const request = { method, headers, body: raw ?? (body === undefined ? undefined : JSON.stringify(body)) };
  try {
    return await fetch(path, { ...request, signal: signal ?? limit });
  } catch {
    throw new Unreachable();
  }
}

async function renewOrStop() {
  const renewal = await renew();
  if (renewal === 'unreachable') throw new Unreachable();
  if (renewal === 'renewed') return;
  ended.set(ended.get() + 1);
  throw new Refusal(401, 'signed-out', '', '');
}

export const get = <T>(path: string) => call<T>('GET', path);
export const put = <T>(path: string, body: unknown) => call<T>('PUT', path, { body });

/** Every POST carries a key made by the form, so that pressing twice does once. */
export const post = <T>(path: string, body: unknown, key: string) => call<T>('POST', path, { body, key });

/** For what is asked before anyone has signed in. */
export async function open<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await once(method, path, { body });
  if (response.status === 503 && (await noteProgress(response))) throw new Unreachable();
  if (!response.ok) throw await refusalOf(response);
  starting.set(null);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** A query string without the empty values. */
export function query(values: Record<string, string | number | boolean | null | undefined>) {
  const kept = Object.entries(values).filter(([, v]) => v !== undefined && v !== null && v !== '');
  return kept.length ? `?${new URLSearchParams(kept.map(([k, v]) => [k, String(v)]))}` : '';
}

export type Page<T> = { items: T[]; next_cursor: string | null };
