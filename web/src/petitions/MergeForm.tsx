import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Select, Text } from '../kit/Field';
import { Loaded } from '../kit/Loaded';
import { wrongIn } from '../kit/Notice';
import { useWords } from '../words';
import { headline } from '../words/headline';
import { fetchPetitions } from './calls';
import type { FormProps } from './forms';

/** Into another one that the same unit holds. */
export function MergeForm({ petition, error, onSend, children }: FormProps) {
  const { petitions: t, kit } = useWords();
  const [sought, setSought] = useState('');
  const [into, setInto] = useState('');
  const [tried, setTried] = useState(false);
  const held = useQuery({
    queryKey: ['petitions', 'held', petition.holder?.unit_id, sought],
    queryFn: () => fetchPetitions({ holder: petition.holder!.unit_id, q: sought }),
  });
  const send = () => {
    setTried(true);
    if (into) onSend({ into });
  };
  return (
    <form className="stack" onSubmit={(e) => { e.preventDefault(); send(); }}>
      <Text type="search" label={t.searchLabel} value={sought} onText={setSought} />
      <Loaded of={held}>
        {(page) => (
          <Select label={t.form.into} hint={t.form.intoHint} none={kit.choosePlease} value={into} onPick={setInto}
            wrong={tried && !into ? kit.choose : wrongIn(error, 'into')}
            options={page.items.filter(({ id }) => id !== petition.id).map(({ id, code, text }) => ({ value: id, text: `${code}: ${headline(text)}` }))} />
        )}
      </Loaded>
      {children}
    </form>
  );
}
