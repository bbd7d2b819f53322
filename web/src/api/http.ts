import createClient from 'openapi-fetch';
import { after } from '../kit/after';
import { store } from '../kit/store';
import { language } from '../words';
import type { MeetingsPaths } from './meetings';
import type { MembersPaths } from './members';
import type { NotificationsPaths } from './notifications';
import type { PetitionsPaths } from './petitions';
import { Refusal, refusalOf, Unreachable } from './refusal';
import { noteProgress, starting } from './starting';
import { bearerOf, renew, worksFor } from './token';

const SECONDS = 20;
const SECONDS_FOR_A_FILE = 300;

/** Counted up when the session has ended and only signing in again helps. */
export const ended = store(0);

/**
 * Bearer and language on the way out, one silent renewal on 401; a refusal comes back as an exception. Whoever signs in
 * between two attempts does not send what the one before had asked for.
 */
async function signed(request: Request, person: string | null) {
  let response = await once(request.clone(), await bearerFor(person));
  if (response.status === 401) {
    await renewOrStop(person);
    response = await once(request, await bearerFor(person));
  }
  return settled(response);
}

/** For what one person has left to send: it goes out in their name or not at all. */
export const signedAs = (person: string) => (request: Request) => signed(request, person);

/** A token of this person's own; no other will do. */
export async function bearerFor(person: string | null) {
  if (!bearerOf(person)) await renewOrStop(person);
  const own = bearerOf(person);
  if (!own) throw signedOut();
  return own;
}

/** For what is asked before anyone has signed in. */
const unsigned = async (request: Request) => settled(await once(request));

async function once(request: Request, bearer?: string) {
  request.headers.set('Accept-Language', language());
  if (bearer) request.headers.set('Authorization', `Bearer ${bearer}`);
  const limit = after(/\/(imports|attachments)\//.test(request.url) ? SECONDS_FOR_A_FILE : SECONDS);
  try {
    return await fetch(request, { signal: limit.signal });
  } catch {
    throw new Unreachable();
  } finally {
    limit.clear();
  }
}

/**
 * A file on its way out, and how far it is, which only the older kind of request tells; renewed and refused like the
 * others.
 */
export async function upload(path: string, file: Blob, headers: Record<string, string>, onSent: (share: number) => void) {
  const person = worksFor();
  const send = async () => sent(path, file, { ...headers, Authorization: `Bearer ${await bearerFor(person)}` }, onSent);
  let response = await send();
  if (response.status === 401) {
    await renewOrStop(person);
    response = await send();
  }
  return settled(response);
}

function sent(path: string, file: Blob, headers: Record<string, string>, onSent: (share: number) => void) {
  return new Promise<Response>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', path);
    request.timeout = SECONDS_FOR_A_FILE * 1000;
    const all = { ...headers, 'Accept-Language': language(), 'Content-Type': 'application/octet-stream' };
    for (const [name, value] of Object.entries(all)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onSent(total ? loaded / total : 0);
    request.onload = () => {
      const wait = request.getResponseHeader('Retry-After');
      resolve(new Response(request.responseText, { status: request.status, headers: wait ? { 'Retry-After': wait } : {} }));
    };
    request.onerror = request.ontimeout = request.onabort = () => reject(new Unreachable());
    request.send(file);
  });
}

async function settled(response: Response) {
  if (response.status === 503 && (await noteProgress(response))) throw new Unreachable();
  if (!response.ok) throw await refusalOf(response);
  starting.set(null);
  return response;
}

const signedOut = () => new Refusal(401, 'signed-out', '', '');

export async function renewOrStop(person: string | null) {
  if (person !== worksFor()) throw signedOut();
  const renewal = await renew();
  if (renewal === 'unreachable') throw new Unreachable();
  if (renewal === 'renewed') return;
  if (person && person === worksFor()) ended.set(ended.get() + 1);
  throw signedOut();
}

const own = { baseUrl: '/', fetch: (request: Request) => signed(request, worksFor()) };
export const members = createClient<MembersPaths>(own);
export const meetings = createClient<MeetingsPaths>(own);
export const petitions = createClient<PetitionsPaths>(own);
export const notifications = createClient<NotificationsPaths>(own);
export const door = createClient<MembersPaths>({ baseUrl: '/', fetch: unsigned });

/** The body of an answer; whatever is not one has been thrown before. */
export const data = async <T>(call: Promise<{ data?: T }>) => (await call).data as NonNullable<T>;

/** Every POST carries a key made by the form, so that pressing twice does once. */
export const keyed = (key: string) => ({ 'Idempotency-Key': key });

export type Page<T> = { items: T[]; next_cursor?: string | null };
