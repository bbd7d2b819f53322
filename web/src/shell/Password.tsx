import { useState } from 'react';
import { Text } from '../kit/Field';
import { Failure, Notice, wrongIn } from '../kit/Notice';
import { useAct } from '../kit/useAct';
import { usePage } from '../kit/usePage';
import { changePassword } from '../members/calls';
import { useWords } from '../words';
import { NewPassword, useNewPassword } from './NewPassword';

export default function Password() {
  const words = useWords();
  const t = words.signIn;
  const heading = usePage(words.shell.password);
  const [old, setOld] = useState('');
  const [done, setDone] = useState(false);
  const password = useNewPassword();
  const act = useAct(async (key) => {
    if (!password.ready) return password.complain();
    await changePassword({ old, new: password.ready }, key);
    setDone(true);
  });
  return (
    <div className="pad narrow stack wide">
      <h1 ref={heading} tabIndex={-1}>{words.shell.password}</h1>
      {done && <Notice kind="good">{t.passwordChanged}</Notice>}
      <Failure error={act.error} />
      <form className="stack" onSubmit={(e) => { e.preventDefault(); void act.run(); }}>
        <Text label={t.oldPassword} type="password" value={old} onText={setOld} autoComplete="current-password" required wrong={wrongIn(act.error, 'old')} />
        <NewPassword of={password} wrong={wrongIn(act.error, 'new')} />
        <button className="main wide" aria-disabled={act.busy}>{act.busy ? words.kit.busy : words.kit.save}</button>
      </form>
    </div>
  );
}
