"""What duplicates are found by, and from when on they are called alike. A timer reads the texts that are there."""

from datetime import date

from alembic import op
from sqlalchemy import column, table

revision = "0006"
down_revision = "0005"

FROM = date(2025, 1, 1)
MEASURED = "Mặc định của hệ thống, đo trên bộ mẫu bench/duplicates"

RULES = (
    ("petitions.alike_strong", 50, "percent", MEASURED),
    ("petitions.alike_likely", 15, "percent", MEASURED),
    ("petitions.alike_closed", 365, "days", "Mặc định: kiến nghị kết thúc trong vòng một năm vẫn được đối chiếu"),
)

KEYS = """
ALTER TABLE words ADD COLUMN keys INTEGER[];
CREATE INDEX words_keys ON words USING gin (keys) WITH (fastupdate = off);
CREATE INDEX words_unread ON words (petition_id) WHERE keys IS NULL
"""


def upgrade() -> None:
    for statement in KEYS.split(";\n"):
        op.execute(statement)
    rules = table("rules", *map(column, ("key", "valid_from", "value", "unit", "source")))
    for key, value, unit, source in RULES:
        op.execute(rules.insert().values(key=key, valid_from=FROM, value=value, unit=unit, source=source))
