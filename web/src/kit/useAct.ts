import { useState } from 'react';

/** One press, one action: busy meanwhile, the failure kept for the form, the same key until it has worked. */
export function useAct<A extends unknown[]>(act: (key: string, ...args: A) => Promise<void>) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [key, setKey] = useState(() => crypto.randomUUID() as string);
  const run = async (...args: A) => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await act(key, ...args);
      setKey(crypto.randomUUID());
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return { run, busy, error, setError };
}
