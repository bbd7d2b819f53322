export type FieldRefusal = { path: string; text: string };

/** What the server answered instead of doing it; title and detail are already in the reader's language. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly slug: string,
    readonly title: string,
    readonly detail: string,
    readonly fields: FieldRefusal[] = [],
    readonly retryAfter: number | null = null,
  ) {
    super(`${status} ${slug}`);
  }
}

/** No answer at all: no signal, or the server is away. */
export class Unreachable extends Error {}

type Problem = { type?: string; slug?: string; title?: string; detail?: string; fields?: FieldRefusal[] };

export async function refusalOf(response: Response) {
  const problem = (await response.json().catch(() => ({}))) as Problem;
  const slug = problem.slug ?? problem.type?.split('/').pop() ?? 'unknown';
  const wait = Number(response.headers.get('Retry-After')) || null;
  return new Refusal(response.status, slug, problem.title ?? '', problem.detail ?? '', problem.fields ?? [], wait);
}
