"""A line of an inbox may be about a report instead of a petition."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("ALTER TABLE inbox_items ALTER COLUMN petition_id DROP NOT NULL")
    op.execute("ALTER TABLE inbox_items ADD COLUMN report_id text")
    op.execute("""
        ALTER TABLE inbox_items ADD CONSTRAINT inbox_items_about_check
        CHECK ((petition_id IS NULL) <> (report_id IS NULL))
    """)
