import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, daysUntil, due, instant, isoDay, localDate, moment } from '../src/words/dates';
import { foundIn } from '../src/words/found';
import { headline } from '../src/words/headline';
import { byGivenName, fold, sharedNames } from '../src/words/names';

test('people are listed by given name, then family name, then middle names', () => {
  const names = ['Lê Văn Đức', 'Phạm Thị Dung', 'Trần Thị Bình', 'Hoàng Văn Ân', 'Nguyễn Thị Ánh', 'Đỗ Minh Anh', 'Nguyễn Văn An', 'Lê An'];
  const sorted = names.map((name) => ({ name })).sort(byGivenName).map(({ name }) => name);
  assert.deepEqual(sorted, ['Lê An', 'Nguyễn Văn An', 'Đỗ Minh Anh', 'Nguyễn Thị Ánh', 'Hoàng Văn Ân', 'Trần Thị Bình', 'Phạm Thị Dung', 'Lê Văn Đức']);
});

test('a search without marks finds a name with them, composed or not', () => {
  assert.equal(fold('Đặng Thị Hoà'), 'dang thi hoa');
  assert.equal(fold('Đặng Thị Hoà'.normalize('NFD')), 'dang thi hoa');
  assert.ok(fold('Lê Thị Thúy').includes(fold('Thuý')));
});

test('namesakes are known as such', () => {
  const people = ['Nguyễn Văn Hùng', 'Lê An', 'Nguyễn Văn Hùng'].map((name) => ({ name }));
  assert.deepEqual([...sharedNames(people)], ['Nguyễn Văn Hùng']);
});

test('dates are those of a wall calendar in Vietnam', () => {
  assert.equal(day('2026-11-02T17:30:00Z'), '03/11/2026');
  assert.equal(moment('2026-11-03T12:52:00Z'), '03/11, 19:52');
  assert.equal(localDate('2026-11-30T17:00:00Z'), '2026-12-01');
});

test('a deadline counts calendar days, and is late only when the server says so', () => {
  const now = new Date('2026-11-21T03:00:00Z');
  assert.equal(daysUntil('2026-11-24T16:59:59Z', now), 3);
  assert.deepEqual(due('2026-11-21T16:59:59Z', false, now), { kind: 'soon', days: 0 });
  assert.deepEqual(due('2026-11-26T16:59:59Z', false, now), { kind: 'ok', days: 5 });
  assert.deepEqual(due('2026-11-20T16:59:59Z', true, now), { kind: 'late', days: 1 });
});

test('a typed date becomes a moment, and a day that does not exist becomes nothing', () => {
  assert.equal(instant(3, 12, 2026, 19, 30), '2026-12-03T12:30:00.000Z');
  assert.equal(instant(31, 2, 2026), null);
  assert.equal(instant(3, 12, 2026, 24, 0), null);
  assert.equal(isoDay(3, 12, 2026), '2026-12-03');
  assert.equal(isoDay(Number.NaN, 1, 2026), null);
});

test('a heading is the first sentence, or as much of it as fits', () => {
  assert.equal(headline('Đèn tắt. Đề nghị thay bóng.'), 'Đèn tắt');
  assert.equal(headline('Cống ngõ 12 tắc'), 'Cống ngõ 12 tắc');
  assert.ok(headline('dài '.repeat(60)).length <= 91);
});

test('what was searched for stands out: without marks, in any order, the last word half typed', () => {
  const shown = (text: string, query: string) => foundIn(text, query).map((piece) => piece.found ? `[${piece.text}]` : piece.text).join('');
  assert.equal(shown('Cống ở ngõ 12/3 Lê Lai nghẽn', 'lai cong 12 ngh'), '[Cống] ở ngõ [12]/3 Lê [Lai] [ngh]ẽn');
  assert.equal(shown('Đường Điện Biên', 'duong đ'), '[Đường] Điện Biên');
  assert.equal(shown('Cống'.normalize('NFD'), 'con'), `[${'Cốn'.normalize('NFD')}]g`);
  assert.equal(shown('Đèn hỏng', '%'), 'Đèn hỏng');
});
