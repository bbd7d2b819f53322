import { store, useStore } from '../kit/store';

const OFF = 'single-keys-off';
const single = store(localStorage.getItem(OFF) === null);

export const useSingleKeys = () => useStore(single);
export const singleKeys = single.get;

/** Kept on this device, for whoever works on it: a hand that rests on the keys belongs to the desk. */
export function switchKeys(on: boolean) {
  if (on) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, '');
  single.set(on);
}
