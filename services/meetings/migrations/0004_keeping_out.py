"""A recommendation that must not lie here keeps its row and loses its text."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("ALTER TABLE recommendations DROP CONSTRAINT recommendations_text_check")
    op.execute(
        """ALTER TABLE recommendations ADD CONSTRAINT recommendations_text_check
        CHECK (text = '' OR char_length(text) BETWEEN 10 AND 5000)"""
    )
