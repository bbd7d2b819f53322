import type { Petition, Step } from '../api/petitions';
import { useLanguage, useWords, type Words } from '../words';
import { day, moment } from '../words/dates';

/** What happened, newest first, in plain words; the line of history itself cannot be changed. */
export function Story({ petition }: { petition: Petition }) {
  const t = useWords();
  const steps = [...petition.history].sort((a, b) => b.seq - a.seq);
  return (
    <section className="stack">
      <h2>{t.petitions.story}</h2>
      <ol className="story">
        {steps.map((step) => (
          <li key={step.seq}>
            <time dateTime={step.at}>{moment(step.at)}</time>
            <div>
              <p>{told(step, petition.branch_name, t)}</p>
              <Details step={step} t={t} />
              {step.note && <p className="note">{step.note}</p>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function told(step: Step, branch: string, { petitions, codes }: Pick<Words, 'petitions' | 'codes'>) {
  const unit = step.unit_name ?? (step.verb === 'open' ? branch : petitions.byItself);
  const role = step.role ? codes.role[step.role] : '';
  const actor = step.actor_name ?? (role && unit ? `${role}, ${unit}` : '');
  const tell = petitions.done[named(step)];
  const state = codes.state[step.to_state as keyof typeof codes.state] ?? step.to_state;
  return tell ? tell({ unit, to: step.to_unit_name ?? '', actor, note: step.note ?? '' }) : petitions.became(state);
}

/** What somebody does and what happens by itself is told differently. */
function named({ verb, by_itself }: Step) {
  if (verb === 'unmerge' && !by_itself) return 'take_out';
  return verb === 'resume' && by_itself ? 'resumed' : verb;
}

/** The codes of a step as chips: category, competence, outcome, reason, dates. */
function Details({ step: { details, reason }, t }: { step: Step; t: Words }) {
  const inVietnamese = useLanguage() === 'vi';
  const { codes, petitions } = t;
  const word = (group: keyof Words['codes'], key: string) => {
    const value = details[key];
    return typeof value === 'string' ? (codes[group] as Record<string, string>)[value] : undefined;
  };
  const { target_date: target, until, document_number: number, document_date: dated, reply_by: replyBy } = details;
  const shown = [
    word('category', 'category'), word('competenceChip', 'competence'), word('complexity', 'complexity'), word('outcome', 'outcome'),
    word('channel', 'channel'), word('rule', 'rule'), reason && (inVietnamese ? reason.vi : reason.en), typeof details.assignee_name === 'string' && details.assignee_name,
    typeof target === 'string' && petitions.answer.target(day(target)),
    typeof until === 'string' && petitions.untilDay(day(until)),
    typeof number === 'string' && petitions.documentNumber(number), typeof dated === 'string' && petitions.documentDay(day(dated)),
    typeof replyBy === 'string' && petitions.replyByDay(day(replyBy)),
  ].filter(Boolean);
  return shown.length ? <p className="chips">{shown.map((text) => <span key={String(text)} className="chip">{text}</span>)}</p> : null;
}
