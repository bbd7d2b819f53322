import type { Meeting } from '../api/meetings';
import { Notice } from '../kit/Notice';
import { usePage } from '../kit/usePage';
import { useWords } from '../words';
import { day, time } from '../words/dates';

/** Which meeting it is: kind, branch, when, where, how far. */
export function MeetingHead({ meeting, state }: { meeting: Meeting; state: Meeting['state'] }) {
  const words = useWords();
  const heading = usePage(words.codes.meetingKind[meeting.kind]);
  return (
    <div>
      <p className="meta">{meeting.branch_name}</p>
      <h1 ref={heading} tabIndex={-1}>{words.codes.meetingKind[meeting.kind]}</h1>
      <p>{words.meetings.at(time(meeting.starts_at), day(meeting.starts_at))} · {meeting.place}</p>
      <p><span className="chip">{words.codes.meetingState[state]}</span></p>
    </div>
  );
}

export function Warnings({ of: { warnings } }: { of: Meeting }) {
  const t = useWords().meetings.warnings;
  if (!warnings.length) return null;
  return <Notice kind="care"><ul>{warnings.map((slug) => <li key={slug}>{t[slug] ?? t.other}</li>)}</ul></Notice>;
}

export function People({ of: { chair_name, clerk_name } }: { of: Meeting }) {
  const t = useWords().meetings;
  return (
    <dl className="facts">
      {chair_name && <><dt>{t.chair}</dt><dd>{chair_name}</dd></>}
      {clerk_name && <><dt>{t.clerk}</dt><dd>{clerk_name}</dd></>}
    </dl>
  );
}
