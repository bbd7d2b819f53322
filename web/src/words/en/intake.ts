import type { Words } from '..';

export const intake: Words['intake'] = {
  kinds: {
    formal_complaint: {
      title: 'This may be a formal complaint',
      where: 'A complaint about an administrative decision is handed in where the People’s Committee receives citizens: terms and procedure of the law on complaints hold there.',
    },
    denunciation: {
      title: 'This may be a denunciation',
      where: 'About a Party member it goes to the inspection committee; about an official to the People’s Committee. Whoever denounces must stay unknown, so it is not written here.',
    },
    secret: {
      title: 'This may be secret',
      where: 'State secrets may not be entered here. Speak in person with whoever keeps secret papers at the Party committee.',
    },
  },
  because: (words) => `Because of: ${words.map((one) => `“${one}”`).join(', ')}. Only words are looked at; you decide.`,
  ask: 'Write it down all the same?',
  keep: 'Keep it as a recommendation', leave: 'Leave it out and erase it', back: 'Look again',
  left: 'Erased on this device; nothing was sent.',
  atDesk: 'If so, choose “Redirect”: what was said is then erased from the system.',
  willErase: 'With this reason everything that was written about it (text, notes, answers) is erased. Tell whoever raised it where to hand it in before you press, if need be.',
  eraseTitle: 'Send it elsewhere and erase it?',
  eraseText: (channel) => `To: ${channel}. What was said is erased for good; code, times and reason stay. The branch sees which channel it is and where to hand it in.`,
  eraseDo: 'Send and erase',
  erased: 'What was said is not kept here',
  erasedText: (channel) => `This was sent to another channel: ${channel}. What was said is not kept in the system.`,
  next: {
    citizen_reception: 'Whoever raised it hands it in where the People’s Committee of the ward receives citizens, with the decision or papers it is about.',
    inspection_committee: 'Whoever raised it writes to the inspection committee of the Party committee, or goes there. Who they are is kept secret.',
    peoples_committee: 'Whoever raised it writes to the People’s Committee of the ward, where letters are received.',
    other: 'Whoever raised it asks the Party office where it goes; secret matters are spoken of in person only, never by phone or message.',
  },
  reveal: {
    hidden: 'Who raised it is kept from those who work on it.',
    open: 'See who raised it',
    title: 'See who raised this petition',
    told: 'Whoever raised it is told that your unit looked, and reads the reason that you write. It stays in the story.',
    reason: 'Why do you need to know?',
    both: 'Choose a reason and say more in words.',
    done: (name) => `Raised by ${name}.`,
  },
};
