import type { components } from './generated/petitions';

type Schemas = components['schemas'];

export type { paths as PetitionsPaths } from './generated/petitions';
export type Category = Schemas['Category'];
export type Competence = Schemas['Competence'];
export type Complexity = Schemas['Complexity'];
export type Outcome = Schemas['Outcome'];
export type Channel = Schemas['Channel'];
export type PetitionState = Schemas['PetitionState'];
export type Petition = Schemas['PetitionOut'];
export type PetitionLine = Schemas['PetitionItem'];
export type SimilarPetition = Schemas['SimilarItem'];
export type Step = Schemas['LineOut'];
export type Reason = Schemas['ReasonOut'];
export type Answer = Schemas['AnswerOut'];
export type WardLine = Schemas['WardFigures'];
export type Tab = 'todo' | 'answered' | 'above' | 'all';

/** What a person can ask for; the other verbs happen in the room or by themselves. */
export type Verb = Exclude<Schemas['Verb'], 'read_out' | 'read_out_against' | 'go_up'>;
