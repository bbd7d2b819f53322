import { Link } from 'wouter';
import type { Petition } from '../api/petitions';
import { useWords, type Words } from '../words';
import { day } from '../words/dates';
import { dueInWords } from './deadline';
import { FINAL } from './steps';

/** One sentence: what can be done next, by whom, until when. */
export function NextStep({ petition, branchUnit }: { petition: Petition; branchUnit?: string | undefined }) {
  const words = useWords();
  const t = words.petitions.next;
  const { state, next, waiting_for: waiting, due_at, due_kind, overdue, merged_into_id, draft, transfer, holder } = petition;
  const over = FINAL.includes(state);
  const waits = state === 'answered' || (state === 'merged' && !!petition.answer && !petition.answer.read_out_at);
  const readHere = waits && !!branchUnit && branchUnit === (holder?.unit_id ?? petition.branch_id);
  const yours = next.length > 0 && !over;
  const roles = waiting?.roles.map((role) => words.codes.role[role]).join('; ');
  const left = due_at && dueInWords(due_at, overdue, words.petitions.due);
  return (
    <div className={`say${overdue ? ' late' : ''}`}>
      <p><b>{over ? t.over : yours || readHere ? t.yours : t.waiting}</b> {sentence(petition, t.todo)}</p>
      {!over && (
        <p>
          {due_at && left && <>{t.until(due_kind ? words.codes.clock[due_kind] : '', day(due_at), left.text.toLowerCase())} </>}
          {roles && <span className="meta">{t.by(roles)}{yours || readHere ? '' : ` ${t.none}`}</span>}
        </p>
      )}
      {merged_into_id && <p className="row"><Link href={`/petitions/${merged_into_id}`} className="btn">{t.toMerged}</Link></p>}
      {transfer && !over && <p>{transfer.replied_at ? t.repliedBy(transfer.body, day(transfer.replied_at)) : t.sentTo(transfer.body, day(transfer.sent_at), day(transfer.reply_due_at))}</p>}
      {draft && !over && <p>{t.draftWaits(draft.by_name, holder?.unit_name ?? '')}</p>}
      {readHere && <p className="row"><Link href="/meetings" className="btn main">{t.readOutHere}</Link></p>}
    </div>
  );
}

function sentence({ state, competence, holder, assignee, branch_name, clocks }: Petition, t: Words['petitions']['next']['todo']) {
  const unit = holder?.unit_name ?? branch_name;
  const pause = clocks.find(({ kind, closed_at }) => kind === 'pause' && !closed_at);
  if (pause) return t.paused(unit, day(pause.due_at));
  if (state === 'recorded') return competence === 'branch' ? t.recordedHere(unit) : t.recordedUp(unit);
  if (state === 'assigned') return t.assigned(unit, assignee?.name ?? '');
  if (state === 'answered' && holder && !['branch', 'cell'].includes(holder.tier)) return t.answeredAbove(unit);
  return t[state](unit);
}
