import { useEffect, useState } from 'react';

/** A value that has rested for a moment: asked for once, not at every key. */
export function useLater<T>(value: T, ms = 350) {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return rested;
}
