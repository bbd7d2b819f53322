import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RosterLine } from '../src/api/meetings';
import { markAfter, tally, withMarks } from '../src/meetings/roll';

const line = (member_id: string, name: string, more: Partial<RosterLine> = {}): RosterLine => ({
  member_id, name, sort_key: name, birth_year: 1960, post: null, membership: 'official', participation: 'active', in_base: true, start: null, end: null, ...more,
});

test('the same tap goes on and comes round again', () => {
  assert.deepEqual([markAfter(null), markAfter('present'), markAfter('excused'), markAfter('unexcused')], ['present', 'excused', 'unexcused', 'present']);
});

test('what was tapped here stands over what the server last said', () => {
  const there = line('a', 'Lê An', { start: { mark: 'present', reason: null, at: '2026-12-03T12:30:00Z' } });
  const [shown] = withMarks([there], [{ call: 'start', member: 'a', mark: 'excused', reason: 'Ốm đau', at: '2026-12-03T12:40:00Z' }]);
  assert.equal(shown!.shown.start?.mark, 'excused');
  assert.equal(shown!.shown.start?.reason, 'Ốm đau');
});

test('an excused absence counts once its reason is given, and gives way to what was said elsewhere since', () => {
  const waiting = { call: 'start', member: 'a', mark: 'excused', reason: '', at: '2026-12-03T12:40:00Z' } as const;
  const before = line('a', 'Lê An', { start: { mark: 'present', reason: null, at: '2026-12-03T12:30:00Z' } });
  const since = line('a', 'Lê An', { start: { mark: 'present', reason: null, at: '2026-12-03T12:41:00Z' } });
  const given = { ...waiting, reason: 'Ốm đau' };
  const counted = [[before, waiting], [before, given], [since, waiting]] as const;
  assert.deepEqual(counted.map(([there, here]) => tally(withMarks([there], [here]), 'start')), [
    { base: 1, present: 0, excused: 0, unexcused: 0, unmarked: 1 },
    { base: 1, present: 0, excused: 1, unexcused: 0, unmarked: 0 },
    { base: 1, present: 1, excused: 0, unexcused: 0, unmarked: 0 },
  ]);
});

test('exempt members stand outside the count', () => {
  const roster = withMarks(
    [line('a', 'Lê An'), line('b', 'Trần Bình'), line('c', 'Vũ Cần', { in_base: false, participation: 'exempt' })],
    [{ call: 'start', member: 'a', mark: 'present', reason: '', at: '2026-12-03T12:30:00Z' }],
  );
  assert.deepEqual(tally(roster, 'start'), { base: 2, present: 1, excused: 0, unexcused: 0, unmarked: 1 });
});
