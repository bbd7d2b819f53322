import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Meeting, MeetingKind } from '../api/meetings';
import { DateFields, partsOf, type DateParts } from '../kit/DateFields';
import { Choice, Text } from '../kit/Field';
import { Loaded } from '../kit/Loaded';
import { Failure, Notice, wrongIn } from '../kit/Notice';
import { useStore } from '../kit/store';
import { useAct } from '../kit/useAct';
import { usePage } from '../kit/usePage';
import { places, session } from '../shell/session';
import { useWords } from '../words';
import { instant, localDate, time as timeOf } from '../words/dates';
import { fetchMeeting, scheduleMeeting } from './calls';
import { TimeFields } from './TimeFields';

const KINDS: MeetingKind[] = ['regular', 'thematic', 'combined', 'committee_prep', 'extraordinary'];
const MEETING_DAY = 3;
const LAST_DAY = 7;

/** The next 3rd of a month, on which the whole Party meets. */
function nextMeetingDay(today = localDate()): DateParts {
  const { day, month, year } = partsOf(today);
  const next = new Date(Date.UTC(+year, +month - (+day <= MEETING_DAY ? 1 : 0), MEETING_DAY));
  return partsOf(next.toISOString().slice(0, 10));
}

export default function Schedule({ id }: { id?: string }) {
  const found = useQuery({ queryKey: ['meeting', id], queryFn: () => fetchMeeting(id!), enabled: !!id });
  return id ? <Loaded of={found} page>{(meeting) => <ScheduleForm meeting={meeting} />}</Loaded> : <ScheduleForm />;
}

function ScheduleForm({ meeting }: { meeting?: Meeting }) {
  const words = useWords();
  const t = words.meetings;
  const heading = usePage(meeting ? t.edit : t.schedule);
  const [, go] = useLocation();
  const queries = useQueryClient();
  const at = useStore(session);
  const branch = meeting?.branch_id ?? (at.state === 'signed-in' ? places(at.me).branch?.unit : undefined);
  const [id] = useState(() => meeting?.id ?? crypto.randomUUID());
  const [kind, setKind] = useState<MeetingKind>(meeting?.kind ?? 'regular');
  const [date, setDate] = useState(() => (meeting ? partsOf(localDate(meeting.starts_at)) : nextMeetingDay()));
  const [clock, setClock] = useState(() => (meeting ? timeOf(meeting.starts_at) : '19:30').split(':') as [string, string]);
  const [place, setPlace] = useState(meeting?.place ?? '');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const dayWrong = instant(+date.day, +date.month, +date.year) ? undefined : words.kit.noSuchDay;
  const starts = instant(+date.day, +date.month, +date.year, +clock[0], +clock[1]);
  const late = kind !== 'extraordinary' && kind !== 'committee_prep' && !dayWrong && +date.day > LAST_DAY;
  const act = useAct(async () => {
    if (!branch || !starts) return;
    const why = late && reason.trim() ? { reason: reason.trim() } : {};
    const saved = await scheduleMeeting(id, { branch_id: branch, kind, starts_at: starts, place: place.trim(), ...why });
    await queries.invalidateQueries({ queryKey: ['meetings'] });
    go(`/meetings/${saved.id}`, { replace: true });
  });
  const save = () => {
    setTried(true);
    if (starts && place.trim()) void act.run();
  };
  if (!branch) return <div className="pad narrow"><Notice kind="care" {...words.failures.byStatus[403]} /></div>;
  return (
    <div className="pad narrow stack wide">
      <h1 ref={heading} tabIndex={-1}>{meeting ? t.edit : t.schedule}</h1>
      <Failure error={act.error} />
      <form className="stack wide" onSubmit={(e) => { e.preventDefault(); save(); }}>
        <Choice label={t.kind} value={kind} onPick={setKind} options={KINDS.map((value) => ({ value, text: words.codes.meetingKind[value] }))} />
        <DateFields label={t.date} value={date} onParts={setDate} wrong={tried ? dayWrong ?? wrongIn(act.error, 'starts_at') : undefined} />
        <TimeFields label={t.time} value={clock} onTime={setClock} example={t.timeExample} wrong={tried && !dayWrong && !starts ? words.kit.noSuchTime : undefined} />
        {late && <Text label={t.dateReason} value={reason} onText={setReason} maxLength={500} />}
        <Text label={t.place} hint={t.placeHint} value={place} onText={setPlace} maxLength={200}
          wrong={tried && !place.trim() ? words.kit.required : wrongIn(act.error, 'place')} />
        <button className="main wide" aria-disabled={act.busy}>{act.busy ? words.kit.busy : t.saveSchedule}</button>
      </form>
    </div>
  );
}
