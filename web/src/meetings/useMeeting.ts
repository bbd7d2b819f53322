import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useState } from 'react';
import type { AgendaAnswer, Meeting, Recommendation } from '../api/meetings';
import { useStore } from '../kit/store';
import { device } from '../offline/device';
import { keepDraft, readDraft } from '../offline/drafts';
import { arrived } from '../offline/outbox';
import { keepMeeting } from './keep';
import { withMarks, type Line } from './roll';

export type LocalMeeting = {
  meeting: Meeting; roster: Line[]; agenda: AgendaAnswer[]; logged: Recommendation[]; endedHere: boolean; waiting: number;
};

const EVERY = 60_000;

/** The meeting as this device knows it, fresh from the server whenever that answers; null while looking, undefined when not kept. */
export function useMeeting(id: string) {
  const local = useLiveQuery(() => readLocal(id), [id], null);
  const batches = useStore(arrived);
  const [failure, setFailure] = useState<unknown>(null);
  const [asked, ask] = useState(0);
  useEffect(() => {
    let here = true;
    const look = () => void keepMeeting(id).then(() => here && setFailure(null), (error) => here && setFailure(error));
    look();
    const timer = setInterval(look, EVERY);
    return () => {
      here = false;
      clearInterval(timer);
    };
  }, [id, batches, asked]);
  return { local, failure, again: () => ask(asked + 1) };
}

async function readLocal(id: string): Promise<LocalMeeting | undefined> {
  const on = device();
  const [meeting, roster, agenda, marks, readOuts, logged, end, waiting] = await Promise.all([
    on.meetings.get(id), on.rosters.get(id), on.agendas.get(id), on.marks.where({ meeting: id }).toArray(),
    on.readOuts.where({ meeting: id }).toArray(), on.recommendations.where({ meeting_id: id }).toArray(), on.ends.get(id),
    on.outbox.where({ meeting: id }).count(),
  ]);
  if (!meeting || !roster) return undefined;
  const read = new Map(readOuts.map((r) => [r.petition, { content: r.content, reason: r.reason, at: r.at }]));
  return {
    meeting,
    roster: withMarks(roster.items, marks),
    agenda: (agenda?.items ?? []).map((item) => ({ ...item, read_out: read.get(item.petition_id) ?? item.read_out })),
    logged: logged.sort((a, b) => a.logged_at.localeCompare(b.logged_at)),
    endedHere: !!end || meeting.state === 'ended',
    waiting,
  };
}

/** A value that a reload, a call or a flat battery does not lose. */
export function useDraft<T>(id: string, initial: T) {
  const [value, setValue] = useState<T | null>(null);
  useEffect(() => {
    let here = true;
    void readDraft(id).then((kept) => here && setValue((kept as T | undefined) ?? initial));
    return () => {
      here = false;
    };
    // The initial value only counts the first time a draft is opened.
  }, [id]);
  const change = (next: T) => {
    setValue(next);
    void keepDraft(id, next);
  };
  return { value, change, setValue };
}
