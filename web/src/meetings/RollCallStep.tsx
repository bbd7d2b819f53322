import { useMemo, useState, type ReactNode } from 'react';
import type { RollCall } from '../api/meetings';
import { Empty } from '../kit/Loaded';
import { useWords } from '../words';
import { fold, sharedNames } from '../words/names';
import { markMembers } from './act';
import { MemberLine } from './MemberLine';
import { isWhole, tally, type Line } from './roll';
import type { LocalMeeting } from './useMeeting';

const FIND_FROM = 8;

export function RollCallStep({ call, local, foot }: { call: RollCall; local: LocalMeeting; foot: (action?: ReactNode) => ReactNode }) {
  const t = useWords();
  const words = t.meetings.rollCall;
  const [sought, setSought] = useState('');
  const counted = useMemo(() => local.roster.filter((line) => line.in_base), [local.roster]);
  const apart = useMemo(() => local.roster.filter((line) => !line.in_base), [local.roster]);
  const shared = useMemo(() => sharedNames(local.roster), [local.roster]);
  const now = tally(local.roster, call);
  const found = sought ? counted.filter((line) => fold(line.name).includes(fold(sought))) : counted;
  if (!local.roster.length) return <><Empty title={words.noRoster}><p>{words.noRosterText}</p></Empty>{foot()}</>;
  return (
    <>
      <div className="count" role="status">
        <span><b>{now.present}</b> {words.count(now.base)}</span>
        <span className="meta">{now.unmarked ? words.left(now.unmarked) : words.allMarked}</span>
      </div>
      <p className="meta">{words.how}</p>
      {counted.length >= FIND_FROM && (
        <input type="search" className="find" aria-label={words.find} placeholder={words.find} value={sought} onChange={(e) => setSought(e.target.value)} />
      )}
      {found.length === 0 && <p className="quietly">{words.nobody}</p>}
      <ul className="roll" aria-label={t.meetings.live.names[call]}>
        {found.map((line) => <MemberLine key={line.member_id} line={line} call={call} meeting={local.meeting.id} alike={shared.has(line.name)} locked={local.endedHere} />)}
      </ul>
      {!local.endedHere && now.unmarked > 0 && <TheRest call={call} left={counted.filter((line) => !line.shown[call])} meeting={local.meeting.id} />}
      {apart.length > 0 && <Apart lines={apart} />}
      {foot()}
    </>
  );
}

/** One tap for everyone not yet marked: present at the start; at the end, as at the start. */
function TheRest({ call, left, meeting }: { call: RollCall; left: Line[]; meeting: string }) {
  const t = useWords().meetings.rollCall;
  const wanted = left.map((line) => {
    const before = call === 'end' ? line.shown.start : null;
    return { member: line.member_id, mark: before?.mark ?? 'present', reason: before?.reason ?? '' } as const;
  }).filter(isWhole);
  if (!wanted.length) return null;
  return (
    <button className="wide" onClick={() => void markMembers(meeting, call, wanted)}>
      {call === 'start' ? t.restPresent(wanted.length) : t.restAsBefore(wanted.length)}
    </button>
  );
}

function Apart({ lines }: { lines: Line[] }) {
  const t = useWords();
  return (
    <section className="stack tight">
      <h2>{t.meetings.rollCall.apart} ({lines.length})</h2>
      <ul className="roll">
        {lines.map((line) => (
          <li key={line.member_id}>
            <span><b>{line.name}</b><span className="meta">{[line.birth_year, t.codes.participation[line.participation]].filter(Boolean).join(' · ')}</span></span>
          </li>
        ))}
      </ul>
    </section>
  );
}
