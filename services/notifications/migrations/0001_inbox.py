"""Inbox items, beside what every service has."""

from alembic import op

from libs.access.tables import create_access
from libs.common.tables import create_common

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_common()
    create_access()
    op.execute("""
        CREATE TABLE inbox_items (
            person_id uuid NOT NULL,
            id uuid NOT NULL,
            event_id uuid NOT NULL,
            kind text NOT NULL,
            petition_id uuid NOT NULL,
            petition_code text NOT NULL,
            params jsonb NOT NULL,
            at timestamptz NOT NULL,
            read_at timestamptz,
            CONSTRAINT inbox_items_pkey PRIMARY KEY (person_id, id),
            CONSTRAINT inbox_items_told_once UNIQUE (event_id, person_id)
        )
    """)
    op.execute("CREATE INDEX inbox_items_unread_idx ON inbox_items (person_id, id) WHERE read_at IS NULL")
