import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LETTERS, wishOf, type Place, type Pressed } from '../src/petitions/keys';

const AT_REST: Place = { typing: false, asked: false, inQueue: true, single: true };
const pressed = (key: string, more: Partial<Pressed> = {}): Pressed =>
  ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false, isComposing: false, ...more });
const wish = (key: string, more: Partial<Pressed> = {}, place: Partial<Place> = {}) => wishOf(pressed(key, more), { ...AT_REST, ...place });

test('j and k move anywhere, arrows only in the queue', () => {
  assert.deepEqual(wish('j'), { to: 'move', by: 1 });
  assert.deepEqual(wish('ArrowUp'), { to: 'move', by: -1 });
  assert.deepEqual(wish('k', {}, { inQueue: false }), { to: 'move', by: -1 });
  assert.equal(wish('ArrowDown', {}, { inQueue: false }), null);
});

test('a single key does nothing while somebody types, is asked something, or has switched them off', () => {
  for (const place of [{ typing: true }, { asked: true }, { single: false }]) {
    for (const key of ['j', 't', '?', '1', 'ArrowDown']) assert.equal(wish(key, {}, place), null, key);
  }
});

test('Ctrl+Enter sends wherever one is, once for each time it is pressed', () => {
  assert.deepEqual(wish('Enter', { ctrlKey: true }, { typing: true, single: false }), { to: 'send' });
  assert.equal(wish('Enter', { ctrlKey: true, repeat: true }), null);
  assert.equal(wish('Enter'), null);
});

test('what belongs to the browser or to a letter being composed is left alone', () => {
  for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }, { repeat: true }]) {
    assert.equal(wish('t', more), null);
  }
});

test('no two steps share a letter, and none takes that of a move', () => {
  const letters = Object.values(LETTERS);
  assert.equal(new Set(letters).size, letters.length);
  assert.ok(!letters.includes('j') && !letters.includes('k') && !letters.includes('x'));
});
