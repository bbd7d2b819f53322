import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Petition } from '../api/petitions';
import { Choice } from '../kit/Field';
import { Loaded } from '../kit/Loaded';
import { Notice, wrongIn } from '../kit/Notice';
import { useWords } from '../words';
import { fetchBodies } from './deskCalls';
import { useFilled } from './filled';
import type { FormProps } from './forms';
import { groupsOf, suggestionFor } from './suggest';

/** Whom it can be given to, by body; the one that such matters usually go to stands first, with the reason. */
export function AssignForm(props: FormProps) {
  const { petition, error, onSend, children } = props;
  const { petitions: { form: t }, desk, kit } = useWords();
  const unit = petition.holder?.unit_id ?? '';
  const found = useQuery({ queryKey: ['bodies', unit], queryFn: () => fetchBodies(unit) });
  const [{ assignee }, fill] = useFilled(props, { assignee: petition.assignee?.person_id ?? '' });
  const [tried, setTried] = useState(false);
  const send = () => {
    setTried(true);
    if (assignee) onSend({ assignee });
  };
  return (
    <form className="stack" onSubmit={(e) => { e.preventDefault(); send(); }}>
      <Loaded of={found}>
        {(bodies) => {
          const groups = groupsOf(bodies, petition.category, { others: desk.bodies.others, all: t.assignee });
          if (!groups.length) return <Notice kind="care">{t.noAssignee}</Notice>;
          return (
            <>
              <Suggested petition={petition} suggestion={suggestionFor(bodies, petition.category)} />
              {groups.map(({ code, name, assignees }, at) => (
                <Choice key={code} label={name} value={assignee} onPick={(picked) => fill({ assignee: picked })}
                  wrong={at === 0 ? (tried && !assignee ? kit.choose : wrongIn(error, 'assignee')) : undefined}
                  options={assignees.map(({ person_id, name: who }) => ({ value: person_id, text: who }))} />
              ))}
            </>
          );
        }}
      </Loaded>
      {children}
    </form>
  );
}

function Suggested({ petition, suggestion }: { petition: Petition; suggestion: ReturnType<typeof suggestionFor> }) {
  const { desk: { bodies: t }, codes } = useWords();
  if (!suggestion) return null;
  return (
    <Notice title={t.suggested(suggestion.body.name)}>
      {t.because(codes.category[petition.category], suggestion.source)} {!suggestion.body.assignees.length && t.nobody}
    </Notice>
  );
}
