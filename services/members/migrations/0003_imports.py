"""Imports: the file while it is needed, what was found in it, how far it is."""

from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = r"""
CREATE TABLE imports (
    id UUID NOT NULL,
    made_by UUID NOT NULL,
    unit_id UUID NOT NULL,
    filename TEXT NOT NULL,
    as_of DATE NOT NULL,
    body BYTEA,
    rows BYTEA,
    body_hash BYTEA NOT NULL,
    state TEXT NOT NULL,
    without_refused BOOLEAN NOT NULL,
    counts JSONB NOT NULL,
    problem TEXT,
    problem_params JSONB NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    applied_at TIMESTAMP WITH TIME ZONE,
    sequence INTEGER NOT NULL,
    CONSTRAINT imports_pkey PRIMARY KEY (id),
    CONSTRAINT imports_state_check CHECK (state IN ('checking', 'checked', 'applying', 'applied', 'failed')),
    CONSTRAINT imports_problem_check CHECK ((state = 'failed') = (problem IS NOT NULL)),
    CONSTRAINT imports_unit_id_fkey FOREIGN KEY(unit_id) REFERENCES units (id)
);

CREATE INDEX imports_of_a_person ON imports (made_by, made_at, id);

CREATE INDEX imports_under_way ON imports (made_at) WHERE state IN ('checking', 'applying');

CREATE TABLE import_progress (
    import_id UUID NOT NULL,
    step TEXT NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    CONSTRAINT import_progress_pkey PRIMARY KEY (import_id)
);

CREATE TABLE import_findings (
    import_id UUID NOT NULL,
    position INTEGER NOT NULL,
    level TEXT NOT NULL,
    slug TEXT NOT NULL,
    sheet TEXT NOT NULL,
    row INTEGER NOT NULL,
    "column" TEXT NOT NULL,
    value TEXT,
    other_sheet TEXT,
    other_row INTEGER,
    CONSTRAINT import_findings_pkey PRIMARY KEY (import_id, position),
    CONSTRAINT import_findings_import_id_fkey FOREIGN KEY(import_id) REFERENCES imports (id)
);

CREATE INDEX import_findings_by_level ON import_findings (import_id, level, position)
"""


def upgrade() -> None:
    for statement in TABLES.split(";"):
        op.execute(statement)
