"""Petitions with their holders and clocks, and the copy of meetings they hang on."""

from alembic import op

from libs.access import create_access
from libs.common.tables import create_common

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE petitions (
    id UUID NOT NULL,
    code TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    recommendation_sequence INTEGER NOT NULL,
    branch_id UUID NOT NULL,
    home_id UUID NOT NULL,
    ward_id UUID NOT NULL,
    path TEXT COLLATE "C" NOT NULL,
    meeting_id UUID NOT NULL,
    starts_at TIMESTAMPTZ NOT NULL,
    logged_at TIMESTAMPTZ NOT NULL,
    raised_by TEXT NOT NULL,
    raised_by_id UUID,
    state TEXT NOT NULL,
    category TEXT NOT NULL,
    competence TEXT NOT NULL,
    urgent BOOLEAN NOT NULL,
    complexity TEXT,
    holder_id UUID,
    holder_tier TEXT,
    previous_holder_id UUID,
    last_holder_id UUID NOT NULL,
    last_holder_tier TEXT NOT NULL,
    was_at_top BOOLEAN NOT NULL,
    due_at TIMESTAMPTZ,
    queue_at TIMESTAMPTZ NOT NULL,
    due_kind TEXT,
    goes_up_at TIMESTAMPTZ,
    assignee_id UUID,
    answered_by_id UUID,
    answered_at TIMESTAMPTZ,
    answer_sequence INTEGER,
    outcome TEXT,
    target_date DATE,
    read_out_at TIMESTAMPTZ,
    content BOOLEAN,
    reopened_at TIMESTAMPTZ,
    closed_at TIMESTAMPTZ,
    channel TEXT,
    merged_into_id UUID,
    moved_at TIMESTAMPTZ NOT NULL,
    history_length INTEGER NOT NULL,
    history_head TEXT NOT NULL,
    CONSTRAINT petitions_pkey PRIMARY KEY (id),
    CONSTRAINT petitions_state_check CHECK (state IN ('recorded', 'submitted', 'received', 'classified',
        'assigned', 'returned', 'answered', 'reopened', 'closed', 'merged', 'redirected', 'withdrawn')),
    CONSTRAINT petitions_category_check CHECK (category IN ('land', 'clearance', 'construction',
        'urban_order', 'environment', 'infrastructure', 'security', 'traffic', 'fire', 'social_policy',
        'education', 'health', 'culture', 'economy', 'admin', 'neighbourhood', 'party_work', 'member_policy',
        'discipline', 'digital', 'other')),
    CONSTRAINT petitions_competence_check CHECK (competence IN ('branch', 'ward', 'city', 'external')),
    CONSTRAINT petitions_raised_by_check CHECK (raised_by IN ('member', 'residents', 'branch')),
    CONSTRAINT petitions_holder_check CHECK ((state IN ('closed', 'merged', 'redirected', 'withdrawn')) =
        (holder_id IS NULL)),
    CONSTRAINT petitions_due_check CHECK ((state IN ('closed', 'merged', 'redirected', 'withdrawn')) =
        (due_at IS NULL)),
    CONSTRAINT petitions_queue_check CHECK (queue_at = COALESCE(due_at, '9999-12-31T00:00:00+00:00')),
    CONSTRAINT petitions_answer_check CHECK (state <> 'answered' OR answer_sequence IS NOT NULL),
    CONSTRAINT petitions_merged_check CHECK ((state = 'merged') = (merged_into_id IS NOT NULL)),
    CONSTRAINT petitions_target_date_check CHECK (outcome <> 'accepted_planned' OR target_date IS NOT NULL),
    CONSTRAINT petitions_goes_up_check CHECK (state = 'recorded' OR goes_up_at IS NULL)
);
CREATE UNIQUE INDEX petitions_code_key ON petitions (code);
CREATE INDEX petitions_going_up ON petitions (goes_up_at) WHERE goes_up_at IS NOT NULL;
CREATE INDEX petitions_merged_into ON petitions (merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX petitions_of_assignee ON petitions (assignee_id, queue_at, id) WHERE assignee_id IS NOT NULL;
CREATE INDEX petitions_of_meeting ON petitions (meeting_id) WHERE state = 'recorded';
CREATE INDEX petitions_of_raiser ON petitions (raised_by_id, queue_at, id) WHERE raised_by_id IS NOT NULL;
CREATE INDEX petitions_queue_of_holder ON petitions (holder_id, queue_at, id) WHERE holder_id IS NOT NULL;
CREATE INDEX petitions_queue_of_home ON petitions (home_id, queue_at, id);
CREATE INDEX petitions_queue_of_top ON petitions (queue_at, id) WHERE was_at_top;
CREATE INDEX petitions_queue_of_ward ON petitions (ward_id, queue_at, id);

CREATE TABLE holdings (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    petition_id UUID NOT NULL,
    spell INTEGER NOT NULL,
    unit_id UUID NOT NULL,
    tier TEXT NOT NULL,
    from_at TIMESTAMPTZ NOT NULL,
    to_at TIMESTAMPTZ,
    CONSTRAINT holdings_pkey PRIMARY KEY (id),
    CONSTRAINT holdings_tier_check CHECK (tier IN ('city', 'ward', 'sub_committee', 'branch', 'cell')),
    CONSTRAINT holdings_period_check CHECK (to_at >= from_at),
    CONSTRAINT holdings_petition_id_fkey FOREIGN KEY(petition_id) REFERENCES petitions (id)
);
CREATE INDEX holdings_of_petition ON holdings (petition_id, id);
CREATE UNIQUE INDEX holdings_one_open ON holdings (petition_id) WHERE to_at IS NULL;

CREATE TABLE clocks (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    petition_id UUID NOT NULL,
    kind TEXT NOT NULL,
    unit_id UUID NOT NULL,
    tier TEXT NOT NULL,
    opened_at TIMESTAMPTZ NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    soon_at TIMESTAMPTZ NOT NULL,
    length INTEGER NOT NULL,
    extra INTEGER NOT NULL,
    unit TEXT NOT NULL,
    met_at TIMESTAMPTZ,
    closed_at TIMESTAMPTZ,
    soon_said_at TIMESTAMPTZ,
    overdue_said_at TIMESTAMPTZ,
    CONSTRAINT clocks_pkey PRIMARY KEY (id),
    CONSTRAINT clocks_kind_check CHECK (kind IN ('go_up', 'branch_answer', 'acknowledge', 'classify',
        'answer', 'complete', 'read_out')),
    CONSTRAINT clocks_tier_check CHECK (tier IN ('city', 'ward', 'sub_committee', 'branch', 'cell')),
    CONSTRAINT clocks_met_check CHECK (met_at IS NULL OR closed_at IS NOT NULL),
    CONSTRAINT clocks_petition_id_fkey FOREIGN KEY(petition_id) REFERENCES petitions (id)
);
CREATE INDEX clocks_due_soon ON clocks (soon_at) WHERE closed_at IS NULL AND soon_said_at IS NULL;
CREATE INDEX clocks_of_petition ON clocks (petition_id, id);
CREATE UNIQUE INDEX clocks_one_running ON clocks (petition_id, kind) WHERE closed_at IS NULL;
CREATE INDEX clocks_overdue ON clocks (due_at) WHERE closed_at IS NULL AND overdue_said_at IS NULL;

CREATE TABLE unit_marks (
    petition_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    verb TEXT NOT NULL,
    CONSTRAINT unit_marks_pkey PRIMARY KEY (petition_id, unit_id, verb),
    CONSTRAINT unit_marks_verb_check CHECK (verb IN ('return', 'extend')),
    CONSTRAINT unit_marks_petition_id_fkey FOREIGN KEY(petition_id) REFERENCES petitions (id)
);

CREATE TABLE meetings (
    id UUID NOT NULL,
    branch_id UUID NOT NULL,
    kind TEXT NOT NULL,
    starts_at TIMESTAMPTZ NOT NULL,
    state TEXT NOT NULL,
    ended_at TIMESTAMPTZ,
    sequence INTEGER NOT NULL,
    CONSTRAINT meetings_pkey PRIMARY KEY (id)
);
CREATE INDEX meetings_of_branch ON meetings (branch_id, starts_at);

CREATE TABLE code_counters (
    ward_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    CONSTRAINT code_counters_pkey PRIMARY KEY (ward_code, year)
)
"""


def upgrade() -> None:
    create_common()
    create_access()
    for statement in TABLES.split(";\n"):
        op.execute(statement)
