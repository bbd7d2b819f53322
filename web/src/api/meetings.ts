import type { components } from './generated/meetings';

type Schemas = components['schemas'];

export type { paths as MeetingsPaths } from './generated/meetings';
export type MeetingKind = Schemas['MeetingKind'];
export type Mark = Schemas['Mark'];
export type RollCall = Schemas['RollCall'];
export type Meeting = Schemas['MeetingOut'];
export type RosterLine = Schemas['RosterLine'];
export type Recommendation = Omit<Schemas['RecommendationOut'], 'added_texts'>;
export type AgendaAnswer = Schemas['AnswerItem'];
export type SyncProblem = Partial<Schemas['ProblemOut']>;
export type SyncResult = Schemas['ResultOut'];

/** What a tap sends: the body as the call of that path takes it, and when it was tapped. */
export type Operation = { id: string; method: 'PUT' | 'POST'; path: string; body: unknown; at: string };
