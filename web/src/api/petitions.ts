import type { Role, Tier } from './members';
import type { MeetingKind, RaisedBy } from './meetings';

export type Category =
  | 'land' | 'clearance' | 'construction' | 'urban_order' | 'environment' | 'infrastructure' | 'security' | 'traffic'
  | 'fire' | 'social_policy' | 'education' | 'health' | 'culture' | 'economy' | 'admin' | 'neighbourhood'
  | 'party_work' | 'member_policy' | 'discipline' | 'digital' | 'other';
export type Competence = 'branch' | 'ward' | 'city' | 'external';
export type PetitionState =
  | 'recorded' | 'submitted' | 'received' | 'classified' | 'assigned' | 'returned' | 'answered' | 'reopened'
  | 'closed' | 'merged' | 'redirected' | 'withdrawn';
export type Outcome = 'resolved' | 'accepted_planned' | 'explained' | 'not_accepted' | 'transferred';
export type Channel = 'citizen_reception' | 'inspection_committee' | 'peoples_committee' | 'other';
export type Complexity = 'simple' | 'normal' | 'complex';
export type Verb =
  | 'acknowledge' | 'classify' | 'assign' | 'answer' | 'escalate' | 'return' | 'merge' | 'redirect' | 'extend'
  | 'close' | 'reopen' | 'withdraw';
export type ClockKind = 'go_up' | 'branch_answer' | 'acknowledge' | 'classify' | 'answer' | 'complete' | 'read_out';
export type Tab = 'todo' | 'answered' | 'above' | 'all';

export type Holder = { unit_id: string; unit_name: string; tier: Tier };
export type PetitionLine = {
  id: string; code: string; state: PetitionState; text: string; category: Category; competence: Competence;
  urgent: boolean; complexity: Complexity | null; branch_id: string; branch_name: string; ward_id: string; ward_name: string;
  holder: Holder | null; assignee: { person_id: string; name: string } | null; due_at: string | null;
  due_kind: ClockKind | null; overdue: boolean; logged_at: string; outcome: Outcome | null;
};
export type Step = {
  seq: number; verb: string; by_itself: boolean; from_state: string | null; to_state: string; at: string;
  actor_id: string | null; actor_name: string | null; role: Role | null; unit_id: string | null; unit_name: string | null;
  to_unit_name: string | null; note: string | null; details: Record<string, unknown>;
};
export type Held = Holder & { from_at: string; to_at: string | null };
export type Ahead = { kind: 'unit' | 'read_out'; unit_name?: string | null; tier?: Tier | null; on?: string | null };
export type Answer = {
  outcome: Outcome; text: string; target_date: string | null; unit_name: string; at: string; sequence: number;
  content?: boolean | null; read_out_at?: string | null;
};
export type Draft = { outcome: Outcome; text: string; target_date: string | null; by_name: string; at: string };
export type Petition = PetitionLine & {
  texts: { text: string; at: string }[]; raised_by: RaisedBy | null;
  meeting: { id: string; starts_at: string; kind: MeetingKind } | null;
  clocks: { kind: ClockKind; unit_id: string; unit_name: string; opened_at: string; due_at: string; met_at: string | null; closed_at: string | null }[];
  holders: Held[]; path_ahead: Ahead[]; history: Step[]; answer: Answer | null; draft: Draft | null;
  next: Verb[]; waiting_for: { unit_name: string; tier: Tier; roles: Role[] } | null; sequence: number;
};
export type Summary = {
  unit_id: string; todo: number; answered: number; above: number; all: number; in_progress: number; overdue: number;
  unacknowledged: number; without_holder: number; cut_off: { on: string; days_left: number } | null;
};
export type WardLine = { unit_id: string; unit_name: string; total: number; answered: number; in_progress: number; overdue: number };
export type Assignee = { person_id: string; name: string; unit_id: string };
