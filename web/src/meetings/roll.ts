import type { Mark, RollCall, RosterLine } from '../api/meetings';
import { byGivenName } from '../words/names';

export type Shown = { mark: Mark; reason: string; at: string } | null;
export type Line = RosterLine & { shown: Record<RollCall, Shown> };
type Tapped = { call: RollCall; member: string; mark: Mark; reason: string; at: string };

/** Who is excused is excused with a reason: until it is given, nothing is said of the member. */
export const isWhole = ({ mark, reason }: { mark: Mark; reason: string }) => mark !== 'excused' || !!reason;

/** What was tapped here and is not yet seen back from the server stands over what the server last said. */
export function withMarks(roster: readonly RosterLine[], marks: readonly Tapped[]): Line[] {
  const tapped = new Map(marks.map((m) => [`${m.call}/${m.member}`, m]));
  const shown = (line: RosterLine, call: RollCall): Shown => {
    const here = tapped.get(`${call}/${line.member_id}`);
    const there = line[call];
    if (here && stands(here, there?.at)) return { mark: here.mark, reason: here.reason, at: here.at };
    return there && { mark: there.mark, reason: there.reason ?? '', at: there.at };
  };
  return roster.map((line) => ({ ...line, shown: { start: shown(line, 'start'), end: shown(line, 'end') } })).sort(byGivenName);
}

/** What waits here for its reason gives way to what was said elsewhere since. */
export const stands = (here: { mark: Mark; reason: string; at: string }, there: string | undefined) => isWhole(here) || !there || Date.parse(here.at) >= Date.parse(there);

export type Tally = { base: number; present: number; excused: number; unexcused: number; unmarked: number };

export function tally(roster: readonly Line[], call: RollCall): Tally {
  const base = roster.filter((line) => line.in_base);
  const said = base.map((line) => line.shown[call]).filter((shown) => shown && isWhole(shown));
  const count = (mark: Mark) => said.filter((shown) => shown?.mark === mark).length;
  const [present, excused, unexcused] = [count('present'), count('excused'), count('unexcused')];
  return { base: base.length, present, excused, unexcused, unmarked: base.length - present - excused - unexcused };
}

const ORDER: Mark[] = ['present', 'excused', 'unexcused'];

/** The same tap goes on to the next mark and comes round again. */
export const markAfter = (mark: Mark | null): Mark => ORDER[(mark ? ORDER.indexOf(mark) + 1 : 0) % ORDER.length]!;
