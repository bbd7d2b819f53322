import type { Mark, RollCall, RosterLine } from '../api/meetings';
import { byGivenName } from '../words/names';

export type Shown = { mark: Mark; reason: string; at: string } | null;
export type Line = RosterLine & { shown: Record<RollCall, Shown> };
type Tapped = { call: RollCall; member: string; mark: Mark; reason: string; at: string };

/** What was tapped here and is not yet seen back from the server stands over what the server last said. */
export function withMarks(roster: readonly RosterLine[], marks: readonly Tapped[]): Line[] {
  const tapped = new Map(marks.map((m) => [`${m.call}/${m.member}`, m]));
  const shown = (line: RosterLine, call: RollCall): Shown => {
    const here = tapped.get(`${call}/${line.member_id}`);
    if (here) return { mark: here.mark, reason: here.reason, at: here.at };
    const there = line[call];
    return there && { mark: there.mark, reason: there.reason ?? '', at: there.at };
  };
  return roster.map((line) => ({ ...line, shown: { start: shown(line, 'start'), end: shown(line, 'end') } })).sort(byGivenName);
}

export type Tally = { base: number; present: number; excused: number; unexcused: number; unmarked: number };

export function tally(roster: readonly Line[], call: RollCall): Tally {
  const base = roster.filter((line) => line.in_base);
  const count = (mark: Mark) => base.filter((line) => line.shown[call]?.mark === mark).length;
  const [present, excused, unexcused] = [count('present'), count('excused'), count('unexcused')];
  return { base: base.length, present, excused, unexcused, unmarked: base.length - present - excused - unexcused };
}

const ORDER: Mark[] = ['present', 'excused', 'unexcused'];

/** The same tap goes on to the next mark and comes round again. */
export const markAfter = (mark: Mark | null): Mark => ORDER[(mark ? ORDER.indexOf(mark) + 1 : 0) % ORDER.length]!;
