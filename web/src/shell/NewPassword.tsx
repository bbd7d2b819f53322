import { useState } from 'react';
import { Check, Text } from '../kit/Field';
import { useWords } from '../words';

/** A password typed twice; `ready` holds it once both agree, and whoever sends before that is told what is missing. */
export function useNewPassword() {
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [shown, setShown] = useState(false);
  const [tried, setTried] = useState(false);
  const ready = first && first === second ? first : null;
  return { first, setFirst, second, setSecond, shown, setShown, tried, complain: () => setTried(true), ready };
}

export function NewPassword({ of, wrong }: { of: ReturnType<typeof useNewPassword>; wrong?: string | undefined }) {
  const t = useWords().signIn;
  const type = of.shown ? 'text' : 'password';
  const finished = of.tried || of.second.length >= of.first.length;
  const different = finished && of.second && of.second !== of.first ? t.different : undefined;
  return (
    <>
      <Text label={t.newPassword} hint={t.newPasswordHint} wrong={wrong} type={type} value={of.first} onText={of.setFirst} autoComplete="new-password" required />
      <Text label={t.again} wrong={different} type={type} value={of.second} onText={of.setSecond} autoComplete="new-password" required />
      <Check label={t.show} checked={of.shown} onCheck={of.setShown} />
    </>
  );
}
