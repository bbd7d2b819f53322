import type { Words } from '..';

export const shell: Words['shell'] = {
  product: 'Liên Thông', skip: 'Skip to content', demo: 'Demonstration with made-up data',
  notices: 'Notices', newVersion: 'There is a new version.', install: 'Use the new version', menu: 'Menu', language: 'Tiếng Việt',
  signOut: 'Sign out', password: 'Change password', main: 'Main sections', notFound: 'No such page',
  notFoundText: 'The address may be mistyped. Go back to the home page.', home: 'Home',
  nav: {
    home: 'Home', meetings: 'Branch meetings', petitions: 'Petitions', overview: 'The whole city', reports: 'Reports', units: 'Units, members',
    imports: 'Import', accounts: 'Accounts', inbox: 'Inbox',
  },
  inboxCount: (n) => `Inbox, ${n} unread`, broken: 'This page has failed.', reload: 'Reload the page',
  privacy: 'Information on Party members is sensitive personal data; use it only for its purpose and within your competence.',
};

export const signIn: Words['signIn'] = {
  title: 'Sign in', lead: 'Recommendations reach whoever can solve them, and the answer comes back to the branch.', login: 'User name', password: 'Password',
  show: 'Show password', submit: 'Sign in', first: 'First time here: enter your one-time code',
  ended: 'Your session is over. Sign in again; what was not sent yet is still on this device.',
  unreachable: 'The server cannot be reached. You need a network to sign in on this device for the first time.',
  untold: 'You are signed out on this device, but without signal the server does not know yet. Keep this page open until there is signal.',
  wrong: { title: 'User name or password is not right.', detail: 'Check capital and small letters and enter them again.' },
  waitSeconds: (s) => `Too many failed attempts. Wait ${s < 90 ? `${s} seconds` : `${Math.ceil(s / 60)} minutes`} and try again.`,
  newPassword: 'New password', newPasswordHint: 'At least 12 characters, without your user name. A sentence that is easy to remember is best.', again: 'New password again',
  different: 'The two are not the same yet.', oldPassword: 'Present password', passwordChanged: 'Your password has been changed.',
  activation: 'Activate your account', activationLead: 'Enter the one-time code that the administrator gave you, then choose a password of your own.',
  code: 'One-time code', activate: 'Activate and sign in', toSignIn: 'To the sign-in page', firstAdmin: 'First set-up',
  firstAdminLead: 'This link works once. It founds the top unit and the first administrator.', cityName: 'Name of the city (province) Party body',
  cityToken: 'Short code of the city (province)', cityTokenHint: 'Small letters without marks, digits, hyphens; given once, never changed. For example: th',
  adminName: 'Full name of the administrator', found: 'Set up', noLink: 'The link has no code. Open the link exactly as it was printed when the system started.',
  leaving: 'Sign out?',
  leavingUnsent: (n) => `${n} actions have not been sent. If you sign out they stay on this device, but can only be sent after you sign in here again yourself.`,
  leavingPlain: 'Meeting data kept on this device will be removed. Everything has been sent.', stay: 'Stay', leave: 'Sign out',
};

export const starting: Words['starting'] = {
  title: 'The system is starting', lead: 'Please wait a moment. This page opens by itself when it is ready.', percent: (n) => `${n}%`,
};

export const home: Words['home'] = {
  title: 'Home', hello: (name) => `Welcome, comrade ${name}`, waits: 'What waits for you', nothing: 'Nothing waits for you now.', notAppointed: 'Your account has no role yet. Ask the administrator who gave you the code.',
  meetingNow: 'Meeting under way', meetingNext: 'Next meeting', noMeeting: 'No meeting has been scheduled.', schedule: 'Schedule a meeting',
  goOn: 'Go on with the meeting', openMeeting: 'Open the meeting', answers: (n) => `${n} answers to read out at the branch`,
  answersText: 'Read them out at the next meeting and note whether the branch is content.', branchHolds: (n) => `${n} petitions held by the branch`,
  above: (n) => `${n} petitions further up`, desk: 'Open the desk', todo: (n) => `${n} petitions to deal with`, overdue: (n) => `${n} overdue`,
  assigned: 'Assigned to you', accounts: 'Accounts and appointments', accountsText: 'Make accounts, hand out one-time codes, appoint roles.',
  units: 'Units and members', unitsText: 'The tree of units, the members of each branch.', imports: 'Import from Excel',
  importsText: 'Every row is checked first; nothing is written until you agree.', overviewText: 'A row a ward: how many petitions, and where they are.', mine: 'My petitions', mineText: 'What you have raised and what came of it.',
};
