import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Meeting } from '../api/meetings';
import { LongText } from '../kit/Field';
import { FailedPage } from '../kit/Loaded';
import { Failure, Notice } from '../kit/Notice';
import { useAct } from '../kit/useAct';
import { usePage } from '../kit/usePage';
import { Refused } from '../offline/Refused';
import { useWords } from '../words';
import { day, time } from '../words/dates';
import { cancelMeeting } from './calls';
import { Logged } from './Logged';
import { useMeeting, type LocalMeeting } from './useMeeting';
import './meetings.css';

export default function MeetingPage({ id }: { id: string }) {
  const t = useWords();
  const { local, failure, again } = useMeeting(id);
  if (local) return <Kept local={local} again={again} />;
  if (local === undefined && failure) {
    return (
      <div className="pad narrow stack">
        <FailedPage error={failure} again={again} />
      </div>
    );
  }
  return <p className="quietly pad" role="status">{t.kit.loading}</p>;
}

function Kept({ local, again }: { local: LocalMeeting; again: () => void }) {
  const words = useWords();
  const t = words.meetings;
  const { meeting } = local;
  const heading = usePage(words.codes.meetingKind[meeting.kind]);
  const begun = meeting.state === 'in_progress' || local.roster.some((line) => line.shown.start);
  return (
    <div className="pad narrow stack wide">
      <div>
        <p className="meta">{meeting.branch_name}</p>
        <h1 ref={heading} tabIndex={-1}>{words.codes.meetingKind[meeting.kind]}</h1>
        <p>{t.at(time(meeting.starts_at), day(meeting.starts_at))} · {meeting.place}</p>
        <p><span className="chip">{words.codes.meetingState[local.endedHere ? 'ended' : meeting.state]}</span></p>
      </div>
      <Refused meeting={meeting.id} />
      {meeting.cancel_reason && <Notice kind="care" title={t.cancelled}>{meeting.cancel_reason}</Notice>}
      <Warnings of={meeting} />
      {local.endedHere ? <Result local={local} /> : meeting.state !== 'cancelled' && (
        <>
          <p className="meta">{t.kept}</p>
          <Link href={`/meetings/${meeting.id}/start`} className="btn main wide">{begun ? t.goOn : t.start}</Link>
        </>
      )}
      <dl className="facts">
        {meeting.chair_name && <><dt>{t.chair}</dt><dd>{meeting.chair_name}</dd></>}
        {meeting.clerk_name && <><dt>{t.clerk}</dt><dd>{meeting.clerk_name}</dd></>}
      </dl>
      {meeting.state === 'scheduled' && !begun && <Change meeting={meeting} changed={again} />}
    </div>
  );
}

function Warnings({ of: { warnings } }: { of: Meeting }) {
  const t = useWords().meetings.warnings;
  if (!warnings.length) return null;
  return <Notice kind="care"><ul>{warnings.map((slug) => <li key={slug}>{t[slug] ?? t.other}</li>)}</ul></Notice>;
}

function Result({ local: { meeting, roster, agenda, logged } }: { local: LocalMeeting }) {
  const t = useWords().meetings;
  const both = roster.filter((line) => line.in_base && line.shown.start?.mark === 'present' && line.shown.end?.mark === 'present').length;
  const base = roster.filter((line) => line.in_base).length;
  return (
    <section className="stack">
      <h2>{t.result}</h2>
      <dl className="facts card">
        <dt>{t.base}</dt><dd>{meeting.ended_at ? meeting.base : base}</dd>
        <dt>{t.present}</dt><dd>{meeting.ended_at ? meeting.present : both}</dd>
        {meeting.duration_minutes !== null && <><dt>{t.duration}</dt><dd>{t.minutes(meeting.duration_minutes)}</dd></>}
        <dt>{t.recommendationsCount}</dt><dd>{logged.length}</dd>
        <dt>{t.readOutCount}</dt><dd>{agenda.filter((item) => item.read_out).length}</dd>
      </dl>
      <Logged logged={logged} />
    </section>
  );
}

/** While it is only scheduled: another date, or called off with a reason. */
function Change({ meeting, changed }: { meeting: Meeting; changed: () => void }) {
  const words = useWords();
  const t = words.meetings;
  const [cancelling, cancel] = useState(false);
  const [reason, setReason] = useState('');
  const queries = useQueryClient();
  const act = useAct(async (key) => {
    await cancelMeeting(meeting.id, reason.trim(), key);
    await queries.invalidateQueries({ queryKey: ['meetings'] });
    changed();
  });
  if (!cancelling) {
    return (
      <div className="pair">
        <Link href={`/meetings/${meeting.id}/edit`} className="btn">{t.edit}</Link>
        <button onClick={() => cancel(true)}>{t.cancelMeeting}</button>
      </div>
    );
  }
  return (
    <form className="card stack" onSubmit={(e) => { e.preventDefault(); if (reason.trim()) void act.run(); }}>
      <Failure error={act.error} />
      <LongText label={t.cancelReason} value={reason} onText={setReason} autoFocus />
      <div className="pair">
        <button className="main" aria-disabled={act.busy || !reason.trim()}>{t.cancelConfirm}</button>
        <button type="button" onClick={() => cancel(false)}>{words.kit.cancel}</button>
      </div>
    </form>
  );
}
