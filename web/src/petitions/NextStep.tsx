import { Link } from 'wouter';
import type { Petition } from '../api/petitions';
import { useWords } from '../words';
import { day } from '../words/dates';
import { FINAL } from './steps';
import { whereabouts } from './whereabouts';

/** Where it is and what can be done next, in one sentence; below it by whom. */
export function NextStep({ petition, branchUnit }: { petition: Petition; branchUnit?: string | undefined }) {
  const words = useWords();
  const t = words.petitions.next;
  const { state, next, waiting_for: waiting, overdue, merged_into_id, draft, transfer, holder } = petition;
  const over = FINAL.includes(state);
  const waits = state === 'answered' || (state === 'merged' && !!petition.answer && !petition.answer.read_out_at);
  const readHere = waits && !!branchUnit && branchUnit === (holder?.unit_id ?? petition.branch_id);
  const yours = next.length > 0 && !over;
  const roles = waiting?.roles.map((role) => words.codes.role[role]).join('; ');
  const { before, label, after } = whereabouts(petition, words, yours || readHere);
  return (
    <div className={`say${overdue ? ' late' : ''}`}>
      <p>{before} <b>{label}</b> {after}</p>
      {!over && roles && <p className="meta">{t.by(roles)}{yours || readHere ? '' : ` ${t.none}`}</p>}
      {merged_into_id && <p className="row"><Link href={`/petitions/${merged_into_id}`} className="btn">{t.toMerged}</Link></p>}
      {transfer && !over && <p>{transfer.replied_at ? t.repliedBy(transfer.body, day(transfer.replied_at)) : t.sentTo(transfer.body, day(transfer.sent_at), day(transfer.reply_due_at))}</p>}
      {draft && !over && <p>{t.draftWaits(draft.by_name, holder?.unit_name ?? '')}</p>}
      {readHere && <p className="row"><Link href="/meetings" className="btn main">{t.readOutHere}</Link></p>}
    </div>
  );
}
