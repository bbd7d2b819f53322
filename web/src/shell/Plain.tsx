import { Suspense, type ReactNode } from 'react';
import { useStore } from '../kit/store';
import { useWords } from '../words';
import { useAbout } from './about';
import { NewVersion, newVersion } from './NewVersion';
import { session } from './session';
import { Waiting } from './Waiting';

/** What is on every screen: skip link, demo banner, new version; the screen brings its own main heading. */
export function Plain({ children }: { children: ReactNode }) {
  return (
    <>
      <Strips />
      <main id="main" tabIndex={-1}><Suspense fallback={<Waiting />}>{children}</Suspense></main>
    </>
  );
}

export function Strips() {
  const t = useWords().shell;
  const about = useAbout();
  const at = useStore(session);
  const fresh = useStore(newVersion);
  const demo = about.data?.demo || (at.state === 'signed-in' && at.me.demo);
  return (
    <>
      <a className="skip btn" href="#main">{t.skip}</a>
      {(demo || fresh) && (
        <aside aria-label={t.notices}>
          {demo && <p className="demo">{t.demo}</p>}
          <NewVersion />
        </aside>
      )}
    </>
  );
}
