"""What a kept operation was refused for stands with the operation itself."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("ALTER TABLE kept_operations DROP COLUMN refusal")
