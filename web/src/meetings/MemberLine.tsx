import { memo, useEffect, useState } from 'react';
import type { RollCall } from '../api/meetings';
import { Text } from '../kit/Field';
import { useWords } from '../words';
import { awaitReason, markMembers } from './act';
import { isWhole, markAfter, type Line, type Shown } from './roll';

const LOOK = { present: 'yes', excused: 'why', unexcused: 'away' };

type Props = { line: Line; call: RollCall; meeting: string; alike: boolean; locked: boolean };

/** One member: who, what is marked, and the one button that changes it; an excused absence asks for its reason below. */
export const MemberLine = memo(function MemberLine({ line, call, meeting, alike, locked }: Props) {
  const t = useWords();
  const [shown, show] = useTapped(line.shown[call]);
  const name = `${call}-${line.member_id}`;
  const text = shown ? t.codes.mark[shown.mark] : t.meetings.rollCall.unmarked;
  const post = line.post && (t.codes.post[line.post as keyof typeof t.codes.post] ?? line.post);
  const about = [line.birth_year, post, line.membership === 'probationary' && t.codes.membership.probationary].filter(Boolean);
  const mark = (reason = '', next = markAfter(shown?.mark ?? null)) => {
    const wanted = { member: line.member_id, mark: next, reason };
    show({ mark: next, reason, at: '' }, isWhole(wanted) ? markMembers(meeting, call, [wanted]) : awaitReason(meeting, call, line.member_id));
  };
  const reasonNeeded = shown?.mark === 'excused' && !shown.reason && !locked;
  return (
    <li>
      <span id={name}>
        <b>{line.name}{alike && line.birth_year ? ` (${line.birth_year})` : ''}</b>
        <span className="meta">{about.join(' · ')}{shown?.reason ? ` · ${shown.reason}` : ''}</span>
      </span>
      <button id={`${name}-mark`} className={`mark ${shown ? LOOK[shown.mark] : 'no'}`} aria-labelledby={`${name}-mark ${name}`}
        disabled={locked} onClick={() => mark()}>
        {shown?.mark === 'present' && <span aria-hidden="true">✓</span>}
        {text}
      </button>
      {reasonNeeded && <Reason name={line.name} onReason={(reason) => mark(reason, 'excused')} />}
    </li>
  );
}, (a, b) => a.call === b.call && a.alike === b.alike && a.locked === b.locked && sameLine(a.line, b.line, a.call));

function sameLine(a: Line, b: Line, call: RollCall) {
  return a.name === b.name && a.shown[call]?.mark === b.shown[call]?.mark && a.shown[call]?.reason === b.shown[call]?.reason;
}

/** What was tapped is painted at once, and stands until the device has it stored; a failure takes it back. */
function useTapped(stored: Shown) {
  const [tapped, setTapped] = useState<Shown>(null);
  const same = stored?.mark === tapped?.mark && stored?.reason === tapped?.reason;
  useEffect(() => {
    if (same) setTapped(null);
  }, [same]);
  const show = (next: Shown, storing: Promise<unknown>) => {
    setTapped(next);
    storing.catch(() => setTapped(null));
  };
  return [tapped ?? stored, show] as const;
}

function Reason({ name, onReason }: { name: string; onReason: (reason: string) => void }) {
  const t = useWords().meetings.rollCall;
  const [own, setOwn] = useState<string | null>(null);
  return (
    <fieldset className="reason stack tight">
      <legend>{t.reasonOf(name)}</legend>
      {own === null ? (
        <div className="opts">
          {t.reasons.map((reason) => <button key={reason} onClick={() => onReason(reason)}>{reason}</button>)}
          <button onClick={() => setOwn('')}>{t.otherReason}</button>
        </div>
      ) : (
        <form className="stack tight" onSubmit={(e) => { e.preventDefault(); if (own.trim()) onReason(own.trim()); }}>
          <Text label={t.otherReason} value={own} onText={setOwn} maxLength={200} autoFocus />
          <button aria-disabled={!own.trim()}>{t.saveReason}</button>
        </form>
      )}
    </fieldset>
  );
}
