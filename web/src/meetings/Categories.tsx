import { useState } from 'react';
import type { Category } from '../api/petitions';
import { Choice } from '../kit/Field';
import { useWords } from '../words';

/** What neighbourhood branches raise most comes first; the others wait behind one button. */
const COMMON: Category[] = ['infrastructure', 'environment', 'urban_order', 'security', 'land', 'social_policy'];
const MORE = 'more';

export function Categories({ value, onPick, wrong }: { value: Category | ''; onPick: (category: Category) => void; wrong?: string | undefined }) {
  const t = useWords();
  const [all, showAll] = useState(false);
  const every = Object.keys(t.codes.category) as Category[];
  const shown = all || (value && !COMMON.includes(value)) ? [...COMMON, ...every.filter((c) => !COMMON.includes(c))] : COMMON;
  const options: { value: Category | typeof MORE; text: string }[] = shown.map((c) => ({ value: c, text: t.codes.categoryShort[c] ?? t.codes.category[c] }));
  if (shown === COMMON) options.push({ value: MORE, text: t.recommendations.otherCategory });
  return (
    <Choice label={t.recommendations.category} equal value={value} options={options} wrong={wrong}
      onPick={(picked) => (picked === MORE ? showAll(true) : onPick(picked))} />
  );
}
