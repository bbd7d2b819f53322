import { Link } from 'wouter';
import { useWords } from '../words';
import { useOffice } from './useOffice';

/** Where an officer keeps the desk in order. */
export function DeskLinks() {
  const { desk: t } = useWords();
  if (!useOffice()) return null;
  return (
    <nav className="row inset desk-links" aria-label={t.keep}>
      <Link href="/petitions/templates" className="btn quiet">{t.templates.title}</Link>
      <Link href="/petitions/bodies" className="btn quiet">{t.bodies.title}</Link>
    </nav>
  );
}
