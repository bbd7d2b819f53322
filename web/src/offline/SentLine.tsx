import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useState } from 'react';
import { useStore } from '../kit/store';
import { useWords } from '../words';
import { device } from './device';
import { sending, unstored } from './outbox';

export function useOnline() {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    addEventListener('online', look);
    addEventListener('offline', look);
    return () => {
      removeEventListener('online', look);
      removeEventListener('offline', look);
    };
  }, []);
  return online;
}

/** The one line that always says where the data is; `quiet` says nothing while there is nothing to say. */
export function SentLine({ quiet, strip }: { quiet?: boolean; strip?: boolean }) {
  const t = useWords().offline;
  const online = useOnline();
  const state = useStore(sending);
  const waiting = useLiveQuery(() => device().outbox.count(), []) ?? 0;
  const full = useStore(unstored);
  const away = !online || state === 'failed';
  if (full) return <p className="sent fails" role="alert">{t.unstored}</p>;
  if (quiet && !waiting && online) return null;
  const text = waiting
    ? away ? t.noSignal(waiting) : state === 'sending' ? t.sending(waiting) : t.waiting(waiting)
    : online ? t.allSent : t.offline;
  return (
    <p className={`sent${waiting || !online ? ' waits' : ''}${strip ? ' strip-line' : ''}`} role="status">{waiting || !online ? '' : '✓ '}{text}</p>
  );
}
