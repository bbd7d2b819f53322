import { useState } from 'react';
import { useLocation } from 'wouter';
import { Choice, Text } from '../kit/Field';
import { Failure, wrongIn } from '../kit/Notice';
import { useAct } from '../kit/useAct';
import { usePage } from '../kit/usePage';
import { useWords } from '../words';
import { fold } from '../words/names';
import { freshCode } from './accounts';
import { makeAccount } from './calls';
import { PersonPicker, type Chosen } from './PersonPicker';

/** "Nguyễn Thị Ánh" → "anh.nguyen": given name, then family name. */
const suggested = (name: string) => {
  const words = fold(name).split(' ').filter(Boolean);
  return words.length > 1 ? `${words.at(-1)}.${words[0]}` : words[0] ?? '';
};

/** What the server takes as a login; said here beforehand, in words. */
const LOGIN = /^[a-z0-9][a-z0-9._-]{1,39}$/i;

export default function NewAccount() {
  const { accounts: t, kit } = useWords();
  const heading = usePage(t.make);
  const [, go] = useLocation();
  const [kind, setKind] = useState<'member' | 'other'>('member');
  const [made] = useState(() => crypto.randomUUID());
  const [person, setPerson] = useState<Chosen | null>(null);
  const [name, setName] = useState('');
  const [login, setLogin] = useState('');
  const [tried, setTried] = useState(false);
  const id = kind === 'member' ? person?.id : made;
  const called = kind === 'member' ? person?.name ?? '' : name.trim();
  const act = useAct(async () => {
    if (!id || !called || !LOGIN.test(login.trim())) return;
    const account = await makeAccount(id, { login: login.trim(), name: called });
    if (account.one_time_code) freshCode.set({ person: id, code: account.one_time_code });
    go(`/accounts/${account.login}`, { replace: true });
  });
  const pick = (found: Chosen) => {
    setPerson(found);
    setLogin(suggested(found.name));
  };
  return (
    <div className="pad narrow stack wide">
      <h1 ref={heading} tabIndex={-1}>{t.make}</h1>
      <Failure error={act.error} />
      <form className="stack wide" onSubmit={(e) => { e.preventDefault(); setTried(true); void act.run(); }}>
        <Choice label={t.forWhom} value={kind} onPick={setKind} options={(['member', 'other'] as const).map((value) => ({ value, text: t.kind[value] }))} />
        {kind === 'member'
          ? <PersonPicker value={person} onPick={pick} wrong={tried && !person ? kit.choose : undefined} />
          : <Text label={t.name} value={name} onText={(text) => { setName(text); setLogin(suggested(text)); }} wrong={tried && !called ? kit.required : wrongIn(act.error, 'name')} />}
        <Text label={t.login} hint={t.loginHint} value={login} onText={setLogin} autoCapitalize="none" spellCheck={false}
          wrong={tried && !LOGIN.test(login.trim()) ? t.loginWrong : wrongIn(act.error, 'login')} />
        <button className="main wide" aria-disabled={act.busy}>{act.busy ? kit.busy : t.save}</button>
      </form>
    </div>
  );
}
