import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bodies, Body } from '../src/petitions/deskCalls';
import { groupsOf, suggestionFor } from '../src/petitions/suggest';

const WORDS = { others: 'Chưa xếp', all: 'Giao cho ai?' };
const person = (name: string) => ({ person_id: name, name, unit_id: 'w' });
const body = (code: string, parent_code: string | null, people: string[], absent = false): Body =>
  ({ code, parent_code, name: code, position: 0, absent, source: null, assignees: people.map(person) });
const bodies = (items: Body[], others: string[] = []): Bodies =>
  ({ items, others: others.map(person), owners: [{ category: 'land', code: 'UBND-KT', source: 'Nguồn' }] });

test('the body that such matters go to stands first, then the one it belongs to', () => {
  const known = bodies([body('CA', null, ['Bình']), body('UBND', null, ['An']), body('UBND-KT', 'UBND', ['Chi'])], ['Dũng']);
  assert.deepEqual(groupsOf(known, 'land', WORDS).map(({ name }) => name), ['UBND-KT', 'UBND', 'CA', 'Chưa xếp']);
  assert.equal(suggestionFor(known, 'land')?.source, 'Nguồn');
});

test('a body that the ward does not have is not suggested, and nobody in it is lost', () => {
  const known = bodies([body('UBND-KT', 'UBND', ['Chi'], true)], ['Dũng']);
  assert.equal(suggestionFor(known, 'land'), null);
  assert.deepEqual(groupsOf(known, 'land', WORDS), [{ code: '', name: 'Giao cho ai?', assignees: [person('Dũng'), person('Chi')] }]);
});

test('what is nobody’s by rule has no suggestion', () => {
  assert.equal(suggestionFor(bodies([]), 'fire'), null);
});
