import { store, useStore } from '../kit/store';
import { useWords } from '../words';

/** Set when a newer portal has been fetched and waits; it is taken over only when the person presses. */
export const newVersion = store<(() => void) | null>(null);

export function NewVersion() {
  const t = useWords().shell;
  const install = useStore(newVersion);
  if (!install) return null;
  return (
    <div className="strip" role="status">
      <span>{t.newVersion}</span>
      <button onClick={install}>{t.install}</button>
    </div>
  );
}
