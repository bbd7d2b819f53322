import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Refusal } from '../api/refusal';
import { useWords } from '../words';
import { inWords, Notice } from './Notice';

/** The states that every screen has: loading, refused, unreachable, empty, there. */
export function Loaded<T>(
  { of, empty, children }: { of: UseQueryResult<T>; empty?: { when: (data: T) => boolean; show: ReactNode }; children: (data: T) => ReactNode },
) {
  const t = useWords();
  if (of.data !== undefined) {
    const shown = empty?.when(of.data) ? empty.show : children(of.data);
    return (
      <>
        {of.isError && <Notice kind="care">{t.failures.stale}</Notice>}
        {shown}
      </>
    );
  }
  if (of.isError) return <Failed error={of.error} again={() => void of.refetch()} />;
  return <p className="quietly" role="status">{t.kit.loading}</p>;
}

export function Failed({ error, again }: { error: unknown; again: () => void }) {
  const t = useWords();
  const { title, detail } = inWords(error, t.failures);
  const lasting = error instanceof Refusal && [403, 404].includes(error.status);
  return (
    <Notice kind={lasting ? 'care' : 'bad'} title={title}>
      {detail}
      {!lasting && <div className="row"><button onClick={again}>{t.kit.tryAgain}</button></div>}
    </Notice>
  );
}

export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="quietly stack tight">
    <h2>{title}</h2>
    {children}
  </div>
);
