"""A history that only grows; words apart from it, where they can be erased."""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = """
CREATE TABLE history (
    petition_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    verb TEXT NOT NULL,
    by_itself BOOLEAN NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    actor_id UUID,
    role TEXT,
    unit_id UUID,
    to_unit_id UUID,
    details JSONB NOT NULL,
    note_hash TEXT,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT history_pkey PRIMARY KEY (petition_id, seq),
    CONSTRAINT history_seq_check CHECK (seq >= 1),
    CONSTRAINT history_to_state_check CHECK (to_state IN ('recorded', 'submitted', 'received', 'classified',
        'assigned', 'returned', 'answered', 'reopened', 'closed', 'merged', 'redirected', 'withdrawn'))
);

CREATE TABLE history_notes (
    petition_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    salt TEXT NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT history_notes_pkey PRIMARY KEY (petition_id, seq)
);

CREATE TABLE words (
    petition_id UUID NOT NULL,
    text TEXT NOT NULL,
    raised_by_name TEXT,
    answer_text TEXT,
    plain TEXT NOT NULL,
    folded TEXT NOT NULL,
    CONSTRAINT words_pkey PRIMARY KEY (petition_id),
    CONSTRAINT words_petition_id_fkey FOREIGN KEY(petition_id) REFERENCES petitions (id)
);
CREATE INDEX words_folded ON words USING gin (folded gin_trgm_ops);

CREATE TABLE added_texts (
    petition_id UUID NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    CONSTRAINT added_texts_pkey PRIMARY KEY (petition_id, number),
    CONSTRAINT added_texts_petition_id_fkey FOREIGN KEY(petition_id) REFERENCES petitions (id)
);

CREATE TABLE drafts (
    petition_id UUID NOT NULL,
    outcome TEXT NOT NULL,
    text TEXT NOT NULL,
    target_date DATE,
    by_id UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    CONSTRAINT drafts_pkey PRIMARY KEY (petition_id),
    CONSTRAINT drafts_outcome_check CHECK (outcome IN ('resolved', 'accepted_planned', 'explained',
        'not_accepted', 'transferred')),
    CONSTRAINT drafts_petition_id_fkey FOREIGN KEY(petition_id) REFERENCES petitions (id)
)
"""

# The application role has no right to change history either; these hold for whoever owns the table.
ONLY_GROWS = """
CREATE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history only grows: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$$
"""
ROWS_STAY = """
CREATE TRIGGER history_rows_stay BEFORE UPDATE OR DELETE ON history
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history()
"""
TABLE_STAYS = """
CREATE TRIGGER history_table_stays BEFORE TRUNCATE ON history
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history()
"""


def upgrade() -> None:
    for statement in (*TABLES.split(";\n"), ONLY_GROWS, ROWS_STAY, TABLE_STAYS):
        op.execute(statement)
