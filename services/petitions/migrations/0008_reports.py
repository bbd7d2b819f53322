"""Consolidated reports, frozen when signed, and the petitions they count."""

from alembic import op

revision = "0008"
down_revision = "0007"

TABLES = """
CREATE TABLE reports (
    unit_id UUID NOT NULL,
    month DATE NOT NULL,
    version INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    unit_name TEXT NOT NULL,
    tier TEXT NOT NULL,
    above_id UUID,
    above_name TEXT,
    path TEXT COLLATE "C" NOT NULL,
    state TEXT NOT NULL,
    from_at TIMESTAMPTZ NOT NULL,
    to_at TIMESTAMPTZ NOT NULL,
    figures JSONB NOT NULL,
    number INTEGER,
    signed_by_id UUID NOT NULL,
    signed_by_name TEXT,
    signed_as TEXT NOT NULL,
    signed_at TIMESTAMPTZ NOT NULL,
    sent_at TIMESTAMPTZ,
    received_at TIMESTAMPTZ,
    returned_at TIMESTAMPTZ,
    reason TEXT,
    CONSTRAINT reports_pkey PRIMARY KEY (unit_id, month, version),
    CONSTRAINT reports_tier_check CHECK (tier IN ('city', 'ward', 'sub_committee', 'branch', 'cell')),
    CONSTRAINT reports_state_check CHECK (state IN ('signed', 'sent', 'received', 'returned')),
    CONSTRAINT reports_version_check CHECK (version >= 1),
    CONSTRAINT reports_period_check CHECK (from_at < to_at),
    CONSTRAINT reports_returned_check CHECK ((state = 'returned') = (returned_at IS NOT NULL)),
    CONSTRAINT reports_sums_check CHECK (
        (figures -> 'total' ->> 'carried')::int + (figures -> 'total' ->> 'raised')::int
            + (figures -> 'total' ->> 'reopened')::int
            = (figures -> 'total' ->> 'all')::int + (figures -> 'total' ->> 'withdrawn')::int
        AND (figures -> 'total' ->> 'all')::int
            = (figures -> 'total' ->> 'merged')::int + (figures -> 'total' ->> 'redirected')::int
            + (figures -> 'total' ->> 'within')::int + (figures -> 'total' ->> 'beyond')::int
        AND (figures -> 'total' ->> 'within')::int
            = (figures -> 'total' ->> 'within_answered')::int + (figures -> 'total' ->> 'within_in_progress')::int
            + (figures -> 'total' ->> 'within_overdue')::int
        AND (figures -> 'total' ->> 'beyond')::int
            = (figures -> 'total' ->> 'beyond_answered')::int + (figures -> 'total' ->> 'beyond_in_progress')::int
            + (figures -> 'total' ->> 'beyond_overdue')::int)
);
CREATE UNIQUE INDEX reports_one_stands ON reports (unit_id, month) WHERE state <> 'returned';
CREATE INDEX reports_of_month ON reports (month, tier);

CREATE TABLE report_petitions (
    unit_id UUID NOT NULL,
    month DATE NOT NULL,
    version INTEGER NOT NULL,
    petition_id UUID NOT NULL,
    line_id UUID NOT NULL,
    category TEXT NOT NULL,
    came TEXT,
    state TEXT NOT NULL,
    beyond BOOLEAN NOT NULL,
    overdue BOOLEAN NOT NULL,
    on_time BOOLEAN NOT NULL,
    read_out BOOLEAN NOT NULL,
    code TEXT NOT NULL,
    text TEXT NOT NULL,
    logged_at TIMESTAMPTZ NOT NULL,
    branch_id UUID NOT NULL,
    holder_id UUID,
    due_at TIMESTAMPTZ,
    reason_seq INTEGER,
    CONSTRAINT report_petitions_pkey PRIMARY KEY (unit_id, month, version, petition_id),
    CONSTRAINT report_petitions_category_check CHECK (category IN ('land', 'clearance', 'construction',
        'urban_order', 'environment', 'infrastructure', 'security', 'traffic', 'fire', 'social_policy',
        'education', 'health', 'culture', 'economy', 'admin', 'neighbourhood', 'party_work', 'member_policy',
        'discipline', 'digital', 'other')),
    CONSTRAINT report_petitions_came_check CHECK (came IN ('raised', 'carried', 'reopened')),
    CONSTRAINT report_petitions_state_check CHECK (state IN ('recorded', 'submitted', 'received', 'classified',
        'assigned', 'returned', 'answered', 'reopened', 'closed', 'merged', 'redirected', 'withdrawn')),
    CONSTRAINT report_petitions_report_fkey FOREIGN KEY (unit_id, month, version)
        REFERENCES reports (unit_id, month, version) DEFERRABLE INITIALLY DEFERRED
)
"""

# What was signed stays as it was; what happens to the paper afterwards, and a name that is erased, does not touch it.
FIGURES_STAY = """
CREATE TRIGGER reports_figures_stay BEFORE UPDATE ON reports FOR EACH ROW
WHEN ((OLD.figures, OLD.from_at, OLD.to_at, OLD.number, OLD.signed_at)
    IS DISTINCT FROM (NEW.figures, NEW.from_at, NEW.to_at, NEW.number, NEW.signed_at))
EXECUTE FUNCTION refuse_change_of_history()
"""
REPORTS_STAY = """
CREATE TRIGGER reports_rows_stay BEFORE DELETE ON reports FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history()
"""
PETITIONS_STAY = """
CREATE TRIGGER report_petitions_rows_stay BEFORE UPDATE OR DELETE ON report_petitions
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history()
"""


def upgrade() -> None:
    for statement in (*TABLES.split(";\n"), FIGURES_STAY, REPORTS_STAY, PETITIONS_STAY):
        op.execute(statement)
