import { after } from '../kit/after';
import { store } from '../kit/store';
import { Unreachable } from './refusal';

const PATH = '/api/members/v1/token';
const SECONDS = 15;
const LEFT = 'signed-out';
export type Renewal = 'renewed' | 'refused' | 'unreachable';

/** The access token lives in memory only; the refresh cookie is out of reach of scripts. */
let token: string | null = null;
let renewing: Promise<Renewal> | null = null;

export const bearer = () => token;
export const forgetToken = () => (token = null);

/** Somebody has signed out here and the server has not heard of it yet: their refresh cookie would still be good. */
export const leaving = store(localStorage.getItem(LEFT) !== null);

function setLeaving(is: boolean) {
  if (is) localStorage.setItem(LEFT, 'yes');
  else localStorage.removeItem(LEFT);
  leaving.set(is);
}

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
  if (localStorage.getItem(LEFT) !== null) return 'refused';
  try {
    const response = await navigator.locks.request('token', () => post({ grant_type: 'refresh_token' }, 'vi'));
    if (response.ok) return 'renewed';
    return response.status >= 500 || response.status === 429 ? 'unreachable' : 'refused';
  } catch {
    return 'unreachable';
  }
}

export function leave() {
  forgetToken();
  setLeaving(true);
}

/** Tells the server of a sign-out that it has not heard of; whether there is none left. */
export async function tellOfLeaving(): Promise<boolean> {
  return await navigator.locks.request('token', tellAlone);
}

/** Any answer of the server's own will do: it knows then, or has never known. */
async function tellAlone() {
  if (localStorage.getItem(LEFT) === null) return true;
  const limit = after(SECONDS);
  const answer = await fetch(PATH, { method: 'DELETE', signal: limit.signal }).catch(() => null).finally(limit.clear);
  if (!answer || answer.status >= 500) return false;
  setLeaving(false);
  return true;
}
