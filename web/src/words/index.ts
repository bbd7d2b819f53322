import { store, useStore } from '../kit/store';
import { vi } from './vi';

export type Words = typeof vi;
export type Language = 'vi' | 'en';

const KEY = 'language';
const chosen = store<{ code: Language; words: Words }>({ code: 'vi', words: vi });

export const language = () => chosen.get().code;
export const words = () => chosen.get().words;
export const useWords = () => useStore(chosen).words;
export const useLanguage = () => useStore(chosen).code;

/** English comes when it is asked for; Vietnamese is always there. */
export async function speak(code: Language) {
  const spoken = code === 'vi' ? vi : (await import('./en')).en;
  localStorage.setItem(KEY, code);
  document.documentElement.lang = code;
  chosen.set({ code, words: spoken });
}

export const speakAsBefore = () => (localStorage.getItem(KEY) === 'en' ? speak('en') : Promise.resolve());
