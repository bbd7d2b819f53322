"""Meetings, roll calls, recommendations, read-outs, what phones sent, and the copies of roster and answers."""

from alembic import op

from libs.access import create_access
from libs.common.tables import create_common

revision = "0001"
down_revision = None

MEETINGS = """
CREATE TABLE meetings (
    id uuid CONSTRAINT meetings_pkey PRIMARY KEY,
    branch_id uuid NOT NULL,
    path text NOT NULL,
    kind text NOT NULL CONSTRAINT meetings_kind_check
        CHECK (kind IN ('regular', 'thematic', 'combined', 'committee_prep', 'extraordinary')),
    starts_at timestamptz NOT NULL,
    held_on date NOT NULL,
    month date NOT NULL,
    place text NOT NULL,
    state text NOT NULL CONSTRAINT meetings_state_check
        CHECK (state IN ('scheduled', 'in_progress', 'ended', 'cancelled')),
    chair_id uuid,
    clerk_id uuid,
    date_reason text,
    cancel_reason text,
    started_at timestamptz,
    ended_at timestamptz,
    duration_minutes integer,
    base integer,
    present integer,
    scheduled_by uuid NOT NULL,
    sequence integer NOT NULL,
    CONSTRAINT meetings_started_check CHECK ((state IN ('in_progress', 'ended')) = (started_at IS NOT NULL)),
    CONSTRAINT meetings_ended_check CHECK ((state = 'ended') = (ended_at IS NOT NULL)),
    CONSTRAINT meetings_cancelled_check CHECK ((state = 'cancelled') = (cancel_reason IS NOT NULL)),
    CONSTRAINT meetings_chair_is_not_clerk_check CHECK (chair_id <> clerk_id),
    CONSTRAINT meetings_present_check CHECK (present <= base),
    CONSTRAINT meetings_month_check
        CHECK (month <= held_on AND month + 31 > held_on AND extract(day FROM month) = 1)
);
CREATE UNIQUE INDEX meetings_one_regular_a_month ON meetings (branch_id, month)
    WHERE kind IN ('regular', 'combined') AND state <> 'cancelled';
CREATE INDEX meetings_of_a_branch ON meetings (branch_id, starts_at, id);
CREATE INDEX meetings_by_time ON meetings (starts_at, id);

CREATE TABLE roll_call_marks (
    meeting_id uuid NOT NULL CONSTRAINT roll_call_marks_meeting_id_fkey REFERENCES meetings,
    roll_call text NOT NULL CONSTRAINT roll_call_marks_roll_call_check CHECK (roll_call IN ('start', 'end')),
    member_id uuid NOT NULL,
    mark text NOT NULL CONSTRAINT roll_call_marks_mark_check CHECK (mark IN ('present', 'excused', 'unexcused')),
    reason text,
    at timestamptz NOT NULL,
    marked_by uuid NOT NULL,
    CONSTRAINT roll_call_marks_pkey PRIMARY KEY (meeting_id, roll_call, member_id),
    CONSTRAINT roll_call_marks_reason_check CHECK (reason IS NULL OR mark = 'excused')
);
CREATE INDEX roll_call_marks_of_a_member ON roll_call_marks (member_id)
"""

RECOMMENDATIONS = """
CREATE TABLE recommendations (
    id uuid CONSTRAINT recommendations_pkey PRIMARY KEY,
    meeting_id uuid NOT NULL CONSTRAINT recommendations_meeting_id_fkey REFERENCES meetings,
    branch_id uuid NOT NULL,
    text text NOT NULL CONSTRAINT recommendations_text_check CHECK (char_length(text) BETWEEN 10 AND 5000),
    category text NOT NULL CONSTRAINT recommendations_category_check CHECK (category IN (
        'land', 'clearance', 'construction', 'urban_order', 'environment', 'infrastructure', 'security', 'traffic',
        'fire', 'social_policy', 'education', 'health', 'culture', 'economy', 'admin', 'neighbourhood', 'party_work',
        'member_policy', 'discipline', 'digital', 'other')),
    competence text NOT NULL CONSTRAINT recommendations_competence_check
        CHECK (competence IN ('branch', 'ward', 'city', 'external')),
    urgent boolean NOT NULL,
    raised_by text NOT NULL CONSTRAINT recommendations_raised_by_check
        CHECK (raised_by IN ('member', 'residents', 'branch')),
    raised_by_id uuid,
    logged_at timestamptz NOT NULL,
    logged_by uuid NOT NULL,
    worded_at timestamptz NOT NULL,
    taken_at timestamptz,
    sequence integer NOT NULL,
    CONSTRAINT recommendations_raised_by_id_check CHECK (raised_by <> 'member' OR raised_by_id IS NOT NULL)
);
CREATE INDEX recommendations_of_a_meeting ON recommendations (meeting_id, logged_at, id);

CREATE TABLE earlier_wordings (
    recommendation_id uuid NOT NULL CONSTRAINT earlier_wordings_recommendation_id_fkey REFERENCES recommendations,
    sequence integer NOT NULL,
    text text NOT NULL,
    category text NOT NULL,
    competence text NOT NULL,
    urgent boolean NOT NULL,
    worded_at timestamptz NOT NULL,
    CONSTRAINT earlier_wordings_pkey PRIMARY KEY (recommendation_id, sequence)
);

CREATE TABLE read_outs (
    petition_id uuid NOT NULL,
    answer_sequence integer NOT NULL,
    meeting_id uuid NOT NULL CONSTRAINT read_outs_meeting_id_fkey REFERENCES meetings,
    content boolean NOT NULL,
    reason text,
    at timestamptz NOT NULL,
    read_out_by uuid NOT NULL,
    code text NOT NULL,
    outcome text NOT NULL,
    text text NOT NULL,
    target_date date,
    answered_by_name text NOT NULL,
    answered_at timestamptz NOT NULL,
    CONSTRAINT read_outs_pkey PRIMARY KEY (petition_id, answer_sequence),
    CONSTRAINT read_outs_reason_check CHECK (content OR reason IS NOT NULL)
);
CREATE INDEX read_outs_of_a_meeting ON read_outs (meeting_id)
"""

PHONES = """
CREATE TABLE sync_operations (
    person_id uuid NOT NULL,
    id uuid NOT NULL,
    result text NOT NULL CONSTRAINT sync_operations_result_check CHECK (result IN ('applied', 'rejected')),
    problem jsonb,
    arrived_at timestamptz NOT NULL,
    CONSTRAINT sync_operations_pkey PRIMARY KEY (person_id, id)
);

CREATE TABLE kept_operations (
    person_id uuid NOT NULL,
    id uuid NOT NULL,
    meeting_id uuid NOT NULL CONSTRAINT kept_operations_meeting_id_fkey REFERENCES meetings,
    verb text NOT NULL,
    petition_id uuid,
    body jsonb NOT NULL,
    at timestamptz NOT NULL,
    refusal text,
    CONSTRAINT kept_operations_pkey PRIMARY KEY (person_id, id)
);
CREATE INDEX kept_operations_of_a_meeting ON kept_operations (meeting_id, at)
"""

COPIES = """
CREATE TABLE roster_members (
    member_id uuid CONSTRAINT roster_members_pkey PRIMARY KEY,
    name text NOT NULL,
    sort_key text COLLATE "C" NOT NULL,
    birth_year integer,
    post text,
    unit_ids uuid[] NOT NULL,
    spells jsonb NOT NULL,
    periods jsonb NOT NULL,
    erased boolean NOT NULL,
    sequence integer NOT NULL
);
CREATE INDEX roster_members_of_a_unit ON roster_members USING gin (unit_ids) WITH (fastupdate = off);

CREATE TABLE answers (
    petition_id uuid CONSTRAINT answers_pkey PRIMARY KEY,
    branch_id uuid NOT NULL,
    code text NOT NULL,
    state text NOT NULL,
    answer_sequence integer,
    answered_by_name text,
    answered_at timestamptz,
    outcome text,
    target_date date,
    text text,
    sequence integer NOT NULL
);
CREATE INDEX answers_open ON answers (branch_id, answered_at, petition_id) WHERE state = 'answered'
"""

RULES = """
INSERT INTO rules (key, value, unit, valid_from, valid_to, source) VALUES
    ('meetings.date.last_day', 7, 'day_of_month', '2025-10-28', NULL, '42-HD/BTCTW, 28/10/2025 [S1 q.99]'),
    ('meetings.date.last_day', 7, 'day_of_month', '2000-01-01', '2025-10-27', '12-HD/BTCTW, 06/7/2018'),
    ('meetings.duration.regular', 90, 'minutes', '2025-10-28', NULL, '42-HD/BTCTW, 28/10/2025 [S1 q.100]'),
    ('meetings.duration.regular', 90, 'minutes', '2000-01-01', '2025-10-27', '12-HD/BTCTW, 06/7/2018'),
    ('meetings.duration.combined', 120, 'minutes', '2025-10-28', NULL, '42-HD/BTCTW, 28/10/2025 [S1 q.103]'),
    ('meetings.duration.combined', 120, 'minutes', '2000-01-01', '2025-10-27', '12-HD/BTCTW, 06/7/2018'),
    ('meetings.duration.longest', 8, 'hours', '2000-01-01', NULL, 'V10, as a warning'),
    ('meetings.marks.late', 2, 'days', '2000-01-01', NULL, 'own rule: marks made before the end are merged this long'),
    ('meetings.read_outs.late', 2, 'days', '2000-01-01', NULL, 'own rule: a read-out is noted this long after the end'),
    ('meetings.attendance.partial_counts', 0, 'yes_or_no', '2000-01-01', NULL, 'seed 002: present at both roll calls')
"""


def upgrade() -> None:
    """The first tables, and the rules they are judged by."""
    create_common()
    create_access()
    for statements in (MEETINGS, RECOMMENDATIONS, PHONES, COPIES, RULES):
        for statement in statements.split(";\n"):
            op.execute(statement)
