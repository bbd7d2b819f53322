import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { door } from '../api/http';
import { Text } from '../kit/Field';
import { Failure, Notice, wrongIn } from '../kit/Notice';
import { useAct } from '../kit/useAct';
import { usePage } from '../kit/usePage';
import { useWords } from '../words';
import { NewPassword, useNewPassword } from './NewPassword';
import { makeWay, signIn } from './session';

/** The code stands in the fragment (or the query) of the printed link; it is taken out of the address bar at once. */
function codeInAddress() {
  const found = new URLSearchParams(location.hash.replace(/^#\??/, '')).get('code') ?? new URLSearchParams(location.search).get('code');
  return found ?? '';
}

export default function FirstAdmin() {
  const words = useWords();
  const t = words.signIn;
  const heading = usePage(t.firstAdmin);
  const [, go] = useLocation();
  const [code] = useState(codeInAddress);
  const [form, setForm] = useState({ city_name: '', city_token: '', name: '', login: '' });
  const password = useNewPassword();
  useEffect(() => {
    history.replaceState(null, '', location.pathname);
  }, []);
  const act = useAct(async () => {
    if (!password.ready) return password.complain();
    await makeWay();
    await door.POST('/api/members/v1/first-admin', { body: { ...form, link_code: code, password: password.ready } });
    await signIn(form.login, password.ready);
    go('/');
  });
  const field = (name: keyof typeof form, label: string, hint?: string) => (
    <Text label={label} hint={hint} value={form[name]} onText={(text) => setForm({ ...form, [name]: text })} required
      wrong={wrongIn(act.error, name)} autoCapitalize={name === 'name' || name === 'city_name' ? 'words' : 'none'} />
  );
  return (
    <div className="alone stack wide">
      <div>
        <h1 ref={heading} tabIndex={-1}>{t.firstAdmin}</h1>
        <p className="meta">{t.firstAdminLead}</p>
      </div>
      {!code && <Notice kind="bad">{t.noLink}</Notice>}
      <Failure error={act.error} />
      <form className="stack" onSubmit={(e) => { e.preventDefault(); void act.run(); }}>
        {field('city_name', t.cityName)}
        {field('city_token', t.cityToken, t.cityTokenHint)}
        {field('name', t.adminName)}
        {field('login', t.login)}
        <NewPassword of={password} wrong={wrongIn(act.error, 'password')} />
        <button className="main wide" aria-disabled={act.busy || !code}>{act.busy ? words.kit.busy : t.found}</button>
      </form>
    </div>
  );
}
