import type { Verb } from '../api/petitions';

/** The letter of each step: one of its Vietnamese name, that no other has. */
export const LETTERS: Partial<Record<Verb, string>> = {
  acknowledge: 'n', classify: 'p', assign: 'g', answer: 't', escalate: 'c', return: 'b', merge: 'm', redirect: 'd',
  extend: 'h', close: 'e', reopen: 'l', withdraw: 'r',
};

export type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat' | 'isComposing'>;
export type Place = { typing: boolean; asked: boolean; inQueue: boolean; single: boolean };
export type Wish = { to: 'send' | 'help' } | { to: 'move'; by: 1 | -1 } | { to: 'press'; key: string } | { to: 'pick'; nth: number };

/**
 * What a key asks for. Single keys never fire while something is typed or a question is open, and can be switched off
 * (WCAG 2.1.4); Ctrl+Enter sends wherever one is, once for each time it is pressed.
 */
export function wishOf(pressed: Pressed, { typing, asked, inQueue, single }: Place): Wish | null {
  if (pressed.isComposing || pressed.altKey) return null;
  if (pressed.ctrlKey || pressed.metaKey) return pressed.key === 'Enter' && !pressed.repeat ? { to: 'send' } : null;
  if (typing || asked || !single) return null;
  if (pressed.key === '?') return { to: 'help' };
  if (pressed.shiftKey) return null;
  const key = pressed.key.toLowerCase();
  if (key === 'j' || (inQueue && key === 'arrowdown')) return { to: 'move', by: 1 };
  if (key === 'k' || (inQueue && key === 'arrowup')) return { to: 'move', by: -1 };
  if (/^[1-9]$/.test(key)) return { to: 'pick', nth: +key };
  return /^[a-z]$/.test(key) && !pressed.repeat ? { to: 'press', key } : null;
}
