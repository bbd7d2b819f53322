import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Recommendation } from '../api/meetings';
import type { SimilarPetition } from '../api/petitions';
import { signsOf } from '../intake/signs';
import { useLater } from '../kit/useLater';
import { findSimilar } from '../petitions/calls';
import { useWords } from '../words';
import { day } from '../words/dates';
import { headline } from '../words/headline';
import { addToRecommendation } from './act';
import { fetchRecommendation } from './calls';

const PAUSE = 900;
const SHORTEST = 15;
const LONGEST = 5_000;

type Props = { branch: string; text: string; itself: string; onAdded: () => void; draft: string };

/** What the branch has raised already that is the same. It never stands in the way: without signal it is not there. What
    may have to stay out of the system is not sent to be compared. */
export function Alike({ branch, text, itself, onAdded, draft }: Props) {
  const words = useWords();
  const t = words.recommendations.alike;
  const asked = useLater(text.trim(), PAUSE);
  const found = useQuery({
    queryKey: ['alike', branch, asked],
    queryFn: () => findSimilar(branch, asked),
    enabled: asked.length >= SHORTEST && !signsOf(asked).length,
    retry: false,
    gcTime: 0,
  });
  if (!found.data || asked !== text.trim()) return null;
  const own = found.data.items.find((item) => item.likeness === 'strong' && item.id !== itself);
  if (own) return <Own key={own.id} item={own} text={asked} draft={draft} onAdded={onAdded} />;
  const { elsewhere } = found.data;
  return elsewhere ? <p className="notice info" role="status">{t.elsewhere(words.codes.state[elsewhere])}</p> : null;
}

function Own({ item, text, draft, onAdded }: { item: SimilarPetition; text: string; draft: string; onAdded: () => void }) {
  const words = useWords();
  const t = words.recommendations.alike;
  const [failed, fail] = useState(false);
  const add = async () => {
    const known: Recommendation | null = await fetchRecommendation(item.id).catch(() => null);
    if (!known) return fail(true);
    await addToRecommendation(known, text, draft);
    onAdded();
  };
  const at = item.holder ? t.at(item.holder.unit_name) : words.codes.state[item.state];
  const due = item.due_at ? t.due(day(item.due_at)) : '';
  const room = item.text.length + text.length < LONGEST;
  return (
    <section className="notice info alike" aria-label={t.title}>
      <p role="status">{t.own(item.code, day(item.logged_at), at, due)}</p>
      <p>“{headline(item.text)}”</p>
      {failed && <p role="alert">{t.failed}</p>}
      <div className="row">
        <Link href={`/petitions/${item.id}`} className="btn" aria-label={`${t.see}: ${item.code}`}>{t.see}</Link>
        {item.holder && room && <button type="button" onClick={() => void add()} aria-label={`${t.add}: ${item.code}`}>{t.add}</button>}
      </div>
    </section>
  );
}
