import { Link } from 'wouter';
import { usePage } from '../kit/usePage';
import { useWords } from '../words';

export function NotFound() {
  const t = useWords().shell;
  const heading = usePage(t.notFound);
  return (
    <div className="pad stack narrow">
      <h1 ref={heading} tabIndex={-1}>{t.notFound}</h1>
      <p>{t.notFoundText}</p>
      <p><Link href="/" className="btn main">{t.home}</Link></p>
    </div>
  );
}
