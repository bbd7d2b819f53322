import { fold } from './names';

export type Piece = { text: string; found: boolean };

/** As on the server: fewer letters begin too many words. */
const HALF_TYPED = 3;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/** A text cut where words of the query begin, as the server finds them: without marks, in any order, the last half typed. */
export function foundIn(text: string, query: string): Piece[] {
  const wanted: string[] = fold(query).match(WORD) ?? [];
  const last = wanted.at(-1) ?? '';
  const half = last.length >= HALF_TYPED && !/^\d+$/.test(last) ? last : null;
  const pieces: Piece[] = [];
  let end = 0;
  const cut = (to: number, found: boolean) => {
    if (to > end) pieces.push({ text: text.slice(end, to), found });
    end = to;
  };
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const folded = fold(word);
    const whole = wanted.includes(folded);
    if (!whole && !(half && folded.startsWith(half))) continue;
    cut(index, false);
    cut(index + (whole ? word.length : lengthOf(word, half!.length)), true);
  }
  cut(text.length, false);
  return pieces;
}

/** How far the first letters of a word reach: a letter may be several code units, with its marks apart. */
function lengthOf(word: string, letters: number) {
  const marked = word.match(/.\p{M}*/gsu) ?? [];
  return marked.slice(0, letters).join('').length;
}
