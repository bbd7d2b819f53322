import type { Recommendation } from '../api/meetings';
import { useWords } from '../words';

/** What this meeting has logged so far. */
export function Logged({ logged, onEdit }: { logged: readonly Recommendation[]; onEdit?: (one: Recommendation) => void }) {
  const t = useWords();
  if (!logged.length) return null;
  return (
    <section className="stack tight">
      <h2>{t.recommendations.logged(logged.length)}</h2>
      <ul className="plain">
        {logged.map((one) => (
          <li key={one.id} className="cell">
            <b>{one.text || t.intake.erased}</b>
            {onEdit && one.text && <button onClick={() => onEdit(one)} aria-label={`${t.recommendations.edit}: ${one.text.slice(0, 60)}`}>{t.recommendations.edit}</button>}
            <span className="meta">{[t.codes.category[one.category], t.codes.competence[one.competence], one.urgent && t.petitions.urgent].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
