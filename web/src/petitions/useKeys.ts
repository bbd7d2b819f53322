import { useEffect } from 'react';
import { wishOf, type Wish } from './keys';
import { singleKeys } from './singleKeys';

const TYPED_IN = 'textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox]):not([type=button])';

/** Keys press what stands on the screen, so that they can never do what a finger could not. */
export function useKeys(onHelp: () => void) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const focused = document.activeElement;
      const wish = wishOf(event, {
        typing: !!focused?.matches(TYPED_IN),
        asked: !!document.querySelector('dialog[open]'),
        inQueue: !focused || focused === document.body || !!focused.closest('.queue'),
        single: singleKeys(),
      });
      if (wish && grant(wish, onHelp)) event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [onHelp]);
}

function grant(wish: Wish, onHelp: () => void) {
  if (wish.to === 'send') return send();
  if (wish.to === 'move') return move(wish.by);
  if (wish.to === 'pick') return pick(wish.nth);
  if (wish.to === 'press' && wish.key === 'x') return choose();
  if (wish.to === 'press') return click(`.desk [aria-keyshortcuts="${wish.key}"]`);
  onHelp();
  return true;
}

function click(found: string) {
  const button = document.querySelector<HTMLElement>(found);
  button?.click();
  return !!button;
}

/** A question is answered with its main button; else the form that one is in is sent, or the open step. */
function send() {
  if (document.querySelector('dialog[open]')) return click('dialog[open] button.main');
  const form = document.activeElement?.closest<HTMLFormElement>('.desk form') ?? document.querySelector<HTMLFormElement>('.desk .act form');
  form?.requestSubmit();
  return !!form;
}

/** From the line that has the focus, or from the petition one reads; past the last line more of them are fetched. */
function move(by: 1 | -1) {
  const lines = [...document.querySelectorAll<HTMLElement>('.desk .lines a')];
  const focused = lines.indexOf(document.activeElement as HTMLElement);
  const shown = lines.findIndex((line) => line.hasAttribute('aria-current'));
  const reads = !!document.activeElement?.closest('.desk > article');
  const next = lines[focused >= 0 ? focused + by : reads ? shown + by : Math.max(0, shown)];
  next?.focus();
  return next ? true : by > 0 && click('.desk .queue .more');
}

/** The line that has the focus is chosen or no longer chosen; the first time choosing begins. */
function choose() {
  const box = () => document.activeElement?.closest('.lines li')?.querySelector<HTMLElement>('input[type=checkbox]');
  if (box()) box()?.click();
  else if (click('.desk [aria-keyshortcuts="x"]')) requestAnimationFrame(() => box()?.click());
  return true;
}

function pick(nth: number) {
  const option = document.querySelectorAll<HTMLElement>('.desk .act fieldset:first-of-type input[type=radio]')[nth - 1];
  option?.click();
  option?.focus();
  return !!option;
}
