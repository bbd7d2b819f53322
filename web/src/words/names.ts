const collator = new Intl.Collator('vi');

/** Vietnamese order: given name (last word), then family name, then middle names. */
export function byGivenName(a: { name: string }, b: { name: string }) {
  const x = a.name.split(' ');
  const y = b.name.split(' ');
  return (
    collator.compare(x.at(-1)!, y.at(-1)!) ||
    collator.compare(x[0]!, y[0]!) ||
    collator.compare(x.slice(1, -1).join(' '), y.slice(1, -1).join(' '))
  );
}

/** Without tone and letter marks, for searching; đ has no canonical decomposition, so it is replaced by hand. */
export const fold = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().replace(/\s+/g, ' ').trim();

/** The names that more than one person of the list bears. */
export function sharedNames(people: readonly { name: string }[]) {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { name } of people) (seen.has(name) ? shared : seen).add(name);
  return shared;
}
