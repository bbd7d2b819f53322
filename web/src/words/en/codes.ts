import type { Words } from '..';

export const codes: Words['codes'] = {
  state: {
    recorded: 'Recorded', submitted: 'Waiting to be received', received: 'Received', classified: 'Classified', assigned: 'Assigned', returned: 'Returned to be completed',
    answered: 'Answered, to be read out', reopened: 'Reopened', closed: 'Closed', merged: 'Merged', redirected: 'Redirected', withdrawn: 'Withdrawn',
  },
  category: {
    land: 'Land', clearance: 'Clearance, resettlement', construction: 'Construction order', urban_order: 'Urban order, pavements', environment: 'Sanitation, waste',
    infrastructure: 'Roads, drainage, lights', security: 'Security and order', traffic: 'Traffic, parking', fire: 'Fire safety', social_policy: 'Benefits',
    education: 'Schools', health: 'Health, food safety', culture: 'Culture', economy: 'Markets, business, jobs', admin: 'Procedures', neighbourhood: 'Neighbourhood affairs',
    party_work: 'Party building', member_policy: 'Member affairs', discipline: 'Inspection, discipline', digital: 'Digital tools', other: 'Other',
  },
  categoryShort: { infrastructure: 'Roads, drains, lights', environment: 'Waste', urban_order: 'Pavements', security: 'Security', land: 'Land', social_policy: 'Benefits' },
  competence: { branch: 'Branch', ward: 'Ward, commune', city: 'City', external: 'Other body' },
  competenceChip: { branch: 'Competence of the branch', ward: 'Competence of the ward', city: 'Competence of the city', external: 'Competence of another body' },
  complexity: { simple: 'Simple', normal: 'Normal', complex: 'Complex' },
  outcome: { resolved: 'Resolved', accepted_planned: 'Accepted and planned', explained: 'Explained', not_accepted: 'Not accepted', transferred: 'Transferred to another body' },
  channel: { citizen_reception: 'Citizen reception', inspection_committee: 'Inspection committee', peoples_committee: 'People’s Committee', other: 'Another channel' },
  rule: {
    'petitions.city_by_itself': 'Not answered in time', 'petitions.city_at_cut_off': 'Beyond competence when the month was consolidated',
    'petitions.pause': 'As long as a pause may be',
  },
  tier: { city: 'City', ward: 'Ward, commune', sub_committee: 'Intermediate committee', branch: 'Branch', cell: 'Cell' },
  role: {
    MEM: 'Member', CLK: 'Meeting clerk', BCM: 'Branch committee member', BSE: 'Branch secretary or deputy', WLI: 'Ward liaison', WOF: 'Ward Party office',
    WPB: 'Party-building board', WIN: 'Inspection committee', WLE: 'Ward leader', WAS: 'Assignee', CLI: 'City liaison', COF: 'City office', CLE: 'City leader', ADM: 'Administrator',
  },
  mark: { present: 'Present', excused: 'Excused', unexcused: 'Unexcused' },
  membership: { probationary: 'Probationary', official: 'Official', struck_off: 'Struck off', expelled: 'Expelled', resigned: 'Resigned', deceased: 'Deceased' },
  participation: {
    active: 'Active', exempt: 'Exempt from meetings', temp_out: 'Temporarily elsewhere', temp_in: 'Temporarily here', abroad: 'Abroad', suspended: 'Suspended',
    transferring_out: 'Moving away', transferred_out: 'Moved away',
  },
  post: { secretary: 'Secretary', deputy_secretary: 'Deputy secretary', branch_committee_member: 'Committee member' },
  meetingKind: {
    regular: 'Regular meeting', thematic: 'Thematic meeting', combined: 'Regular and thematic', committee_prep: 'Branch committee', extraordinary: 'Extraordinary meeting',
  },
  meetingState: { scheduled: 'Scheduled', in_progress: 'Under way', ended: 'Ended', cancelled: 'Cancelled' },
  clock: {
    go_up: 'to go up', branch_answer: 'for the branch to answer', acknowledge: 'to receive', classify: 'to classify', answer: 'to answer', complete: 'to complete', read_out: 'to read out', pause: 'of the pause', external_reply: 'for the other body to reply',
  },
};
