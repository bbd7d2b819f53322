import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Category, Competence } from '../api/petitions';
import { Dialog } from '../kit/Dialog';
import { Select } from '../kit/Field';
import { Loaded } from '../kit/Loaded';
import { useWords } from '../words';
import { fetchBodies } from './deskCalls';
import type { BulkVerb } from './useBulk';

type Props = { verb: BulkVerb; count: number; unit: string; onSend: (body: object) => void; onClose: () => void };

/** What is said once for all of them. */
export function BulkForm({ verb, count, unit, onSend, onClose }: Props) {
  const { desk: { bulk: t }, petitions: { verbs, form }, codes, kit } = useWords();
  const [category, setCategory] = useState<Category | ''>('');
  const [competence, setCompetence] = useState<Competence | ''>('');
  const [assignee, setAssignee] = useState('');
  const [tried, setTried] = useState(false);
  const send = () => {
    setTried(true);
    if (verb === 'classify') onSend({ category: category || null, competence: competence || null });
    else if (assignee) onSend({ assignee });
  };
  return (
    <Dialog title={`${verbs[verb]}: ${t.chosen(count)}`} onClose={onClose}>
      {verb === 'classify' ? (
        <>
          <Select label={form.category} none={t.asSaid} value={category} onPick={setCategory}
            options={(Object.keys(codes.category) as Category[]).map((value) => ({ value, text: codes.category[value] }))} />
          <Select label={form.competence} none={t.asSaid} value={competence} onPick={setCompetence}
            options={(Object.keys(codes.competence) as Competence[]).map((value) => ({ value, text: codes.competence[value] }))} />
        </>
      ) : (
        <Assignees unit={unit} value={assignee} onPick={setAssignee} wrong={tried && !assignee ? kit.choose : undefined} />
      )}
      <div className="row">
        <button onClick={onClose}>{kit.cancel}</button>
        <button className="main" onClick={send}>{verbs[verb]}</button>
      </div>
    </Dialog>
  );
}

function Assignees({ unit, value, onPick, wrong }: { unit: string; value: string; onPick: (id: string) => void; wrong: string | undefined }) {
  const { petitions: { form }, kit } = useWords();
  const found = useQuery({ queryKey: ['bodies', unit], queryFn: () => fetchBodies(unit) });
  return (
    <Loaded of={found}>
      {({ items, others }) => (
        <Select label={form.assignee} none={kit.choosePlease} value={value} onPick={onPick} wrong={wrong} options={[
          ...items.flatMap((body) => body.assignees.map((one) => ({ value: one.person_id, text: `${one.name} (${body.name})` }))),
          ...others.map((one) => ({ value: one.person_id, text: one.name })),
        ]} />
      )}
    </Loaded>
  );
}
