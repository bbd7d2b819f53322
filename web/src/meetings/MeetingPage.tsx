import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Meeting } from '../api/meetings';
import type { Role } from '../api/members';
import { LongText } from '../kit/Field';
import { FailedPage } from '../kit/Loaded';
import { Failure, Notice } from '../kit/Notice';
import { useStore } from '../kit/store';
import { useAct } from '../kit/useAct';
import { Refused } from '../offline/Refused';
import { places, session } from '../shell/session';
import { useWords } from '../words';
import { cancelMeeting } from './calls';
import { Logged } from './Logged';
import { MeetingHead, People, Warnings } from './MeetingHead';
import { MeetingSeen } from './MeetingSeen';
import { useMeeting, type LocalMeeting } from './useMeeting';
import './meetings.css';

export default function MeetingPage({ id }: { id: string }) {
  const at = useStore(session);
  const branch = at.state === 'signed-in' ? places(at.me).branch : null;
  return branch ? <Worked id={id} roles={branch.roles} /> : <MeetingSeen id={id} />;
}

function Worked({ id, roles }: { id: string; roles: Role[] }) {
  const t = useWords();
  const { local, failure, again } = useMeeting(id);
  if (local) return <Kept local={local} again={again} roles={roles} />;
  if (local === undefined && failure) {
    return (
      <div className="pad narrow stack">
        <FailedPage error={failure} again={again} />
      </div>
    );
  }
  return <p className="quietly pad" role="status">{t.kit.loading}</p>;
}

function Kept({ local, again, roles }: { local: LocalMeeting; again: () => void; roles: Role[] }) {
  const t = useWords().meetings;
  const { meeting } = local;
  const begun = meeting.state === 'in_progress' || local.roster.some((line) => line.shown.start);
  return (
    <div className="pad narrow stack wide">
      <MeetingHead meeting={meeting} state={local.endedHere ? 'ended' : meeting.state} />
      <Refused meeting={meeting.id} />
      {meeting.cancel_reason && <Notice kind="care" title={t.cancelled}>{meeting.cancel_reason}</Notice>}
      <Warnings of={meeting} />
      {local.endedHere ? <Result local={local} /> : meeting.state !== 'cancelled' && (
        <>
          <p className="meta">{t.kept}</p>
          <Link href={`/meetings/${meeting.id}/start`} className="btn main wide">{begun ? t.goOn : t.start}</Link>
        </>
      )}
      <People of={meeting} />
      {meeting.state === 'scheduled' && !begun && <Change meeting={meeting} roles={roles} changed={again} />}
    </div>
  );
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
function Change({ meeting, roles, changed }: { meeting: Meeting; roles: Role[]; changed: () => void }) {
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
  const leads = roles.includes('BSE');
  if (!cancelling) {
    return (
      <div className="pair">
        {(leads || roles.includes('BCM')) && <Link href={`/meetings/${meeting.id}/edit`} className="btn">{t.edit}</Link>}
        {leads && <button onClick={() => cancel(true)}>{t.cancelMeeting}</button>}
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
