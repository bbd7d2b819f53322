"""Sealed days, which only grow; how far each petition is sealed; the key's public half."""

from alembic import op

revision = "0007"
down_revision = "0006"

TABLES = """
CREATE TABLE seal_keys (
    id TEXT NOT NULL,
    public_key TEXT NOT NULL,
    since TIMESTAMPTZ NOT NULL,
    CONSTRAINT seal_keys_pkey PRIMARY KEY (id)
);

CREATE TABLE day_seals (
    number INTEGER NOT NULL,
    day DATE NOT NULL,
    unit_path TEXT NOT NULL,
    leaves INTEGER NOT NULL,
    root TEXT NOT NULL,
    previous TEXT NOT NULL,
    sealed_at TIMESTAMPTZ NOT NULL,
    key_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    signature TEXT NOT NULL,
    tiles BYTEA NOT NULL,
    CONSTRAINT day_seals_pkey PRIMARY KEY (number),
    CONSTRAINT day_seals_leaves_check CHECK (leaves >= 0),
    CONSTRAINT day_seals_key_id_fkey FOREIGN KEY(key_id) REFERENCES seal_keys (id)
);
CREATE UNIQUE INDEX day_seals_day_key ON day_seals (day);

CREATE TABLE sealed_petitions (
    day DATE NOT NULL,
    position INTEGER NOT NULL,
    petition_id UUID NOT NULL,
    code TEXT NOT NULL,
    length INTEGER NOT NULL,
    head TEXT NOT NULL,
    CONSTRAINT sealed_petitions_pkey PRIMARY KEY (day, position)
);
CREATE UNIQUE INDEX sealed_petitions_of_petition ON sealed_petitions (petition_id, length);

ALTER TABLE petitions ADD COLUMN sealed_length INTEGER NOT NULL DEFAULT 0;
CREATE INDEX petitions_unsealed ON petitions (id) WHERE history_length <> sealed_length
"""

GUARDED = ("seal_keys", "day_seals", "sealed_petitions")


def upgrade() -> None:
    for statement in TABLES.split(";\n"):
        op.execute(statement)
    for table in GUARDED:
        op.execute(
            f"""CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history()"""
        )
        op.execute(
            f"""CREATE TRIGGER {table}_table_stays BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history()"""
        )
