import type { Cell } from '../api/reports';

/** How the numbers stand: what came in, what it makes, where it went; parts are set in below their sum. */
export const GROUPS: { of: 'came' | 'left' | 'also'; cells: { cell: Cell; part?: boolean }[] }[] = [
  { of: 'came', cells: [{ cell: 'carried' }, { cell: 'raised' }, { cell: 'reopened' }, { cell: 'withdrawn' }, { cell: 'all' }] },
  {
    of: 'left',
    cells: [
      { cell: 'merged' }, { cell: 'redirected' },
      { cell: 'within' }, { cell: 'within_answered', part: true }, { cell: 'within_in_progress', part: true }, { cell: 'within_overdue', part: true },
      { cell: 'beyond' }, { cell: 'beyond_answered', part: true }, { cell: 'beyond_in_progress', part: true }, { cell: 'beyond_overdue', part: true },
    ],
  },
  { of: 'also', cells: [{ cell: 'on_time' }, { cell: 'read_out' }] },
];

/** The numbers of a line in a table of units or categories. */
export const COLUMNS: Cell[] = ['all', 'merged', 'redirected', 'within', 'within_answered', 'within_in_progress', 'within_overdue', 'beyond', 'withdrawn', 'read_out'];
