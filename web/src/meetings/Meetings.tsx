import { useQuery } from '@tanstack/react-query';
import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect } from 'react';
import { Link } from 'wouter';
import type { Meeting } from '../api/meetings';
import type { Me } from '../api/members';
import { Empty, Failed } from '../kit/Loaded';
import { Notice } from '../kit/Notice';
import { useStore } from '../kit/store';
import { usePage } from '../kit/usePage';
import { device } from '../offline/device';
import { places, session } from '../shell/session';
import { useWords } from '../words';
import { day, time } from '../words/dates';
import { fetchMeetings } from './calls';
import { keepOpenMeetings } from './keep';
import './meetings.css';

const OPEN = ['scheduled', 'in_progress'];

/** The branch's meetings from the server; without signal, those kept on this device by whoever works in them. */
export function useMeetings(branch: string | undefined, keep = true) {
  const asked = useQuery({ queryKey: ['meetings', branch], queryFn: () => fetchMeetings(branch!), enabled: !!branch });
  const kept = useLiveQuery(() => device().meetings.toArray(), []);
  useEffect(() => {
    if (asked.data && keep) void keepOpenMeetings(asked.data.items);
  }, [asked.data, keep]);
  const meetings = asked.data?.items ?? (asked.isError && kept?.length ? kept : undefined);
  return { asked, meetings, stale: asked.isError && !!kept?.length };
}

export default function Meetings() {
  const words = useWords();
  const t = words.meetings;
  const heading = usePage(t.title);
  const at = useStore(session);
  const { branch, seen } = at.state === 'signed-in' ? meetingsOf(at.me) : { branch: null, seen: null };
  const { asked, meetings, stale } = useMeetings((branch ?? seen)?.unit, !!branch);
  return (
    <div className="pad narrow stack wide">
      <div>
        <h1 ref={heading} tabIndex={-1}>{t.title}</h1>
        <p className="meta">{(branch ?? seen)?.name}</p>
      </div>
      {stale && <Notice kind="care">{words.failures.stale}</Notice>}
      {branch && (branch.roles.includes('BSE') || branch.roles.includes('BCM')) && <Link href="/meetings/new" className="btn main wide">{t.schedule}</Link>}
      {!meetings && asked.isError && <Failed error={asked.error} again={() => void asked.refetch()} />}
      {!branch && !seen && <Notice kind="care" {...words.failures.byStatus[403]} />}
      {(branch || seen) && !meetings && !asked.isError && <p className="quietly" role="status">{words.kit.loading}</p>}
      {meetings?.length === 0 && <Empty title={t.empty}>{branch && <p>{t.emptyText}</p>}</Empty>}
      {meetings && <Groups meetings={meetings} />}
    </div>
  );
}

/** Where a person works in meetings, and where they only look on: the liaison of a branch. */
function meetingsOf(me: Me) {
  const { branch, liaison } = places(me);
  return { branch, seen: liaison?.roles.includes('WLI') ? liaison : null };
}

/** What is to come, nearest first, then what is past, latest first. */
export function Groups({ meetings }: { meetings: readonly Meeting[] }) {
  const t = useWords().meetings;
  const open = meetings.filter((m) => OPEN.includes(m.state)).sort((a, b) => a.starts_at.localeCompare(b.starts_at));
  const past = meetings.filter((m) => !OPEN.includes(m.state)).sort((a, b) => b.starts_at.localeCompare(a.starts_at));
  return (
    <>
      {open.length > 0 && <Group title={t.upcoming} meetings={open} />}
      {past.length > 0 && <Group title={t.past} meetings={past} />}
    </>
  );
}

const Group = ({ title, meetings }: { title: string; meetings: Meeting[] }) => (
  <section className="stack tight">
    <h2>{title}</h2>
    <ul className="plain">{meetings.map((m) => <MeetingLine key={m.id} meeting={m} />)}</ul>
  </section>
);

export function MeetingLine({ meeting }: { meeting: Meeting }) {
  const t = useWords();
  return (
    <li>
      <Link href={`/meetings/${meeting.id}`}>
        <b>{t.codes.meetingKind[meeting.kind]}</b>
        <span className={meeting.state === 'in_progress' ? 'chip urgent' : 'chip'}>{t.codes.meetingState[meeting.state]}</span>
        <span className="meta">{t.meetings.at(time(meeting.starts_at), day(meeting.starts_at))} · {meeting.place}</span>
      </Link>
    </li>
  );
}
