import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Refusal } from '../api/refusal';
import { useWords } from '../words';
import { inWords, Notice } from './Notice';
import { usePage } from './usePage';

/** The states that every screen has: loading, refused, unreachable, empty, there. */
export function Loaded<T>(
  { of, empty, page, children }: { of: UseQueryResult<T>; page?: boolean; empty?: { when: (data: T) => boolean; show: ReactNode }; children: (data: T) => ReactNode },
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
  const again = () => void of.refetch();
  if (of.isError) return page ? <FailedPage error={of.error} again={again} /> : <Failed error={of.error} again={again} />;
  return <p className="quietly" role="status">{t.kit.loading}</p>;
}

/** Where the failure is all there is: it is the page's heading too. */
export function FailedPage({ error, again }: { error: unknown; again: () => void }) {
  const t = useWords();
  const { title } = inWords(error, t.failures);
  const heading = usePage(title);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>{title}</h1>
      <Failed error={error} again={again} headed />
      <p><Link href="/" className="btn">{t.shell.home}</Link></p>
    </>
  );
}

export function Failed({ error, again, headed }: { error: unknown; again: () => void; headed?: boolean }) {
  const t = useWords();
  const { title, detail } = inWords(error, t.failures);
  const lasting = error instanceof Refusal && [403, 404].includes(error.status);
  if (headed && lasting) return detail ? <p>{detail}</p> : null;
  return (
    <Notice kind={lasting ? 'care' : 'bad'} title={headed ? undefined : title}>
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
