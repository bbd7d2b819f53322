import type { ReactNode } from 'react';
import { Refusal, Unreachable } from '../api/refusal';
import { useWords, type Words } from '../words';

type Kind = 'info' | 'good' | 'care' | 'bad';

export function Notice({ kind = 'info', title, children }: { kind?: Kind; title?: ReactNode; children?: ReactNode }) {
  return (
    <div className={`notice ${kind}`} role={kind === 'bad' ? 'alert' : 'status'}>
      {title && <b>{title}</b>}
      {children}
    </div>
  );
}

/** Any failure as a title and what to do about it. */
export function inWords(error: unknown, t: Words['failures']): { title: string; detail: string } {
  if (error instanceof Unreachable) return t.unreachable;
  if (!(error instanceof Refusal)) return t.broken;
  const known = t.byStatus[error.status as keyof typeof t.byStatus] ?? t.refused;
  const detail = error.detail || (error.title ? '' : known.detail);
  return { title: error.title || known.title, detail: detail === error.title ? '' : detail };
}

/** What went wrong with a form, on top of it; the same texts stand beside their fields where the server named them. */
export function Failure({ error }: { error: unknown }) {
  const t = useWords().failures;
  if (!error) return null;
  const { title, detail } = inWords(error, t);
  const fields = error instanceof Refusal ? error.fields : [];
  return (
    <Notice kind="bad" title={title}>
      {detail}
      {fields.length > 0 && <ul>{fields.map((f) => <li key={f.path + f.text}>{f.text}</li>)}</ul>}
    </Notice>
  );
}

/** The text that the server gave for one field of the form. */
export const wrongIn = (error: unknown, path: string) =>
  error instanceof Refusal ? error.fields.find((f) => f.path === path || f.path.endsWith(`.${path}`))?.text : undefined;
