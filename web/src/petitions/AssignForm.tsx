import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Choice } from '../kit/Field';
import { Loaded } from '../kit/Loaded';
import { Notice, wrongIn } from '../kit/Notice';
import { useWords } from '../words';
import { fetchAssignees } from './calls';
import { useFilled } from './filled';
import type { FormProps } from './forms';

export function AssignForm(props: FormProps) {
  const { petition, error, onSend, children } = props;
  const { petitions: { form: t }, kit } = useWords();
  const unit = petition.holder?.unit_id ?? '';
  const found = useQuery({ queryKey: ['assignees', unit], queryFn: () => fetchAssignees(unit) });
  const [{ assignee }, fill] = useFilled(props, { assignee: petition.assignee?.person_id ?? '' });
  const [tried, setTried] = useState(false);
  const send = () => {
    setTried(true);
    if (assignee) onSend({ assignee });
  };
  return (
    <form className="stack" onSubmit={(e) => { e.preventDefault(); send(); }}>
      <Loaded of={found} empty={{ when: (page) => !page.items.length, show: <Notice kind="care">{t.noAssignee}</Notice> }}>
        {(page) => (
          <Choice label={t.assignee} value={assignee} onPick={(picked) => fill({ assignee: picked })} wrong={tried && !assignee ? kit.choose : wrongIn(error, 'assignee')}
            options={page.items.map(({ person_id, name }) => ({ value: person_id, text: name }))} />
        )}
      </Loaded>
      {children}
    </form>
  );
}
