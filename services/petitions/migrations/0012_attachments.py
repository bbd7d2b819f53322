"""Attachments: which files belong to which petition. They lie in the object store, their names with the history."""

from datetime import date

from alembic import op
from sqlalchemy import column, table

revision = "0012"
down_revision = "0011"

TABLES = """
CREATE TABLE stored_files (
    key UUID NOT NULL,
    loose_since TIMESTAMPTZ,
    CONSTRAINT stored_files_pkey PRIMARY KEY (key)
);
CREATE INDEX stored_files_loose ON stored_files (loose_since) WHERE loose_since IS NOT NULL;

CREATE TABLE attachments (
    id UUID NOT NULL,
    petition_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    key UUID NOT NULL,
    kind TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    by_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    CONSTRAINT attachments_pkey PRIMARY KEY (id),
    CONSTRAINT attachments_key_key UNIQUE (key),
    CONSTRAINT attachments_size_check CHECK (size > 0),
    CONSTRAINT attachments_petition_id_fkey FOREIGN KEY(petition_id) REFERENCES petitions (id),
    CONSTRAINT attachments_key_fkey FOREIGN KEY(key) REFERENCES stored_files (key)
);
CREATE INDEX attachments_of_petition ON attachments (petition_id, seq)
"""

FROM = date(2025, 1, 1)
DEFAULT = "Mặc định của hệ thống: đủ cho ảnh chụp bằng điện thoại và văn bản quét, gửi được qua mạng di động"
RULES = (
    ("petitions.attachment_size", 10, "megabytes", DEFAULT),
    ("petitions.attachments_size", 50, "megabytes", DEFAULT),
    ("petitions.attachments", 20, "files", DEFAULT),
    (
        "petitions.attachments_store",
        4096,
        "megabytes",
        "Mặc định của hệ thống: kho NATS có 10 GB, tệp đính kèm không được lấn chỗ của sự kiện",
    ),
)


def upgrade() -> None:
    for statement in TABLES.split(";\n"):
        op.execute(statement)
    rules = table("rules", *map(column, ("key", "valid_from", "value", "unit", "source")))
    for key, value, unit, source in RULES:
        op.execute(rules.insert().values(key=key, valid_from=FROM, value=value, unit=unit, source=source))
