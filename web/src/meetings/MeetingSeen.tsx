import { useQuery } from '@tanstack/react-query';
import type { Meeting } from '../api/meetings';
import { Loaded } from '../kit/Loaded';
import { Notice } from '../kit/Notice';
import { useWords } from '../words';
import { fetchAgenda, fetchLogged, fetchMeeting } from './calls';
import { Logged } from './Logged';
import { MeetingHead, People, Warnings } from './MeetingHead';

/** A meeting as those see it who have no part in it: figures and what was said for the ward, no roll and nothing to press. */
export function MeetingSeen({ id }: { id: string }) {
  const found = useQuery({ queryKey: ['meetings', 'one', id], queryFn: () => fetchMeeting(id), refetchInterval: 60_000 });
  return <div className="pad narrow stack wide"><Loaded of={found} page>{(meeting) => <Seen meeting={meeting} />}</Loaded></div>;
}

function Seen({ meeting }: { meeting: Meeting }) {
  const t = useWords().meetings;
  const logged = useQuery({ queryKey: ['meetings', 'logged', meeting.id], queryFn: () => fetchLogged(meeting.id) });
  const agenda = useQuery({ queryKey: ['meetings', 'agenda', meeting.id], queryFn: () => fetchAgenda(meeting.id) });
  const read = agenda.data?.items.filter((item) => item.read_out).length;
  return (
    <>
      <MeetingHead meeting={meeting} state={meeting.state} />
      {meeting.cancel_reason && <Notice kind="care" title={t.cancelled}>{meeting.cancel_reason}</Notice>}
      <Warnings of={meeting} />
      {meeting.state !== 'cancelled' && (
        <dl className="facts card">
          {meeting.ended_at && <><dt>{t.base}</dt><dd>{meeting.base}</dd><dt>{t.present}</dt><dd>{meeting.present}</dd></>}
          {meeting.duration_minutes !== null && <><dt>{t.duration}</dt><dd>{t.minutes(meeting.duration_minutes)}</dd></>}
          <dt>{t.recommendationsCount}</dt><dd>{logged.data?.items.length ?? meeting.recommendations}</dd>
          {read !== undefined && <><dt>{t.readOutCount}</dt><dd>{read}</dd></>}
        </dl>
      )}
      {logged.data && <Logged logged={logged.data.items} />}
      <People of={meeting} />
    </>
  );
}
