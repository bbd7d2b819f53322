import { useEffect, useRef } from 'react';
import { useWords } from '../words';

let first = true;

/** Names the page and moves the focus to its heading when it is opened, so that a screen reader says where it is. */
export function usePage(title: string, { quiet = false } = {}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { product } = useWords().shell;
  useEffect(() => {
    if (!quiet) document.title = `${title} · ${product}`;
  }, [title, product, quiet]);
  useEffect(() => {
    if (!first && !quiet) heading.current?.focus({ preventScroll: true });
    first = false;
  }, [quiet]);
  return heading;
}
