const LONGEST = 90;

const withoutStop = (text: string) => text.trim().replace(/\.$/, '');

/** The first sentence, or as many words of it as make a heading; the whole text stands below. */
export function headline(text: string) {
  const sentence = withoutStop(/^.*?[.!?](?=\s)/s.exec(text)?.[0] ?? text);
  if (sentence.length <= LONGEST) return sentence;
  return `${sentence.slice(0, LONGEST + 1).replace(/\s+\S*$/, '')}…`;
}

/** Whether the heading already says all of it. */
export const saysAll = (heading: string, text: string) => heading === withoutStop(text);
