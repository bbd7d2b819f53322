import type { Words } from '..';

export const desk: Words['desk'] = {
  keys: {
    title: 'Keys',
    open: 'Keys',
    single: 'Use keys of a single letter',
    moving: [
      ['j', 'Down to the next petition (or arrow down)'],
      ['k', 'Up to the one before (or arrow up)'],
      ['Enter', 'Open the petition that has the focus'],
      ['1–9', 'Pick that option of the open form'],
      ['Ctrl+Enter', 'Send the open form; say yes to its question'],
      ['?', 'Open this list'],
    ],
    never: 'Single letters do nothing while you type. Everything can be done with buttons too.',
  },
  work: {
    busy: (name, doing, at) => `${name} is ${doing} (since ${at}).`,
    doing: {
      answer: 'writing the answer', escalate: 'escalating it', classify: 'classifying it', assign: 'assigning it', return: 'returning it',
      merge: 'merging it', redirect: 'redirecting it', extend: 'extending it', other: 'working on it',
    },
    inHand: (name) => `${name} is working on it`,
    first: 'A colleague is working on this',
    takeOver: 'Take over',
  },
};
