import { useState } from 'react';
import { Link } from 'wouter';
import { Refusal } from '../api/refusal';
import { leaving } from '../api/token';
import { Check, Text } from '../kit/Field';
import { Failure, Notice } from '../kit/Notice';
import { useStore } from '../kit/store';
import { useAct } from '../kit/useAct';
import { usePage } from '../kit/usePage';
import { speak, useLanguage, useWords } from '../words';
import { useAbout } from './about';
import { session, signIn } from './session';

export function SignIn() {
  const words = useWords();
  const t = words.signIn;
  const at = useStore(session);
  const untold = useStore(leaving);
  const about = useAbout();
  const heading = usePage(t.title);
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState(false);
  const act = useAct(() => signIn(login.trim(), password));
  return (
    <div className="alone stack wide">
      <div>
        <p className="brand-line">{words.shell.product}</p>
        <h1 ref={heading} tabIndex={-1}>{t.title}</h1>
        <p className="meta">{about.data?.city_name ?? t.lead}</p>
      </div>
      {at.state === 'signed-out' && at.why === 'ended' && <Notice kind="care">{t.ended}</Notice>}
      {at.state === 'signed-out' && at.why === 'unreachable' && <Notice kind="care">{t.unreachable}</Notice>}
      {untold && <Notice kind="care">{t.untold}</Notice>}
      <SignInFailure error={act.error} />
      <form className="stack" onSubmit={(e) => { e.preventDefault(); void act.run(); }}>
        <Text label={t.login} value={login} onText={setLogin} autoComplete="username" autoCapitalize="none" spellCheck={false} required />
        <Text label={t.password} value={password} onText={setPassword} type={shown ? 'text' : 'password'} autoComplete="current-password" required />
        <Check label={t.show} checked={shown} onCheck={setShown} />
        <button className="main wide" aria-disabled={act.busy}>{act.busy ? words.kit.busy : t.submit}</button>
      </form>
      <div className="stack tight">
        <Link href="/activation" className="btn wide">{t.first}</Link>
        <LanguageSwitch />
      </div>
    </div>
  );
}

function SignInFailure({ error }: { error: unknown }) {
  const t = useWords().signIn;
  if (!(error instanceof Refusal)) return <Failure error={error} />;
  if (error.retryAfter) return <Notice kind="bad">{error.detail || t.waitSeconds(error.retryAfter)}</Notice>;
  if (error.status === 401 || error.status === 400) {
    return <Notice kind="bad" title={error.title || t.wrong.title}>{error.detail || t.wrong.detail}</Notice>;
  }
  return <Failure error={error} />;
}

export function LanguageSwitch() {
  const t = useWords().shell;
  const other = useLanguage() === 'vi' ? 'en' : 'vi';
  return <button className="quiet wide" lang={other} onClick={() => void speak(other)}>{t.language}</button>;
}
