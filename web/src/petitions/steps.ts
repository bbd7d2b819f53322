import type { Petition, PetitionState, Verb } from '../api/petitions';

/** What moves a petition on from each state, most useful first; what is allowed is in the server's `next`. */
const FORWARD: Record<PetitionState, Verb[]> = {
  recorded: ['answer', 'escalate'],
  submitted: ['acknowledge'],
  received: ['classify', 'assign', 'answer'],
  classified: ['assign', 'answer'],
  assigned: ['answer', 'assign'],
  returned: ['escalate', 'answer', 'assign'],
  answered: ['close'],
  reopened: ['answer', 'assign'],
  closed: ['reopen'],
  merged: [],
  redirected: [],
  withdrawn: [],
};

/** Two big actions, the others beside them: on, and up where there is an up. */
export function arrange({ state, competence, next }: Pick<Petition, 'state' | 'competence' | 'next'>) {
  const asked = next as Verb[];
  const forward = FORWARD[state].filter((verb) => asked.includes(verb));
  if (state === 'recorded' && competence !== 'branch') forward.reverse();
  const [main] = forward;
  const second = main !== 'escalate' && asked.includes('escalate') ? 'escalate' : forward[1];
  const others = asked.filter((verb) => verb !== main && verb !== second);
  return { main, second, others };
}

export const FINAL: PetitionState[] = ['closed', 'merged', 'redirected', 'withdrawn'];

/** Whether the desk is done with it for now, so that the next one opens. */
export function leavesDesk(before: Petition, after: Petition) {
  return before.holder?.unit_id !== after.holder?.unit_id || (before.state !== after.state && after.state === 'assigned') || FINAL.includes(after.state);
}
