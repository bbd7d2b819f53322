import { useEffect } from 'react';
import type { Progress } from '../api/starting';
import { useLanguage, useWords } from '../words';
import { begin } from './session';

/** Shown while the services start and the demo city is filled; opens by itself when they are ready. */
export function Starting({ progress }: { progress: Progress }) {
  const t = useWords().starting;
  const language = useLanguage();
  useEffect(() => () => void begin(), []);
  return (
    <main className="alone stack">
      <h1>{t.title}</h1>
      <p>{t.lead}</p>
      <progress max={100} value={progress.percent} aria-label={t.title} />
      <p role="status"><b className="num">{t.percent(progress.percent)}</b> {progress.text[language]}</p>
    </main>
  );
}
