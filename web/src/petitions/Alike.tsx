import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Petition, SimilarPetition } from '../api/petitions';
import { useStore } from '../kit/store';
import { places, session } from '../shell/session';
import { useWords, type Words } from '../words';
import { headline } from '../words/headline';
import { fetchSimilar } from './calls';

const SHOWN = 3;

export const useSimilar = (petition: Petition, enabled = true) =>
  useQuery({ queryKey: ['similar', petition.id], queryFn: () => fetchSimilar(petition.id), enabled, retry: false });

/** Why two are alike, in the words of the texts themselves. */
export function because({ because: { places: where, words: what } }: SimilarPetition, t: Words['petitions']['alike']) {
  return [where.length && t.place(where.join(', ')), what.length && t.words(what.slice(0, 4).join(', '))].filter(Boolean).join(' · ');
}

/** A quiet line on the page of who works on it: there are others like this one. */
export function AlikeLine({ petition }: { petition: Petition }) {
  const t = useWords().petitions.alike;
  const at = useStore(session);
  const office = at.state === 'signed-in' && !!(places(at.me).ward ?? places(at.me).city);
  const strong = useSimilar(petition, office).data?.items.filter((item) => item.likeness === 'strong') ?? [];
  if (!strong.length) return null;
  return (
    <details className="alike-line">
      <summary>{t.count(strong.length)}</summary>
      <ul className="stack tight">
        {strong.map((item) => (
          <li key={item.id}>
            <Link href={`/petitions/${item.id}`} className="btn">{item.code}: {headline(item.text)}</Link>
            <p className="meta">{item.branch_name} · {because(item, t)}</p>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What it may be merged into, the likest first; one press asks, one more confirms. */
export function AlikeChoices({ petition, onPick }: { petition: Petition; onPick: (into: string) => void }) {
  const t = useWords().petitions.alike;
  const items = useSimilar(petition).data?.items.filter((item) => item.may_merge).slice(0, SHOWN) ?? [];
  if (!items.length) return null;
  return (
    <section className="stack tight" aria-label={t.suggested}>
      <h3>{t.suggested}</h3>
      <ul className="plain">
        {items.map((item) => (
          <li key={item.id} className="cell">
            <b>{headline(item.text)}</b>
            <button type="button" onClick={() => onPick(item.id)} aria-label={`${t.mergeInto} ${item.code}`}>{t.mergeInto} {item.code}</button>
            <span className="meta">{[item.likeness === 'strong' ? t.strong : t.likely, item.branch_name, because(item, t)].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
