import type { Words } from '..';

export const reports: Words['reports'] = {
  title: 'Report', ofMonth: (month) => `Report of ${month}`, month: 'Month', where: 'Where the report stands', empty: 'No petitions in this period yet',
  emptyText: 'The figures follow by themselves what branches record.',
  state: { draft: 'Draft', signed: 'Signed, not sent', sent: 'Sent, waiting to be received', received: 'Received above', returned: 'Returned' },
  until: (at) => `Figures as of ${at}.`, closes: (day) => `The period closes at the end of ${day}.`,
  signedBy: (name, at) => name ? `Signed by ${name} at ${at}.` : `Signed at ${at}.`, sentAt: (at) => `Sent at ${at}.`, receivedAt: (at) => `Received at ${at}.`,
  version: (n) => `Version ${n}.`, returnedTitle: (n) => `Version ${n} was returned`,
  verb: { sign: 'Sign the report', send: 'Send it up', receive: 'Receive', return: 'Return' }, takeBack: 'Take it back to mend it',
  did: { sign: 'The report is signed.', send: 'The report is sent.', receive: 'The report is received.', return: 'The report is returned.' },
  confirm: {
    sign: 'Signing freezes the figures for good. What comes after the signature is counted next month.',
    send: 'The unit above will see this report. Once sent, only the unit above can return it.',
    receive: 'Tells the unit that its report was received.',
    return: 'This version is kept with the reason; the unit mends it and signs a new one.',
  },
  number: 'Number of the report', numberHint: 'From the register of the office. May be left empty and written later.', reason: 'Reason for returning it',
  group: { came: 'Came in', left: 'What became of it', also: 'Of these' }, what: 'Figure', count: 'Number', change: 'Against the month before', unknown: 'no figures of the month before',
  cell: {
    carried: 'Carried over', raised: 'Raised in the period', reopened: 'Reopened', withdrawn: 'Withdrawn', all: 'To be solved in all', merged: 'Merged',
    redirected: 'Redirected', within: 'Within competence', within_answered: 'Answered', within_in_progress: 'Under way', within_overdue: 'Overdue',
    beyond: 'Beyond competence', beyond_answered: 'Answered above', beyond_in_progress: 'Under way above', beyond_overdue: 'Overdue above',
    on_time: 'Answered on time', read_out: 'Read out at the branch',
  },
  seeList: (n, cell, name) => `${n}: ${cell}${name ? `, ${name}` : ''}. See the list`,
  byBranch: 'By branch', byWard: 'By ward', byCategory: 'By category', name: 'Name', downloads: 'Download',
  file: { document: 'Document (Word)', workbook: 'Figures (Excel)', answers: 'Answers for the bulletin (Word)' },
  back: 'Back to the report', noneHere: 'No petitions here', hidden: 'Words of another unit', heldBy: (unit) => `held by ${unit}`, due: (day) => `due ${day}`,
  overdue: 'overdue', open: 'See the report of the month',
};
