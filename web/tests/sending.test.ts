import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holderOf } from '../src/api/holder';
import { rounds } from '../src/offline/rounds';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a token names its holder, whatever letters its parts are written in', () => {
  const sub = '0192f3a4-5b6c-7d8e-9f00-112233445566';
  const claims = part({ sid: '>>>???~~~', sub });
  assert.match(claims, /[-_]/);
  assert.equal(holderOf(`${part({ alg: 'EdDSA' })}.${claims}.c2lnbmVk`), sub);
});

test('what waits is asked about in rounds, to the last', () => {
  assert.deepEqual(rounds([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]]);
  assert.deepEqual(rounds([1, 2], 2), [[1, 2]]);
  assert.deepEqual(rounds([], 2), []);
});
