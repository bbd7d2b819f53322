import type { Answer } from '../api/petitions';
import { useWords } from '../words';
import { day, fullMoment } from '../words/dates';

/** The answer as it is read out, and what the branch said to it. */
export function AnswerBox({ answer }: { answer: Answer }) {
  const { petitions: { answer: t }, codes } = useWords();
  return (
    <section className="answer stack tight">
      <h2>{t.title(answer.unit_name)} <span className="meta">{fullMoment(answer.at)}</span></h2>
      <p><span className="chip">{codes.outcome[answer.outcome]}</span></p>
      <p className="whole">{answer.text}</p>
      {answer.target_date && <p><b>{t.target(day(answer.target_date))}</b></p>}
      {typeof answer.content === 'boolean' && <p><b>{answer.content ? `✓ ${t.content}` : t.notContent}</b></p>}
    </section>
  );
}
