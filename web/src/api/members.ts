export type Tier = 'city' | 'ward' | 'sub_committee' | 'branch' | 'cell';
export type Role = 'MEM' | 'CLK' | 'BCM' | 'BSE' | 'WLI' | 'WOF' | 'WPB' | 'WIN' | 'WLE' | 'WAS' | 'CLI' | 'COF' | 'CLE' | 'ADM';
export type Membership = 'probationary' | 'official' | 'struck_off' | 'expelled' | 'resigned' | 'deceased';
export type Participation =
  | 'active' | 'exempt' | 'temp_out' | 'temp_in' | 'abroad' | 'suspended' | 'transferring_out' | 'transferred_out';

export type Appointment = {
  id: string; role: Role; unit_id: string; unit_code: string; unit_name: string; tier: Tier;
  valid_from: string; valid_to: string | null; person_id?: string; person_name?: string;
};
export type Me = {
  person_id: string; member_id: string | null; name: string; login: string; appointments: Appointment[]; demo: boolean;
};
export type About = { demo: boolean; founded: boolean; city_name?: string | null; languages: string[] };
export type Unit = {
  id: string; code: string; name: string; tier: Tier; label: string; parent_id: string | null; path: string;
  valid_from: string; valid_to: string | null; members: number; children: number;
};
export type Post = string | null;
export type RosterMember = {
  member_id: string; name: string; sort_key: string; birth_year: number | null; post: Post;
  membership: Membership; participation: Participation; in_base: boolean;
};
export type Account = {
  person_id: string; login: string; name: string; state?: string; disabled?: boolean; one_time_code?: string;
};
export type ImportState = 'checking' | 'checked' | 'applying' | 'applied' | 'failed';
export type Import = {
  id: string; filename?: string; state: ImportState; progress: { step: string; done: number; total: number } | null;
  counts: {
    units: number; members: number; accepted: number; warnings: number; refused: number;
    new: number; changed: number; unchanged: number;
  } | null;
  problem?: { title?: string; detail?: string; slug?: string } | null; created_at?: string;
};
export type ImportLine = {
  sheet: string; row: number; column: string | null; level: 'refused' | 'warning'; slug: string;
  reason: string; cure: string; value?: string | null; other?: { sheet: string; row: number } | null;
};
