import type { Petition, Verb } from '../api/petitions';
import { useWords } from '../words';

/** What a step is called on this petition, by this person. */
export function useVerbNames(petition: Petition) {
  const t = useWords().petitions;
  const { state, draft, only_drafts: drafts } = petition;
  return (verb: Verb) => {
    if (verb === 'classify' && ['classified', 'assigned'].includes(state)) return t.reclassify;
    if (verb === 'assign' && state === 'assigned') return t.reassign;
    if (verb === 'escalate' && state === 'returned') return t.complete;
    if (verb === 'answer' && drafts) return draft ? t.redraftAnswer : t.draftAnswer;
    return t.verbs[verb];
  };
}
