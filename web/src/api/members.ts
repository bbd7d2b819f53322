import type { components } from './generated/members';

type Schemas = components['schemas'];

export type { paths as MembersPaths } from './generated/members';
export type Tier = Schemas['Tier'];
export type Role = Schemas['Role'];
export type Post = Schemas['Post'];
export type Me = Schemas['Me'];
export type About = Schemas['About'];
export type Unit = Schemas['UnitOut'];
export type RosterMember = Schemas['RosterEntry'];
export type Person = Schemas['PersonOut'];
export type Appointment = Schemas['AppointmentOut'];
export type Account = Schemas['AccountOut'];
export type Import = Schemas['ImportOut'];
export type ImportLine = Schemas['ReportLine'];
export type Level = Schemas['Level'];
