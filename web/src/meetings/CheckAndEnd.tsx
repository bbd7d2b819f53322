import { useState } from 'react';
import { Link } from 'wouter';
import { Dialog } from '../kit/Dialog';
import { Notice } from '../kit/Notice';
import { useStore } from '../kit/store';
import { session } from '../shell/session';
import { useWords } from '../words';
import { endMeeting } from './act';
import type { StepProps } from './Live';
import { Logged } from './Logged';
import { tally } from './roll';

/** The last look before the meeting ends: the figures, what is missing with the way back to it, one confirmation. */
export function CheckAndEnd({ local, foot }: StepProps) {
  const words = useWords();
  const t = words.meetings.check;
  const { meeting, roster, agenda, logged, endedHere } = local;
  const [asking, ask] = useState(false);
  const at = useStore(session);
  const ender = at.state === 'signed-in' && at.me.appointments.some((a) => a.unit_id === meeting.branch_id && ['BSE', 'CLK'].includes(a.role));
  const [start, end] = [tally(roster, 'start'), tally(roster, 'end')];
  const unread = agenda.filter((item) => !item.read_out).length;
  const ready = end.unmarked === 0 && start.unmarked < start.base && ender;
  const to = (step: string) => `/meetings/${meeting.id}/${step}`;
  if (endedHere) {
    return (
      <>
        <Notice kind="good" title={t.ended}>{local.waiting ? t.endedHere : null}</Notice>
        <Logged logged={logged} />
        <Link href={`/meetings/${meeting.id}`} className="btn main wide">{words.meetings.result}</Link>
      </>
    );
  }
  return (
    <>
      <p>{t.lead}</p>
      <dl className="facts card">
        <dt>{words.meetings.base}</dt><dd>{start.base}</dd>
        <dt>{t.presentStart}</dt><dd>{start.present}</dd>
        <dt>{t.presentEnd}</dt><dd>{end.present}</dd>
        <dt>{t.excused}</dt><dd>{end.excused}</dd>
        <dt>{t.unexcused}</dt><dd>{end.unexcused}</dd>
      </dl>
      {start.unmarked > 0 && <Missing text={t.unmarkedStart(start.unmarked)} href={to('start')} go={t.toStart} />}
      {end.unmarked > 0 && <Missing text={t.unmarkedEnd(end.unmarked)} href={to('end')} go={t.toEnd} />}
      {unread > 0 && <Missing text={t.unread(unread)} href={to('answers')} go={t.toAnswers} />}
      {logged.length ? <Logged logged={logged} /> : <Notice>{t.noRecommendation}</Notice>}
      {!ender && <Notice kind="care">{t.notEnder}</Notice>}
      {foot(<button className="main" disabled={!ready} onClick={() => ask(true)}>{t.end}</button>)}
      {asking && (
        <Dialog title={t.confirm} onClose={() => ask(false)}>
          <p>{t.confirmText(logged.length)}</p>
          <div className="row">
            <button onClick={() => ask(false)}>{words.kit.cancel}</button>
            <button className="main" onClick={() => { ask(false); void endMeeting(meeting.id); }}>{t.end}</button>
          </div>
        </Dialog>
      )}
    </>
  );
}

function Missing({ text, href, go }: { text: string; href: string; go: string }) {
  return (
    <Notice kind="care">
      {text}
      <div className="row"><Link href={href} className="btn">{go}</Link></div>
    </Notice>
  );
}
