import { after } from '../kit/after';
import { store } from '../kit/store';
import { holderOf } from './holder';
import { Unreachable } from './refusal';

const PATH = '/api/members/v1/token';
const SECONDS = 15;
const LEFT = 'signed-out';
export type Renewal = 'renewed' | 'refused' | 'unreachable';

/** The access token lives in memory only; the refresh cookie is out of reach of scripts. */
let token: { bearer: string; person: string } | null = null;
let person: string | null = null;
let renewing: Promise<Renewal> | null = null;

/** Whom this page works for: nobody until somebody has signed in, and nobody again afterwards. */
export const worksFor = () => person;

/** A token of anybody else's goes. */
export function workFor(whom: string | null) {
  person = whom;
  if (token?.person !== whom) token = null;
}

/** What this person may send with: a token of their own, while the page works for them. Nobody's is the one just come. */
export const bearerOf = (whom: string | null) => (token && whom === person && (whom ?? token.person) === token.person ? token.bearer : null);

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
  return await fetch(PATH, request).catch(() => {
    throw new Unreachable();
  }).finally(limit.clear);
}

const read = async (response: Response) => {
  const { access_token: bearer } = (await response.json()) as { access_token: string };
  return { bearer, person: holderOf(bearer) };
};

/** Somebody has just signed in: the token is theirs, and the page goes on to ask who they are. */
export async function take(response: Response) {
  token = await read(response);
}

/** One renewal at a time in this page, and one at a time in this browser: the cookie rotates with each. */
export const renew = (): Promise<Renewal> => (renewing ??= renewAlone().finally(() => (renewing = null)));

async function renewAlone(): Promise<Renewal> {
  if (localStorage.getItem(LEFT) !== null) return 'refused';
  const whom = person;
  try {
    const response = await navigator.locks.request('token', () => post({ grant_type: 'refresh_token' }, 'vi'));
    if (response.ok) return accept(await read(response), whom);
    return response.status >= 500 || response.status === 429 ? 'unreachable' : 'refused';
  } catch {
    return 'unreachable';
  }
}

/** The cookie is the browser's: somebody else may have signed in at another window, and this page does not become theirs. */
function accept(come: NonNullable<typeof token>, whom: string | null): Renewal {
  if (whom !== person) return 'unreachable';
  if (whom && come.person !== whom) return 'refused';
  token = come;
  return 'renewed';
}

export function leave() {
  token = null;
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
