import type { Petition } from '../api/petitions';
import type { Words } from '../words';
import { day, moment } from '../words/dates';
import { dueInWords } from './deadline';
import { FINAL } from './steps';

export type Told = { before: string; label: string; after: string };

/** One sentence: who holds it and since when, what is next and until when. The label stands in bold between the two. */
export function whereabouts(petition: Petition, words: Pick<Words, 'petitions' | 'codes'>, yours: boolean): Told {
  const t = words.petitions.next;
  const { state, holders, due_at, due_kind, overdue } = petition;
  const over = FINAL.includes(state);
  const held = over ? undefined : holders.find(({ to_at }) => !to_at);
  const label = over ? t.over : yours ? t.yours : t.waiting;
  const left = !over && due_at ? dueInWords(due_at, overdue, words.petitions.due) : null;
  const until = due_at && left ? t.until(due_kind ? words.codes.clock[due_kind] : '', day(due_at), small(left.text)) : '';
  const todo = sentence(petition, t.todo);
  return {
    before: held ? t.holds(held.unit_name, moment(held.from_at)) : '',
    label: held ? small(label) : label,
    after: until ? `${todo.replace(/\.$/, '')}; ${small(until)}` : todo,
  };
}

const small = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

function sentence({ state, competence, holder, assignee, branch_name, clocks }: Petition, t: Words['petitions']['next']['todo']) {
  const unit = holder?.unit_name ?? branch_name;
  const pause = clocks.find(({ kind, closed_at }) => kind === 'pause' && !closed_at);
  if (pause) return t.paused(unit, day(pause.due_at));
  if (state === 'recorded') return competence === 'branch' ? t.recordedHere(unit) : t.recordedUp(unit);
  if (state === 'assigned') return t.assigned(unit, assignee?.name ?? '');
  if (state === 'answered' && holder && !['branch', 'cell'].includes(holder.tier)) return t.answeredAbove(unit);
  return t[state](unit);
}
