import { useEffect, useRef } from 'react';
import { useWords } from '../words';

let first = true;

/** Names the page and moves the focus to its heading when it is opened, so that a screen reader says where it is. */
export function usePage(title: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { product } = useWords().shell;
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
  useEffect(() => {
    if (!first) heading.current?.focus({ preventScroll: true });
    first = false;
  }, []);
  return heading;
}
