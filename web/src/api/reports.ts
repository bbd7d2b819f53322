import type { components } from './generated/petitions';

type Schemas = components['schemas'];

export type Report = Schemas['ReportOut'];
export type Numbers = Schemas['Numbers'];
export type Cell = Schemas['Cell'];
export type ReportState = Schemas['ReportState'];
export type ReportVerb = Schemas['ReportVerb'];
export type Counted = Schemas['CountedPetition'];
