import type { Words } from '..';

export const petitions: Words['petitions'] = {
  title: 'Petitions', desk: 'Desk', list: 'List of petitions', ofBranch: 'Petitions of the branch', assigned: 'Assigned to you',
  tabs: { todo: 'To do', answered: 'Answered', above: 'Further up', all: 'All' },
  branchTabs: { todo: 'With the branch', above: 'Further up', answered: 'Answered', all: 'All' },
  cutOff: (days) => days < 0 ? 'The report of the 10th is past' : days === 0 ? 'The report is due today' : `Report of the 10th: ${days} days left`,
  watch: {
    answered: (n) => `${n} answered`, inProgress: (n) => `${n} under way`, overdue: (n) => `${n} overdue`, unacknowledged: (n) => `${n} not received`, withoutHolder: (n) => `${n} without a holder`,
  },
  filters: 'Filter and search', anyCategory: 'Any category', anyState: 'Any state', onlyOverdue: 'Overdue only', searchLabel: 'Search text or code', clear: 'Clear',
  filtered: (n) => `Filtered (${n})`, empty: 'No petitions here', emptyTodo: 'Nothing is waiting.', emptyFiltered: 'Nothing fits. Take a filter away.', choose: 'Choose a petition',
  chooseText: 'Choose one on the left to see its way and what comes next.', back: 'Back to the list', notAssigned: 'not assigned', urgent: 'Urgent',
  due: { late: (n) => n === 0 ? 'Overdue' : `${n} days overdue`, today: 'Due today', left: (n) => `${n} days left` },
  raisedAt: (day) => `raised at the meeting of ${day}`,
  raisedBy: { member: (name) => `Raised by ${name}`, memberHidden: 'Raised by a member', residents: 'From residents, through a member', branch: 'Raised by the branch' },
  added: (at) => `Added ${at}`,
  line: {
    title: 'The way of the petition', done: 'passed', here: 'is here', ahead: 'ahead', from: (at) => `since ${at}`,
    heldDays: (n) => n < 1 ? 'held for less than a day' : `held for ${n} days`, ifBeyond: 'only if beyond competence', readOut: 'Read out at the branch', readOn: (day) => `meeting of ${day}`,
    readDone: (day) => `read out ${day}`, backAt: 'answer to be read out', again: 'again',
  },
  next: {
    yours: 'What comes next:', waiting: 'Waiting:', over: 'Done:',
    todo: {
      recordedUp: (unit) => `${unit} holds it; it goes up by itself when the meeting ends.`, recordedHere: (unit) => `${unit} solves and answers it.`,
      submitted: (unit) => `${unit} receives it.`, received: (unit) => `${unit} classifies it: category, competence.`, classified: (unit) => `${unit} assigns it, or answers.`,
      assigned: (unit, who) => `${who || 'the assignee'} works on it; ${unit} answers.`, returned: (unit) => `${unit} completes it and sends it again.`,
      answered: (unit) => `${unit} reads the answer out at its meeting and notes whether it is content.`,
      answeredAbove: (unit) => `the branch that raised it has ended; ${unit} tells those concerned what was answered, then closes it.`, reopened: (unit) => `${unit} looks again and answers once more.`,
      closed: () => 'the answer was read out; the petition is closed.', merged: () => 'it follows another petition and shares its answer.',
      redirected: () => 'it went to the channel that is competent.', withdrawn: () => 'it was withdrawn by whoever raised it.',
    },
    by: (roles) => `Done by: ${roles}.`, until: (kind, day, left) => `Deadline ${kind}: ${day} (${left}).`, none: 'Nothing for you to do yet.', readOutHere: 'Open the meeting to read it out', toMerged: 'See the petition it follows',
    draftWaits: (name, unit) => `${name} has drafted an answer; ${unit} is to look at it and send it to the branch.`,
  },
  answer: { title: (unit) => `${unit} answers`, target: (day) => `To be done by ${day}`, content: 'The branch is content', notContent: 'The branch is not content', draft: (name) => `Draft by ${name}, not sent` },
  story: 'Story', byItself: 'The system',
  done: {
    open: ({ actor, unit }) => `${actor || unit} recorded it at the meeting.`, go_up: ({ to }) => `It went up to ${to} by itself.`, acknowledge: ({ unit }) => `${unit} received it. The branch has been told.`,
    classify: ({ unit }) => `${unit} classified it.`, assign: ({ unit, to }) => `${unit} assigned it${to ? ` to ${to}` : ''}.`, draft: ({ actor }) => `${actor || 'The assignee'} drafted an answer.`,
    answer: ({ unit }) => `${unit} answered the branch.`, escalate: ({ unit, to }) => `${unit} sent it up to ${to || 'the tier above'}.`, return: ({ unit, to }) => `${unit} returned it to ${to} to be completed.`,
    extend: ({ unit }) => `${unit} extended the deadline.`, merge: ({ unit }) => `${unit} merged it into another petition.`, share_answer: () => 'The petition it was merged into was answered; that answer is for this one too.',
    unmerge: ({ to }) => `The petition it followed ended without an answer; ${to || 'the unit that merged it'} goes on with this one by itself.`, take_out: ({ unit }) => `${unit} took it out of the one it was merged into, to go on with it by itself.`,
    redirect: ({ unit }) => `${unit} sent it to another channel.`,
    withdraw: ({ actor, unit }) => `${actor || unit} withdrew it.`, reopen: ({ unit }) => `${unit} reopened it.`, close: ({ unit }) => `${unit} made the answer known and closed it.`,
    read_out: ({ unit }) => `The answer was read out at ${unit || 'the branch'}. Closed.`,
    read_out_against: ({ unit }) => `${unit || 'The branch'} heard the answer and was not content.`, reword: () => 'The text was changed or added to.',
    pass_on: ({ to }) => `${to || 'The successor'} took over from a unit that ended.`,
  },
  became: (state) => `Now: ${state}.`,
  verbs: {
    acknowledge: 'Receive', classify: 'Classify', assign: 'Assign', answer: 'Answer', escalate: 'Send up', return: 'Return', merge: 'Merge', redirect: 'Redirect', extend: 'Extend',
    close: 'Close', reopen: 'Reopen', withdraw: 'Withdraw', unmerge: 'Take out',
  },
  reclassify: 'Classify again', reassign: 'Assign to another', draftAnswer: 'Draft an answer', redraftAnswer: 'Change the draft', complete: 'Complete and send again',
  form: {
    category: 'Category', competence: 'Competence of', complexity: 'How complex', complexityHint: 'This sets the time for the answer.', assignee: 'Assign to whom?',
    noAssignee: 'Nobody is appointed as an assignee here yet. Appoint one under Units first.', outcome: 'Outcome', answerText: 'Answer to the branch', answerHint: 'This is read out at the branch word for word.',
    targetDate: 'To be done by', reason: 'Reason', escalateReason: 'Why is it beyond your competence?', returnReason: 'What is missing?', completeReason: 'What was missing', extendReason: 'Why is more time needed?',
    reopenReason: 'Why is it reopened?', withdrawReason: 'Why is it withdrawn?', channel: 'Where to?', into: 'Into which petition?', intoHint: 'One that this unit holds.', sendDraft: 'Send the draft',
    unmergeText: 'It lies on the desk again, to be received, with new deadlines, and gets an answer of its own.',
    chooseReason: 'Choose the reason', reasonMore: 'With a reason chosen this may stay empty.', reasonInWords: 'With this reason, say more in words.',
    reasonMissing: 'Choose a reason or say it in words.',
    closeText: 'The branch that raised it has ended, and no other came after it to hear the answer. Close it once those concerned have been told what was answered.',
  },
  confirm: {
    complete: (unit) => `Send it to ${unit} again?`, completeText: 'What was missing goes with it. They go on from there.',
    escalate: (unit) => `Send it up to ${unit}?`, escalateText: 'They will hold and answer it. The branch and the tiers between keep following it.', answer: 'Send this answer to the branch?',
    answerText: 'It is read out word for word at the next meeting.', return: 'Return it to be completed?', returnText: 'A unit can return a petition once.', redirect: 'Send it to another channel?',
    redirectText: 'The petition ends here; the branch can see where it went and why.', merge: 'Merge this petition?', mergeText: 'It follows the other one and shares its answer.', withdraw: 'Withdraw the petition?',
    withdrawText: 'This cannot be undone.', reopen: 'Reopen the petition?', reopenText: 'A petition can be reopened once.',
  },
  followers: {
    title: 'Petitions merged into this one', takeOut: 'Take out', done: (code) => `${code} was taken out; it waits to be received.`,
    ask: (code) => `Take out ${code}?`,
    askText: 'It lies on the desk again, to be received, with new deadlines. Its branch is told.',
  },
  changed: {
    title: 'Somebody else has just acted on this petition',
    text: (state, unit) => `Your step was not sent. It now stands at “${state}”${unit ? `, with ${unit}` : ''}. Read the story, then go on if it is still needed.`,
    overtaken: 'The step you were writing is no longer possible: the petition has moved on', written: 'Copy it if you still need it:', dropWritten: 'I have seen it, drop what I wrote',
  },
  aboveUnit: 'the tier above', didIt: (verb) => `Done: ${verb.toLowerCase()}.`, nextOpened: 'Showing the next one in the list.', seeDone: 'Look at the last one again',
  overview: {
    title: 'Petitions of the whole city', total: 'petitions', withoutHolder: 'petitions without a holder', answered: 'answered', overdue: 'overdue', ward: 'Ward, commune', where: 'Where they are',
    key: { answered: 'answered', inProgress: 'under way', overdue: 'overdue' }, empty: 'No petitions yet', open: 'Open the city’s desk',
  },
};

export const inbox: Words['inbox'] = {
  title: 'Inbox', unread: (n) => n ? `${n} unread` : 'All read', readAll: 'Mark all as read', empty: 'No messages yet', emptyText: 'Whatever concerns you appears here at once.',
  isNew: 'New', onlyUnread: 'Unread only', arrived: 'A new message',
};
