import type { RosterMember } from './members';
import type { Category, Competence, Outcome } from './petitions';

export type MeetingKind = 'regular' | 'thematic' | 'combined' | 'committee_prep' | 'extraordinary';
export type MeetingState = 'scheduled' | 'in_progress' | 'ended' | 'cancelled';
export type Mark = 'present' | 'excused' | 'unexcused';
export type RollCall = 'start' | 'end';
export type RaisedBy = { kind: 'member' | 'residents' | 'branch'; member_id?: string | null; name?: string | null };

export type Meeting = {
  id: string; branch_id: string; branch_name: string; branch_code: string; kind: MeetingKind; starts_at: string;
  place: string; state: MeetingState; chair_name: string | null; clerk_name: string | null;
  started_at: string | null; ended_at: string | null; duration_minutes: number | null; warnings: string[];
  base: number; present: number; recommendations: number; sequence: number;
};
export type Marked = { mark: Mark; reason: string | null; at: string };
export type RosterLine = RosterMember & { start: Marked | null; end: Marked | null };
export type Recommendation = {
  id: string; meeting_id: string; text: string; category: Category; competence: Competence; urgent: boolean;
  raised_by: RaisedBy; logged_at: string;
};
export type AgendaAnswer = {
  kind: 'answer'; petition_id: string; petition_code: string; text: string; outcome: Outcome; answer_text: string;
  target_date: string | null; answered_by_unit: string; answer_sequence: number;
  read_out: { content: boolean; reason: string | null; at: string } | null;
};
export type Operation = { id: string; method: 'PUT' | 'POST'; path: string; body: unknown; at: string };
export type SyncProblem = { title?: string; detail?: string; slug?: string };
export type SyncResult = { id: string; result: 'applied' | 'duplicate' | 'rejected'; problem?: SyncProblem | null };
