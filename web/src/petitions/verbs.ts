import type { Petition, Verb } from '../api/petitions';
import { useStore } from '../kit/store';
import { session } from '../shell/session';
import { useWords } from '../words';

/** Whoever it is assigned to drafts the answer; the holder sends it. */
export function useDrafts({ assignee }: Petition) {
  const at = useStore(session);
  return at.state === 'signed-in' && assignee?.person_id === at.me.person_id;
}

/** What a step is called on this petition, by this person. */
export function useVerbNames(petition: Petition) {
  const t = useWords().petitions;
  const drafts = useDrafts(petition);
  const { state, draft } = petition;
  return (verb: Verb) => {
    if (verb === 'classify' && ['classified', 'assigned'].includes(state)) return t.reclassify;
    if (verb === 'assign' && state === 'assigned') return t.reassign;
    if (verb === 'escalate' && state === 'returned') return t.complete;
    if (verb === 'answer' && drafts) return draft ? t.redraftAnswer : t.draftAnswer;
    return t.verbs[verb];
  };
}
