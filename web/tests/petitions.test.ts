import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Petition } from '../src/api/petitions';
import { parse } from '../src/notifications/stream';
import { arrange } from '../src/petitions/steps';

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
