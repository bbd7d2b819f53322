import type { Words } from '..';

export const kit: Words['kit'] = {
  loading: 'Loading…', tryAgain: 'Try again', more: 'Show more', cancel: 'Cancel', back: 'Back', close: 'Close', save: 'Save',
  search: 'Search', state: 'State', yes: 'Yes', no: 'No', day: 'Day', month: 'Month', year: 'Year', hour: 'Hour', minute: 'Minute',
  forExample: (text) => `For example: ${text}`,
  noSuchDay: 'There is no such day. Check day, month and year.',
  noSuchTime: 'Hours from 0 to 23, minutes from 0 to 59.',
  required: 'Please fill this in.', choose: 'Please choose one.', busy: 'Sending…', choosePlease: 'Choose…', none: 'None',
};

export const failures: Words['failures'] = {
  unreachable: { title: 'The server cannot be reached.', detail: 'Check the network and try again. What was saved on this device is still here.' },
  broken: { title: 'This screen has failed.', detail: 'Try again; if it keeps failing, reload the page.' },
  refused: { title: 'The system could not do this.', detail: 'Check what was entered.' },
  stale: 'Could not be brought up to date; showing what was there last time.',
  byStatus: {
    401: { title: 'Your session is over.', detail: 'Sign in again to go on.' },
    403: { title: 'You may not do this.', detail: 'If you need to, ask the ward Party office or the administrator.' },
    404: { title: 'Not found, or not yours to see.', detail: 'Go back to the list and choose another.' },
    409: { title: 'This has just changed.', detail: 'Reload to see how it stands now, then go on.' },
    413: { title: 'This is too large.', detail: 'Send a shorter text or a smaller file.' },
    422: { title: 'Something entered is not right.', detail: 'Correct what is named below and send again.' },
    429: { title: 'Sent too often.', detail: 'Wait a moment and try again.' },
    500: { title: 'The server has failed.', detail: 'Try again in a few minutes.' },
    503: { title: 'The server is busy.', detail: 'Try again in a few minutes.' },
  },
};
