import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { door } from '../api/http';
import { Text } from '../kit/Field';
import { Failure, wrongIn } from '../kit/Notice';
import { useAct } from '../kit/useAct';
import { usePage } from '../kit/usePage';
import { useWords } from '../words';
import { NewPassword, useNewPassword } from './NewPassword';
import { makeWay, signIn } from './session';

/** The one-time code that an administrator handed over becomes a password of one's own. */
export default function Activation() {
  const words = useWords();
  const t = words.signIn;
  const heading = usePage(t.activation);
  const [, go] = useLocation();
  const [login, setLogin] = useState('');
  const [code, setCode] = useState('');
  const password = useNewPassword();
  const act = useAct(async () => {
    if (!password.ready) return password.complain();
    await makeWay();
    await door.POST('/api/members/v1/activation', { body: { login: login.trim(), code: code.trim(), password: password.ready } });
    await signIn(login.trim(), password.ready);
    go('/');
  });
  return (
    <div className="alone stack wide">
      <div>
        <h1 ref={heading} tabIndex={-1}>{t.activation}</h1>
        <p className="meta">{t.activationLead}</p>
      </div>
      <Failure error={act.error} />
      <form className="stack" onSubmit={(e) => { e.preventDefault(); void act.run(); }}>
        <Text label={t.login} value={login} onText={setLogin} autoComplete="username" autoCapitalize="none" required wrong={wrongIn(act.error, 'login')} />
        <Text label={t.code} value={code} onText={setCode} autoComplete="one-time-code" autoCapitalize="none" required wrong={wrongIn(act.error, 'code')} />
        <NewPassword of={password} wrong={wrongIn(act.error, 'password')} />
        <button className="main wide" aria-disabled={act.busy}>{act.busy ? words.kit.busy : t.activate}</button>
      </form>
      <Link href="/" className="btn wide">{t.toSignIn}</Link>
    </div>
  );
}
