import type { Words } from '../words';
import { due } from '../words/dates';

/** A deadline in words: "Quá 1 ngày", "Hạn hôm nay", "Còn 5 ngày". */
export function dueInWords(at: string, overdue: boolean, t: Words['petitions']['due']) {
  const { kind, days } = due(at, overdue);
  if (kind === 'late') return { kind, text: t.late(days) };
  return { kind, text: days === 0 ? t.today : t.left(days) };
}
