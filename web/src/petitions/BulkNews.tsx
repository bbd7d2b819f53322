import { useEffect, useRef } from 'react';
import { Failure } from '../kit/Notice';
import { useWords } from '../words';
import { headline } from '../words/headline';
import type { Told, useBulk } from './useBulk';

/** What waits to be sent, with its undo; then what became of each, in words. */
export function BulkNews({ bulk }: { bulk: ReturnType<typeof useBulk> }) {
  const { desk: { bulk: t }, petitions: { verbs } } = useWords();
  const { waiting, left, told } = bulk;
  if (waiting) {
    return (
      <section className="notice care bulk-news" aria-label={verbs[waiting.verb]}>
        <b role="timer">{t.waiting(verbs[waiting.verb], waiting.lines.length, left)}</b>
        <span role="status">{t.notYet}</span>
        <div className="row">
          <button autoFocus onClick={bulk.undo}>{t.undo}</button>
          <button onClick={bulk.now}>{t.now}</button>
        </div>
      </section>
    );
  }
  return told && <ToldOf told={told} onAgain={() => bulk.again(told.bulk)} onSeen={bulk.seen} />;
}

function ToldOf({ told, onAgain, onSeen }: { told: Told; onAgain: () => void; onSeen: () => void }) {
  const { desk: { bulk: t }, petitions: { verbs }, kit } = useWords();
  const heading = useRef<HTMLElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), [told]);
  const verb = verbs[told.bulk.verb];
  const results = 'results' in told ? told.results : [];
  const refused = results.filter(({ problem }) => problem);
  const textOf = (id: string) => headline(told.bulk.lines.find((line) => line.id === id)?.text ?? '');
  return (
    <section className={`notice bulk-news ${'failure' in told || refused.length ? 'care' : 'good'}`} aria-label={verb}>
      <b ref={heading} tabIndex={-1} role="status">
        {'undone' in told ? t.undone : 'results' in told ? t.result(verb, results.length - refused.length, results.length) : verb}
      </b>
      {'failure' in told && <Failure error={told.failure} />}
      {refused.length > 0 && <ul className="stack tight">{refused.map(({ petition_id, problem }) => <li key={petition_id}>{textOf(petition_id)}: {problem?.detail}</li>)}</ul>}
      <div className="row">
        {'failure' in told && <button onClick={onAgain}>{kit.tryAgain}</button>}
        <button onClick={onSeen}>{t.close}</button>
      </div>
    </section>
  );
}
