import { useEffect, type ComponentType, type ReactNode } from 'react';
import { Link, Redirect, useLocation } from 'wouter';
import { FailedPage } from '../kit/Loaded';
import { Notice } from '../kit/Notice';
import { useStore } from '../kit/store';
import { usePage } from '../kit/usePage';
import { Refused } from '../offline/Refused';
import { SentLine } from '../offline/SentLine';
import { places, session } from '../shell/session';
import { useWords } from '../words';
import { day } from '../words/dates';
import { Answers } from './Answers';
import { CheckAndEnd } from './CheckAndEnd';
import { Recommend } from './Recommend';
import { RollCallStep } from './RollCallStep';
import { useMeeting, type LocalMeeting } from './useMeeting';
import './meetings.css';

export const STEPS = ['start', 'answers', 'recommendations', 'end', 'check'] as const;
export type Step = (typeof STEPS)[number];
export type StepProps = { local: LocalMeeting; foot: (action?: ReactNode) => ReactNode };

const SCREENS: Record<Step, ComponentType<StepProps>> = {
  start: ({ local, foot }) => <RollCallStep key="start" call="start" local={local} foot={foot} />,
  answers: Answers,
  recommendations: Recommend,
  end: ({ local, foot }) => <RollCallStep key="end" call="end" local={local} foot={foot} />,
  check: CheckAndEnd,
};

/** A meeting on a phone, one task per screen; everything on it works without signal. */
export default function Live({ id, step }: { id: string; step: string }) {
  const at = useStore(session);
  const works = at.state === 'signed-in' && places(at.me).branch;
  return works ? <Steps id={id} step={step} /> : <Redirect to={`/meetings/${id}`} />;
}

function Steps({ id, step }: { id: string; step: string }) {
  const t = useWords();
  const { local, failure, again } = useMeeting(id);
  const known = STEPS.find((name) => name === step);
  if (!known) return <Redirect to={`/meetings/${id}`} />;
  if (local === null) return <p className="quietly pad" role="status">{t.kit.loading}</p>;
  if (!local) {
    return <div className="pad narrow">{failure ? <FailedPage error={failure} again={again} /> : <p className="quietly" role="status">{t.kit.loading}</p>}</div>;
  }
  return <LiveStep key={known} step={known} local={local} />;
}

function LiveStep({ step, local }: { step: Step; local: LocalMeeting }) {
  const words = useWords().meetings;
  const t = words.live;
  const cancelled = local.meeting.state === 'cancelled';
  const heading = usePage(t.names[step]);
  const at = STEPS.indexOf(step);
  const Screen = SCREENS[step];
  useEffect(() => {
    scrollTo(0, 0);
  }, [step]);
  return (
    <div className="live">
      <div className="live-top">
        <div className="steps" aria-hidden="true">
          {STEPS.map((name, i) => <i key={name} className={i < at ? 'done' : i === at ? 'on' : ''} />)}
        </div>
        <div>
          <p className="meta">{t.step(at + 1, STEPS.length)} · {local.meeting.branch_name} · {day(local.meeting.starts_at)}</p>
          <h1 ref={heading} tabIndex={-1}>{t.names[step]}</h1>
        </div>
        <SentLine />
      </div>
      <Refused meeting={local.meeting.id} />
      {cancelled
        ? <Notice kind="care" title={words.cancelled}>{local.meeting.cancel_reason}</Notice>
        : <Screen local={local} foot={(action) => <Foot meeting={local.meeting.id} at={at} action={action} />} />}
      <Link href={`/meetings/${local.meeting.id}`} className="btn quiet leave">{t.leave}</Link>
    </div>
  );
}

/** Always in the same place: on to the next step, back to the one before. */
function Foot({ meeting, at, action }: { meeting: string; at: number; action?: ReactNode }) {
  const t = useWords().meetings.live;
  const [, go] = useLocation();
  const next = STEPS[at + 1];
  const previous = STEPS[at - 1];
  return (
    <div className={action ? 'foot doing' : 'foot'}>
      {action}
      {next && <button className={action ? '' : 'main'} onClick={() => go(`/meetings/${meeting}/${next}`)}>{t.next(t.short[next])}</button>}
      {previous && <button onClick={() => go(`/meetings/${meeting}/${previous}`)}>{t.previous}</button>}
    </div>
  );
}
