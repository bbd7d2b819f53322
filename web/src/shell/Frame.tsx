import { Suspense, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { SentLine } from '../offline/SentLine';
import { useStore } from '../kit/store';
import { Live as LiveInbox, unread } from '../notifications/live';
import { useWords } from '../words';
import { Menu } from './Menu';
import { Strips } from './Plain';
import { linksOf } from './links';
import { mainOffice, places, session } from './session';
import { Waiting } from './Waiting';

export function Frame({ children }: { children: ReactNode }) {
  return (
    <>
      <Strips />
      <Header />
      <Where />
      <LiveInbox />
      <main id="main" tabIndex={-1}><Suspense fallback={<Waiting />}>{children}</Suspense></main>
    </>
  );
}

/** On the pages of a meeting always, for those who work in it; elsewhere only while something waits. */
function Where() {
  const [here] = useLocation();
  const at = useStore(session);
  const works = at.state === 'signed-in' && places(at.me).branch;
  return <SentLine strip quiet={!works || !here.startsWith('/meetings/')} />;
}

function Header() {
  const t = useWords();
  const at = useStore(session);
  const count = useStore(unread);
  const [here] = useLocation();
  if (at.state !== 'signed-in') return null;
  const links = linksOf(at.me, t);
  const first = mainOffice(at.me);
  const within = (href: string) => here === href || here.startsWith(`${href}/`);
  const nearest = links.map((l) => l.href).filter(within).sort().at(-1);
  const shown = count > 99 ? '99+' : `${count}`;
  const isHere = (href: string) => href === (nearest ?? here);
  return (
    <header className="top">
      <Link href="/" className="brand" aria-label={`${t.shell.product}: ${t.shell.home}`}>{t.shell.product}</Link>
      <nav aria-label={t.shell.main}>
        {links.map((l) => (
          <Link key={l.href} href={l.href} className={isHere(l.href) ? 'on' : ''} aria-current={isHere(l.href) ? 'page' : undefined}>{l.text}</Link>
        ))}
      </nav>
      <Link href="/inbox" className="bell" aria-label={count ? t.shell.inboxCount(shown) : t.shell.nav.inbox} aria-current={isHere('/inbox') ? 'page' : undefined}>
        {t.shell.nav.inbox} {count > 0 && <i>{shown}</i>}
      </Link>
      {first && <p className="who">{first.unit_name}<span className="meta">{t.codes.role[first.role]}</span></p>}
      <Menu me={at.me} />
    </header>
  );
}
