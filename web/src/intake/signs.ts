import lists from './lists.json';

export type Kind = 'secret' | 'denunciation' | 'formal_complaint';
/** What a text may be, and the words that say so. */
export type Sign = { kind: Kind; words: string[] };

type Sentence = { said: string; names: boolean };

const { titles, offices, families, places } = lists.people;
const familyNames = new Set(families.map((name) => name.toLowerCase()));
const placeWords = new Set(places);
const GAP = '·';

/** What in a text belongs to another channel, by its words. It reads nothing but the text, so it works without signal. */
export function signsOf(text: string): Sign[] {
  const typed = text.normalize('NFC');
  const unmarked = /^[\0-\x7f]*$/.test(typed);
  const sentences = typed.split(/[.!?;\n]+/).map(sentenceOf);
  return lists.kinds.flatMap((list) => {
    const found = unmarked ? sentences.flatMap(({ said }) => inside(said, list.unmarked))
      : sentences.flatMap((one, at) => signsIn(one, list, sentences.slice(Math.max(0, at - 1), at + 2)).concat(stamps(typed, list.stamps)));
    const words = longest(found);
    return words.length ? [{ kind: list.kind as Kind, words }] : [];
  });
}

function signsIn({ said }: Sentence, list: (typeof lists.kinds)[number], near: Sentence[]) {
  const kept = longestFirst(list.harmless).reduce((left, phrase) => left.replaceAll(` ${phrase} `, ` ${GAP} `), said);
  const always = inside(kept, list.always);
  return near.some(({ names }) => names) ? [...always, ...inside(kept, list.withPerson)] : always;
}

const inside = (said: string, phrases: readonly string[]) => phrases.filter((phrase) => said.includes(` ${phrase} `));
const longestFirst = (phrases: readonly string[]) => [...phrases].sort((a, b) => b.length - a.length);

/** "nhận hối lộ" says it all; "hối lộ" beside it would say it twice. */
function longest(found: string[]) {
  const once = [...new Set(found)];
  return once.filter((phrase) => !once.some((other) => other !== phrase && ` ${other} `.includes(` ${phrase} `)));
}

function sentenceOf(typed: string): Sentence {
  const words = typed.match(/[\p{L}\p{N}]+(?:\/[\p{L}\p{N}]+)*/gu) ?? [];
  const small = words.map((word) => word.toLowerCase());
  const said = ` ${small.join(' ')} `;
  return { said, names: offices.some((office) => said.includes(` ${office} `)) || words.some((_, at) => isNamed(words, small, at)) };
}

/** A title before a name, or a family name before another name; a street that is called after somebody is none. */
function isNamed(words: string[], small: string[], at: number) {
  if (placeWords.has(small[at - 1] ?? '')) return false;
  const next = words[at + 1];
  if (!next) return false;
  const titled = titles.some((title) => title === small[at] || title === `${small[at - 1]} ${small[at]}`);
  if (titled) return familyNames.has(small[at + 1]!) || isCapital(next);
  return familyNames.has(small[at]!) && isCapital(words[at]!) && isCapital(next);
}

const isCapital = (word: string) => word[0] !== word[0]!.toLowerCase() && (word.length === 1 || word !== word.toUpperCase());

/** A stamp stands in capitals among words that do not. */
function stamps(typed: string, wanted: readonly string[]) {
  const words = typed.match(/[\p{L}\p{N}]+/gu) ?? [];
  const shouted = (word: string | undefined) => !!word && word.length > 1 && word !== word.toLowerCase() && word === word.toUpperCase();
  return words.flatMap((word, at) => (wanted.includes(word) && !shouted(words[at - 1]) && !shouted(words[at + 1]) ? [word.toLowerCase()] : []));
}
