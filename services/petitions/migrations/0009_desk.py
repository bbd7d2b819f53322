"""The desk: who is at work on what."""

from datetime import date

from alembic import op
from sqlalchemy import column, table

revision = "0009"
down_revision = "0004"

TABLES = """
CREATE TABLE work_in_hand (
    petition_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    person_id UUID NOT NULL,
    verb TEXT NOT NULL,
    since TIMESTAMPTZ NOT NULL,
    until TIMESTAMPTZ NOT NULL,
    CONSTRAINT work_in_hand_pkey PRIMARY KEY (petition_id),
    CONSTRAINT work_in_hand_verb_check CHECK (verb IN ('acknowledge', 'classify', 'assign', 'answer', 'escalate',
        'return', 'merge', 'redirect', 'extend', 'close', 'reopen', 'withdraw', 'read_out', 'read_out_against',
        'go_up', 'unmerge')),
    CONSTRAINT work_in_hand_period_check CHECK (until >= since),
    CONSTRAINT work_in_hand_petition_id_fkey FOREIGN KEY(petition_id) REFERENCES petitions (id)
);
CREATE INDEX work_in_hand_of_unit ON work_in_hand (unit_id)
"""

FROM = date(2025, 1, 1)
RULES = (
    (
        "petitions.work_in_hand",
        3,
        "minutes",
        "Mặc định của hệ thống: nhắc người khác khi có người đang soạn, đến 3 phút sau lần cuối còn mở",
    ),
)


def upgrade() -> None:
    for statement in TABLES.split(";\n"):
        op.execute(statement)
    rules = table("rules", *map(column, ("key", "valid_from", "value", "unit", "source")))
    for key, value, unit, source in RULES:
        op.execute(rules.insert().values(key=key, valid_from=FROM, value=value, unit=unit, source=source))
