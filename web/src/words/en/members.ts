import type { Words } from '..';
import { count } from '../dates';

export const units: Words['units'] = {
  title: 'Units, members', search: 'Find a unit', searchHint: 'Name or code, with or without marks.', empty: 'No units yet', emptyText: 'Import the city’s workbook to make the tree of units and the lists of members.',
  emptyAdmin: 'First make an account under Accounts and appoint the city’s office; whoever that is imports the workbook that makes the tree.',
  none: 'No unit fits.', counts: (units, members) => [units ? `${units} units below` : '', members ? `${count(members)} members` : ''].filter(Boolean).join(' · ') || 'no members yet',
  children: 'Units below', members: 'Members', code: 'Code', up: 'One tier up', findMember: 'Find a member', noMembers: 'No members yet', noMatch: 'Nobody fits.', memberCount: (n) => `${n} members`,
  people: 'Who does what', nobody: 'Nobody appointed yet.', appoint: 'Appoint', person: 'Person', personSearch: 'Find the person to appoint', role: 'Role', from: 'From', saveAppointment: 'Save', appointed: 'Appointment saved.',
  end: 'End', endConfirm: (name, role) => `End the appointment of ${name} as ${role} today?`, since: (day) => `since ${day}`, bornIn: (year) => `born ${year}`,
  noRoll: 'Only the branch and its ward see the list of members.',
  chosen: (name) => `Chosen: ${name}`,
  change: {
    title: 'Change the unit', names: { rename: 'Rename', move: 'Move', end: 'End it' }, name: 'New name', from: 'From', lastDay: 'Last day',
    renameText: 'The old name stays on record. Members, appointments and petitions stay as they are.', renamed: (name) => `It is now called ${name}.`, parent: 'Below which unit?',
    moveText: 'Members, appointments and the units below go with it. Open petitions keep their holder and deadlines; the next time they go up it is to the new unit above.',
    moveConfirm: (unit, parent) => `Move ${unit} below ${parent}?`, moved: (unit, parent) => `${unit} now stands below ${parent}.`, successor: 'Which unit takes over?',
    successorMissing: 'It has members: choose the unit that takes them over.',
    follows: (members, successor) => [
      members ? `${count(members)} members go to ${successor || 'the successor'} from the next day on.` : 'No members have to go elsewhere.',
      'Appointments here end with the last day.',
      `Petitions it holds pass to ${successor || 'the successor, or to the unit above if there is none'}, with their deadlines.`,
      `Answers still to be read out: ${successor ? `${successor} reads them at its own meeting` : 'the successor reads them; without one the unit above makes them known'}.`,
    ],
    endConfirm: (unit) => `End ${unit}?`, noWayBack: 'This cannot be undone.', endedNow: (unit) => `${unit} has ended.`, ended: (on) => `Ended; its last day was ${on}`, toSuccessor: 'See its successor',
  },
};

export const imports: Words['imports'] = {
  title: 'Import', lead: 'Choose the workbook of units and members. Every row is checked first; nothing is written until you agree.', file: 'Workbook (.xlsx, at most 20 MB)',
  tooLarge: 'The file is over 20 MB. Split it or take the pictures out.', notExcel: 'This is not an .xlsx file. Save it as Excel Workbook (.xlsx) and choose it again.', upload: 'Check the file', earlier: 'Earlier imports', none: 'Nothing imported yet.',
  state: { checking: 'Checking', checked: 'Checked, waiting for your decision', applying: 'Writing', applied: 'Written', failed: 'The file could not be read' },
  progress: (done, total) => `${done} / ${total} rows`,
  counts: { units: 'Units', members: 'Member rows', accepted: 'Rows accepted', warnings: 'Accepted with a warning', refused: 'Rows refused', new: 'New', changed: 'Changed', unchanged: 'Unchanged' },
  report: 'Rows to look at', refused: 'Refused', warning: 'Warning', where: 'Show', position: (sheet, row, column) => `${sheet}, row ${row}${column ? `, column ${column}` : ''}`,
  other: (sheet, row) => `Same as ${sheet}, row ${row}`, reason: 'Reason', cure: 'Cure', clean: 'No row needs correcting.', applyAll: 'Write all of it', applyWithout: (n) => `Write without these ${n}`,
  without: (n) => `Write without the ${n} refused rows?`, withoutText: 'These rows are left out. You can correct the file and import it again; what is written is not written twice.', discard: 'Discard, to correct the file',
  done: 'Written.', nothingNew: 'Nothing in this file differs from what is here.', toUnits: 'See units and members', show: { refused: 'Refused rows', warning: 'Rows with a warning' },
};

export const accounts: Words['accounts'] = {
  title: 'Accounts', search: 'Find an account', empty: 'No accounts yet', none: 'No account fits.', make: 'Make an account', forWhom: 'For whom?', kind: { member: 'A member on the list', other: 'Someone not on the list' },
  findHint: 'Type at least 2 letters of the name.', name: 'Full name', login: 'User name', loginHint: 'Small letters without marks, digits, dots or hyphens.', loginWrong: 'Use small letters without marks, digits, dots and hyphens only; 2 to 40 of them, for example nguyen.van.an', save: 'Make it and get the code',
  code: 'One-time code', codeText: 'It is shown this once. Write it down or read it out; the person uses it under “First time here” to set a password.', codeDone: 'I have noted the code', newCode: 'New code',
  newCodeConfirm: (name) => `Make a new code for ${name}? The old password stops working.`, disable: 'Lock the account', disableConfirm: (name) => `Lock the account of ${name}? They are signed out at once.`, disabled: 'Locked', active: 'In use', waiting: 'Not activated yet', nothingYet: 'No appointments yet',
  appointments: 'Appointments', noAppointments: 'None yet: this person can sign in but has nothing to see.', unit: 'In which unit?', noContent: 'Administrators see neither petitions nor meetings.',
};
