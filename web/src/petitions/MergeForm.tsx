import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Select, Text } from '../kit/Field';
import { Loaded } from '../kit/Loaded';
import { wrongIn } from '../kit/Notice';
import { useLater } from '../kit/useLater';
import { useWords } from '../words';
import { headline } from '../words/headline';
import { AlikeChoices } from './Alike';
import { fetchPetitions } from './calls';
import { useFilled } from './filled';
import type { FormProps } from './forms';

/** Into another one that the same unit holds. */
export function MergeForm(props: FormProps) {
  const { petition, error, onSend, children } = props;
  const { petitions: t, kit } = useWords();
  const [{ sought, into }, fill] = useFilled(props, { sought: '', into: '' });
  const [tried, setTried] = useState(false);
  const asked = useLater(sought);
  const held = useQuery({
    queryKey: ['petitions', 'held', petition.holder?.unit_id, asked],
    queryFn: () => fetchPetitions({ holder: petition.holder!.unit_id, q: asked }),
  });
  const send = () => {
    setTried(true);
    if (into) onSend({ into });
  };
  return (
    <form className="stack" onSubmit={(e) => { e.preventDefault(); send(); }}>
      <AlikeChoices petition={petition} onPick={(picked) => onSend({ into: picked })} />
      <Text type="search" label={t.searchLabel} value={sought} onText={(value) => fill({ sought: value, into: '' })} />
      <Loaded of={held}>
        {(page) => (
          <Select label={t.form.into} hint={t.form.intoHint} none={kit.choosePlease} value={into} onPick={(picked) => fill({ into: picked })}
            wrong={tried && !into ? kit.choose : wrongIn(error, 'into')}
            options={page.items.filter(({ id }) => id !== petition.id).map(({ id, code, text }) => ({ value: id, text: `${code}: ${headline(text)}` }))} />
        )}
      </Loaded>
      {children}
    </form>
  );
}
