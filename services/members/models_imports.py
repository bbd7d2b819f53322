"""The tables of an import: the file while it is needed, what was found in it, how far it is."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.members.models import Base, moment, one_of


class ImportState(StrEnum):
    """Life of an import: received, dry run done, then taken over whole or not at all."""

    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    FAILED = "failed"


class Import(Base, table=True):
    """One file, sent by one person for one unit. `body` is kept until it is read, `rows` (packed) until they are taken
    over."""

    __tablename__ = "imports"
    __table_args__ = (
        CheckConstraint(one_of("state", ImportState), "state"),
        CheckConstraint("(state = 'failed') = (problem IS NOT NULL)", "problem"),
        Index("imports_of_a_person", "made_by", "made_at", "id"),
        Index("imports_under_way", "made_at", postgresql_where="state IN ('checking', 'applying')"),
    )

    id: UUID = Field(primary_key=True)
    made_by: UUID
    unit_id: UUID = Field(foreign_key="units.id")
    filename: str = Field(sa_type=Text)
    as_of: date
    body: bytes | None = Field(default=None, sa_type=LargeBinary)
    rows: bytes | None = Field(default=None, sa_type=LargeBinary)
    body_hash: bytes = Field(sa_type=LargeBinary)
    state: ImportState = Field(sa_type=Text)
    without_refused: bool = False
    counts: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))
    problem: str | None = Field(default=None, sa_type=Text)
    problem_params: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))
    made_at: datetime = moment()
    applied_at: datetime | None = moment(nullable=True)
    sequence: int = 1


class ImportProgress(Base, table=True):
    """How far the work on an import is; written beside its transaction, so that it can be seen meanwhile."""

    __tablename__ = "import_progress"

    import_id: UUID = Field(primary_key=True)
    step: str = Field(sa_type=Text)
    done: int
    total: int


class ImportFinding(Base, table=True):
    """One line of the report, in the order of the file."""

    __tablename__ = "import_findings"
    __table_args__ = (Index("import_findings_by_level", "import_id", "level", "position"),)

    import_id: UUID = Field(primary_key=True, foreign_key="imports.id")
    position: int = Field(primary_key=True)
    level: str = Field(sa_type=Text)
    slug: str = Field(sa_type=Text)
    sheet: str = Field(sa_type=Text)
    row: int
    column: str = Field(sa_type=Text)
    value: str | None = Field(default=None, sa_type=Text)
    other_sheet: str | None = Field(default=None, sa_type=Text)
    other_row: int | None = None
