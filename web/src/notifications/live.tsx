import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { bearerFor, renewOrStop } from '../api/http';
import { worksFor } from '../api/token';
import { store, useStore } from '../kit/store';
import { useWords } from '../words';
import { fetchUnread } from './calls';
import { eventsOf } from './stream';

export const unread = store(0);
const announced = store(0);

const SHORTEST = 1_000;
const LONGEST = 60_000;
const SILENCE = 45_000;

/** Follows the person's stream for as long as `signal` allows: again after every break, with a growing pause. */
async function follow(signal: AbortSignal, onNews: () => void) {
  const person = worksFor();
  let last = '';
  let pause = SHORTEST;
  while (!signal.aborted) {
    const silence = new AbortController();
    let timer = window.setTimeout(() => silence.abort(), SILENCE);
    try {
      const headers: Record<string, string> = { Accept: 'text/event-stream', Authorization: `Bearer ${await bearerFor(person)}` };
      if (last) headers['Last-Event-ID'] = last;
      const response = await fetch('/api/notifications/v1/stream', { headers, signal: AbortSignal.any?.([signal, silence.signal]) ?? signal });
      if (response.status === 401) await renewOrStop(person);
      if (!response.ok || !response.body) throw new Error(String(response.status));
      onNews();
      const alive = () => {
        clearTimeout(timer);
        timer = window.setTimeout(() => silence.abort(), SILENCE);
        pause = SHORTEST;
      };
      for await (const event of eventsOf(response.body, alive)) {
        if (event.id) last = event.id;
        if (event.event === 'inbox') onNews();
      }
    } catch {
      /* a break in the line: the loop tries again */
    } finally {
      clearTimeout(timer);
    }
    await new Promise((resolve) => setTimeout(resolve, pause + Math.random() * 500));
    pause = Math.min(pause * 2, LONGEST);
  }
}

/** Keeps the badge, the inbox and the desk up to date while the page is open. */
export function Live() {
  const t = useWords().inbox;
  const queries = useQueryClient();
  useEffect(() => {
    const stop = new AbortController();
    const look = async () => {
      const { unread: n } = await fetchUnread();
      if (n > unread.get()) announced.set(announced.get() + 1);
      unread.set(n);
    };
    const onNews = () => {
      void look().catch(() => {});
      for (const key of ['inbox', 'petitions', 'petition', 'summary', 'meetings']) void queries.invalidateQueries({ queryKey: [key] });
    };
    void follow(stop.signal, onNews);
    return () => stop.abort();
  }, [queries]);
  const news = useStore(announced);
  return <span key={news} className="visually-hidden" role="status">{news > 0 ? t.arrived : ''}</span>;
}
