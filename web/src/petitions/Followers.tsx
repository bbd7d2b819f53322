import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Petition } from '../api/petitions';
import { Dialog } from '../kit/Dialog';
import { Failure, Notice } from '../kit/Notice';
import { useAct } from '../kit/useAct';
import { useWords } from '../words';
import { headline } from '../words/headline';
import { doVerb } from './calls';

type Follower = Petition['followers'][number];

/** What was merged into this one, for whoever may take it out again. */
export function Followers({ petition }: { petition: Petition }) {
  const { petitions: { followers: t }, kit } = useWords();
  const queries = useQueryClient();
  const [asking, ask] = useState<Follower | null>(null);
  const [done, setDone] = useState('');
  const act = useAct(async (key: string, { id, code }: Follower) => {
    await doVerb(id, 'unmerge', {}, key);
    setDone(t.done(code));
    for (const stale of ['petition', 'petitions', 'summary']) void queries.invalidateQueries({ queryKey: [stale] });
  });
  const takeOut = (follower: Follower) => {
    ask(null);
    void act.run(follower);
  };
  if (!petition.followers.length && !done) return null;
  return (
    <section className="card stack" aria-label={t.title}>
      <h2>{t.title}</h2>
      <Failure error={act.error} />
      {done && <Notice kind="good">{done}</Notice>}
      <ul className="stack followers">
        {petition.followers.map((one) => (
          <li key={one.id} className="row">
            <Link href={`/petitions/${one.id}`}>{one.code} · {one.branch_name}: {headline(one.text)}</Link>
            <button aria-disabled={act.busy} onClick={() => ask(one)}>{act.busy ? kit.busy : t.takeOut}<span className="visually-hidden"> {one.code}</span></button>
          </li>
        ))}
      </ul>
      {asking && (
        <Dialog title={t.ask(asking.code)} onClose={() => ask(null)}>
          <p>{t.askText}</p>
          <div className="row">
            <button onClick={() => ask(null)}>{kit.cancel}</button>
            <button className="main" onClick={() => takeOut(asking)}>{t.takeOut}</button>
          </div>
        </Dialog>
      )}
    </section>
  );
}
