import { useState } from 'react';
import { Link } from 'wouter';
import type { Me } from '../api/members';
import { Dialog } from '../kit/Dialog';
import { device } from '../offline/device';
import { speak, useLanguage, useWords } from '../words';
import { linksOf } from './links';
import { mainOffice, signOut } from './session';

/** Everything else: on a phone also the screens themselves. */
export function Menu({ me }: { me: Me }) {
  const t = useWords();
  const language = useLanguage();
  const [shown, show] = useState<'nothing' | 'menu' | 'leaving'>('nothing');
  const [unsent, setUnsent] = useState(0);
  const close = () => show('nothing');
  const leave = async () => {
    setUnsent(await device().outbox.count());
    show('leaving');
  };
  const first = mainOffice(me);
  return (
    <>
      <button className="menu" aria-haspopup="dialog" onClick={() => show('menu')}>{t.shell.menu}</button>
      {shown === 'menu' && (
        <Dialog title={me.name} onClose={close}>
          {first && <p className="meta">{first.unit_name} · {t.codes.role[first.role]}</p>}
          <nav className="stack tight" aria-label={t.shell.menu}>
            {[{ href: '/', text: t.shell.home }, ...linksOf(me, t)].map((l) => (
              <Link key={l.href} href={l.href} className="btn wide" onClick={close}>{l.text}</Link>
            ))}
          </nav>
          <div className="row">
            <button lang={language === 'vi' ? 'en' : 'vi'} onClick={() => void speak(language === 'vi' ? 'en' : 'vi')}>{t.shell.language}</button>
            <Link href="/password" className="btn" onClick={close}>{t.shell.password}</Link>
          </div>
          <p className="meta">{t.shell.privacy}</p>
          <div className="row">
            <button onClick={close}>{t.kit.close}</button>
            <button className="up" onClick={() => void leave()}>{t.shell.signOut}</button>
          </div>
        </Dialog>
      )}
      {shown === 'leaving' && (
        <Dialog title={t.signIn.leaving} onClose={close}>
          <p>{unsent ? t.signIn.leavingUnsent(unsent) : t.signIn.leavingPlain}</p>
          <div className="row">
            <button onClick={close}>{t.signIn.stay}</button>
            <button className="main" onClick={() => void signOut()}>{t.signIn.leave}</button>
          </div>
        </Dialog>
      )}
    </>
  );
}
