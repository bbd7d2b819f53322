import type { Words } from '..';

export const meetings: Words['meetings'] = {
  title: 'Branch meetings', empty: 'No meetings yet', emptyText: 'Schedule the first meeting of the branch.', schedule: 'Schedule a meeting', edit: 'Change the date',
  upcoming: 'To come and under way', past: 'Past', kind: 'Kind of meeting', date: 'Date', time: 'Starts at', timeExample: '19 30', place: 'Place',
  placeHint: 'For example: the neighbourhood hall', dateReason: 'Why outside the first week of the month?', saveSchedule: 'Save', cancelMeeting: 'Cancel the meeting', cancelReason: 'Why is it cancelled?', cancelConfirm: 'Cancel this meeting',
  cancelled: 'This meeting has been cancelled.', start: 'Begin the meeting', goOn: 'Go on with the meeting', at: (time, day) => `${time}, ${day}`, chair: 'Chair', clerk: 'Clerk',
  kept: 'Kept on this device: works without a network too.', result: 'Result of the meeting',
  base: 'Members counted on', present: 'Present at both roll calls', duration: 'Duration', minutes: (n) => `${n} minutes`, recommendationsCount: 'Recommendations logged', readOutCount: 'Answers read out',
  warnings: {
    'too-short': 'The meeting was shorter than the rules ask.', 'too-long': 'The meeting took longer than the rules allow: check the time of the end roll call.',
    'outside-first-week': 'The date lies outside the first week of the month.', 'date-reason-missing': 'Give the reason for meeting outside the first week and tell the tier above.',
    'thematic-missing': 'The branch has held no thematic meeting this quarter.', other: 'Something about this meeting needs a look.',
  },
  live: {
    step: (n, of) => `Step ${n}/${of}`,
    names: { start: 'Roll call at the start', answers: 'Answers to read out', recommendations: 'Recommendations', end: 'Roll call at the end', check: 'Check and end' },
    short: { start: 'roll call', answers: 'answers', recommendations: 'recommendations', end: 'end roll call', check: 'check' },
    next: (step) => `Next: ${step}`, previous: 'Back', leave: 'Leave the meeting screen',
  },
  rollCall: {
    count: (base) => `/ ${base} present`, left: (n) => `${n} not marked yet`, allMarked: 'Everyone is marked', unmarked: 'Not marked',
    restPresent: (n) => `The other ${n}: present`, restAsBefore: (n) => `The other ${n}: as at the start`, how: 'Tap to change: present, excused, unexcused.', find: 'Find by name',
    nobody: 'No such name.', apart: 'No mark needed', reasonOf: (name) => `Why is ${name} absent?`, reasons: ['Illness', 'Duty travel', 'Family'], otherReason: 'Another reason',
    saveReason: 'Save the reason', noRoster: 'The branch has no list of members yet', noRosterText: 'Ask the ward Party office to import it before the meeting.',
  },
  answers: {
    none: 'No answers wait to be read out', noneText: 'Go on to the next step.', lead: 'Read each answer out, then ask whether the branch is content.', raised: 'The branch raised',
    answered: (unit) => `${unit} answers`, target: (day) => `To be done by ${day}`, content: 'Content', notContent: 'Not content', why: 'Why is the branch not content?',
    whyHint: 'The reason goes back to whoever answered.', save: 'Save: not content', savedContent: 'Read out. The branch is content.',
    savedNot: 'Read out. The branch is not content; the petition is reopened.', change: 'Change', notYet: 'Take the roll call first, then read the answers out.',
  },
  check: {
    lead: 'One last look. When the meeting ends, what is beyond the branch goes up by itself.', presentStart: 'Present at the start', presentEnd: 'Present at the end', excused: 'Excused',
    unexcused: 'Unexcused', unmarkedStart: (n) => `Roll call at the start: ${n} not marked.`, unmarkedEnd: (n) => `Roll call at the end: ${n} not marked. All must be marked before the meeting can end.`,
    toStart: 'To the first roll call', toEnd: 'To the end roll call', unread: (n) => `${n} answers not read out; they wait for the next meeting.`, toAnswers: 'To the answers',
    noRecommendation: 'No recommendation has been logged.', end: 'End the meeting', confirm: 'End the meeting?',
    confirmText: (n) => n ? `${n} recommendations go to whoever can solve them.` : 'After that nobody can be marked any more.',
    notEnder: 'Only the secretary, a deputy or the meeting’s clerk can end it.', ended: 'The meeting has ended',
    endedHere: 'Noted on this device. It is sent by itself once there is a network; nothing more to do.',
  },
};

export const recommendations: Words['recommendations'] = {
  nth: (n) => `Recommendation ${n} of this meeting`, what: 'What is it about, and where?', tooShort: 'Say a little more: at least 10 characters.', category: 'Category', otherCategory: 'Other…',
  competence: 'Who can solve it?', who: 'Who raises it?', whoKind: { member: 'A member', residents: 'Residents', branch: 'The branch' }, member: 'Which member?',
  urgent: 'Urgent: send now, do not wait for the end of the meeting', goesUp: 'When the meeting ends it goes to the ward by itself.', goesNow: 'Urgent: it goes to the ward as soon as there is a network.',
  stays: 'The branch solves and answers it.', alike: {
    title: 'A petition like this one', own: (code, day, at, due) => `Like petition ${code} of the branch, raised on ${day}, ${at}${due}.`, at: (unit) => `now with ${unit}`, due: (day) => `, due ${day}`,
    elsewhere: (state) => `The ward has one like it already, state: ${state.toLowerCase()}. You can still record your branch’s own.`, see: 'See', add: 'Add to it',
    failed: 'It could not be added. Save this recommendation as usual.',
  },
  save: 'Save', saved: 'Recommendation saved.', another: 'Another one', edit: 'Edit', editing: 'Editing one that is logged already.',
  stopEditing: 'Stop editing', logged: (n) => `${n} recommendations logged`, draft: 'What you are writing is kept on this device.', secret: 'Nothing that is a state secret.',
  denunciation: 'A denunciation of a person belongs to citizen reception or the inspection committee, not here.',
};

export const offline: Words['offline'] = {
  allSent: 'Everything is sent', sending: (n) => `Sending ${n}`, waiting: (n) => `Saved on this device, ${n} to send`, unstored: 'This device could not store what you just did. Free some space on it, then do it again.', noSignal: (n) => `No network, carry on. Saved on this device, ${n} to send.`,
  offline: 'No network, carry on.', refused: (n) => `${n} not accepted by the server`, refusedText: 'Read why, correct it if needed, then send again or let it go.', again: 'Send again',
  dismiss: 'Understood, let it go', noReason: 'The server did not accept it and gave no reason.',
  operation: { start: 'Roll call at the start', end: 'Roll call at the end', readOut: 'Answer read out', recommendation: 'Recommendation', endMeeting: 'End of the meeting', other: 'Meeting' },
};
