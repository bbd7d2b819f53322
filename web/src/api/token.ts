import { after } from '../kit/after';
import { Unreachable } from './refusal';

const PATH = '/api/members/v1/token';
const SECONDS = 15;
export type Renewal = 'renewed' | 'refused' | 'unreachable';

/** The access token lives in memory only; the refresh cookie is out of reach of scripts. */
let token: string | null = null;
let renewing: Promise<Renewal> | null = null;

export const bearer = () => token;
export const forgetToken = () => (token = null);

export async function post(form: Record<string, string>, language: string): Promise<Response> {
  const limit = after(SECONDS);
  const request = {
    method: 'POST',
    headers: { 'Accept-Language': language },
    body: new URLSearchParams(form),
    signal: limit.signal,
  };
  const response = await fetch(PATH, request).catch(() => {
    throw new Unreachable();
  }).finally(limit.clear);
  if (response.ok) token = ((await response.clone().json()) as { access_token: string }).access_token;
  return response;
}

/** One renewal at a time in this page, and one at a time in this browser: the cookie rotates with each. */
export const renew = (): Promise<Renewal> => (renewing ??= renewAlone().finally(() => (renewing = null)));

async function renewAlone(): Promise<Renewal> {
  try {
    const response = await navigator.locks.request('token', () => post({ grant_type: 'refresh_token' }, 'vi'));
    if (response.ok) return 'renewed';
    return response.status >= 500 || response.status === 429 ? 'unreachable' : 'refused';
  } catch {
    return 'unreachable';
  }
}

export async function signOutOnServer() {
  await fetch(PATH, { method: 'DELETE', headers: token ? { Authorization: `Bearer ${token}` } : {} }).catch(() => {});
  forgetToken();
}
