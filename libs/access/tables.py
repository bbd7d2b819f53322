"""The copy of units, appointments and signing keys that every service keeps beside its own tables.

Filled from events of members only. `sequence` is that of the event a row was copied from; a row never goes back.
"""

from datetime import date

from alembic import op
from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Table,
    Text,
    Uuid,
    and_,
    func,
    or_,
)

from libs.common.db import service_metadata

metadata = service_metadata()

# Paths are ASCII and compared byte by byte, so that "all below" is one range of an ordinary index.
_PATH = Text(collation="C")

access_units = Table(
    "access_units",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("code", Text, nullable=False),
    Column("official_code", Text),
    Column("name", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("tier", Text, nullable=False),
    Column("parent_id", Uuid, index=True),
    Column("path", _PATH, nullable=False, index=True),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("successor_id", Uuid),
    Column("sequence", BigInteger, nullable=False),
)

access_appointments = Table(
    "access_appointments",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False, index=True),
    Column("person_name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("unit_id", Uuid, nullable=False, index=True),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("sequence", BigInteger, nullable=False),
    Column("kept_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

access_keys = Table(
    "access_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("public_key", Text, nullable=False),
    Column("valid_from", DateTime(timezone=True), nullable=False),
    Column("valid_to", DateTime(timezone=True)),
    Column("sequence", BigInteger, nullable=False),
)


def create_access() -> None:
    """Make the three tables in the migration that runs now."""
    metadata.create_all(op.get_bind(), checkfirst=False)


def valid_on(table: Table, on: date | BindParameter[date]) -> ColumnElement[bool]:
    """The rows of a table with `valid_from` and `valid_to` that hold on a date; the last day is included."""
    return and_(table.c.valid_from <= on, or_(table.c.valid_to.is_(None), table.c.valid_to >= on))
