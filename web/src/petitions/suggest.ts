import type { Category } from '../api/petitions';
import type { Bodies, Body } from './deskCalls';

export type Group = Pick<Body, 'code' | 'name' | 'assignees'>;

/** The body that a category is usually given to, and who says so; none where the unit does not have it. */
export function suggestionFor({ items, owners }: Bodies, category: Category) {
  const owner = owners.find((one) => one.category === category);
  const body = items.find(({ code, absent }) => code === owner?.code && !absent);
  return owner && body ? { body, source: owner.source } : null;
}

/** Everyone it can be given to, by body: the suggested one first, then the one it belongs to, then the others in order. */
export function groupsOf(bodies: Bodies, category: Category, words: { others: string; all: string }): Group[] {
  const suggested = suggestionFor(bodies, category)?.body;
  const rank = ({ code }: Body) => (code === suggested?.code ? 0 : code === suggested?.parent_code ? 1 : 2);
  const peopled = bodies.items.filter(({ assignees, absent }) => assignees.length > 0 && !absent);
  const placed: Group[] = peopled.sort((a, b) => rank(a) - rank(b));
  const homeless = [...bodies.others, ...bodies.items.filter(({ absent }) => absent).flatMap(({ assignees }) => assignees)];
  if (!homeless.length) return placed;
  return [...placed, { code: '', name: placed.length ? words.others : words.all, assignees: homeless }];
}
