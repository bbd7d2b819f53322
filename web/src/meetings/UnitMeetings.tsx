import { useQuery } from '@tanstack/react-query';
import type { Unit } from '../api/members';
import { Refusal } from '../api/refusal';
import { Loaded } from '../kit/Loaded';
import { useStore } from '../kit/store';
import { places, session } from '../shell/session';
import { useWords } from '../words';
import { fetchMeetings } from './calls';
import { Groups } from './Meetings';

/** The meetings of a branch, for the ward that answers for it; whoever may not see them sees nothing of it. */
export function UnitMeetings({ unit }: { unit: Unit }) {
  const t = useWords().meetings;
  const at = useStore(session);
  const looksOn = at.state === 'signed-in' && !!places(at.me).ward;
  const found = useQuery({ queryKey: ['meetings', unit.id], queryFn: () => fetchMeetings(unit.id), enabled: looksOn });
  if (!looksOn || (found.error instanceof Refusal && [403, 404].includes(found.error.status))) return null;
  return (
    <section className="stack tight">
      <h2>{t.title}</h2>
      <Loaded of={found} empty={{ when: ({ items }) => !items.length, show: <p className="meta">{t.empty}</p> }}>
        {({ items }) => <Groups meetings={items} />}
      </Loaded>
    </section>
  );
}
