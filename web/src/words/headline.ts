const LONGEST = 90;

/** The first sentence, or as many words of it as make a heading; the whole text stands below. */
export function headline(text: string) {
  const sentence = /^.*?[.!?](?=\s)/s.exec(text)?.[0].replace(/\.$/, '') ?? text;
  if (sentence.length <= LONGEST) return sentence;
  return `${sentence.slice(0, LONGEST + 1).replace(/\s+\S*$/, '')}…`;
}
