import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Petition } from '../src/api/petitions';
import { parse } from '../src/notifications/stream';
import { inWords, parts } from '../src/petitions/length';
import { arrange } from '../src/petitions/steps';
import { whereabouts } from '../src/petitions/whereabouts';
import { en } from '../src/words/en/index';
import { vi } from '../src/words/vi/index';

const next = (state: Petition['state'], verbs: Petition['next'], competence: Petition['competence'] = 'ward') => arrange({ state, competence, next: verbs });

test('the step that moves it on is the big one, and up is beside it', () => {
  const { main, second, others } = next('received', ['classify', 'assign', 'answer', 'escalate', 'return']);
  assert.deepEqual([main, second, others], ['classify', 'escalate', ['assign', 'answer', 'return']]);
});

test('a returned petition goes up again first', () => {
  const { main, second } = next('returned', ['answer', 'escalate', 'withdraw']);
  assert.deepEqual([main, second], ['escalate', 'answer']);
});

test('a branch answers what is its own, and sends up what is not', () => {
  assert.equal(next('recorded', ['answer', 'escalate'], 'branch').main, 'answer');
  assert.equal(next('recorded', ['answer', 'escalate'], 'city').main, 'escalate');
});

test('nothing is offered that the server does not allow', () => {
  assert.deepEqual(next('closed', []), { main: undefined, second: undefined, others: [] });
});

test('a server-sent event is read field by field, a heartbeat is none', () => {
  assert.deepEqual(parse('id: 7\nevent: inbox\ndata: {"unread": 3}'), { id: '7', event: 'inbox', data: '{"unread": 3}' });
  assert.equal(parse(': '), null);
});

test('a length of time names what there is of it, and adds nothing', () => {
  const names = { days: (n: number) => `${n}d`, hours: (n: number) => `${n}h`, minutes: (n: number) => `${n}m`, seconds: (n: number) => `${n}s` };
  assert.equal(inWords(parts(0), names), '0s');
  assert.equal(inWords(parts(3 * 86_400 + 7), names), '3d 7s');
  const { days, hours, minutes, seconds } = parts(98_765);
  assert.equal(((days * 24 + hours) * 60 + minutes) * 60 + seconds, 98_765);
});

const held = { unit_id: 'w', unit_name: 'Phường Hạc Thành', tier: 'ward', from_at: '2026-11-28T03:30:00Z', to_at: null };
const standing = {
  state: 'received', competence: 'ward', holder: { unit_id: 'w', unit_name: 'Phường Hạc Thành', tier: 'ward' }, holders: [held], assignee: null,
  branch_name: 'Chi bộ 1', due_at: '2099-12-03T16:59:59Z', due_kind: 'classify', overdue: false, clocks: [],
} as unknown as Petition;

test('one sentence says who holds it, since when, what is next and until when', () => {
  for (const words of [vi, en]) {
    const { before, label, after } = whereabouts(standing, words, false);
    const said = `${before} ${label} ${after}`;
    assert.match(said, /^(Phường Hạc Thành) .*28\/11, 10:30; .*: Phường Hạc Thành .*; .*03\/12\/2099.*\.$/);
    assert.equal(said.match(/\. /g), null);
  }
});

test('while the term of the answer stands still, the sentence says until when at most', () => {
  const paused = { ...standing, clocks: [{ kind: 'pause', closed_at: null, due_at: '2099-12-05T16:59:59Z' }] } as unknown as Petition;
  assert.match(whereabouts(paused, vi, false).after, /tạm dừng .*05\/12\/2099/);
  assert.match(whereabouts(paused, en, false).after, /paused .*05\/12\/2099/);
});

test('of what is over it says that, and names no holder and no deadline', () => {
  const closed = { ...standing, state: 'closed', holder: null, holders: [{ ...held, to_at: '2026-11-29T03:30:00Z' }], due_at: null } as unknown as Petition;
  const { before, after } = whereabouts(closed, vi, false);
  assert.deepEqual([before, after], ['', vi.petitions.next.todo.closed()]);
});
