import { Link } from 'wouter';
import type { Category } from '../api/petitions';
import type { Cell, Numbers } from '../api/reports';
import { useWords } from '../words';
import { count } from '../words/dates';

type Of = { id: string; numbers: Numbers; cell: Cell; name?: string; category?: Category; line?: string };

/** A number that leads to its petitions; nothing is behind none. */
export function Number({ id, numbers, cell, name, category, line }: Of) {
  const t = useWords().reports;
  const n = numbers[cell];
  if (!n) return <span className="zero">0</span>;
  const query = new URLSearchParams({ cell, ...(category && { category }), ...(line && { line }) });
  return (
    <Link href={`/reports/${id}/petitions?${query}`} className="number" aria-label={t.seeList(count(n), t.cell[cell], name ?? '')}>{count(n)}</Link>
  );
}
