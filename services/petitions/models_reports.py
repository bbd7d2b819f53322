"""Consolidated reports once they are signed, and the petitions that each of their numbers counts. Drafts are computed.

A report is known by its unit, its month and its version. What it says is frozen; only where it stands moves on.
"""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from libs.contracts.vocabulary import Category, PetitionState, ReportState, Tier
from services.petitions.models import Base, moment, one_of, word
from services.petitions.rules_report import SUMS, Came, Cell

STANDS: Final = "state <> 'returned'"


def _sums() -> str:
    return " AND ".join(f"{_added(left)} = {_added(right)}" for left, right in SUMS.items())


def _added(cells: tuple[Cell, ...]) -> str:
    return " + ".join(f"(figures -> 'total' ->> '{cell}')::int" for cell in cells)


class Report(Base, table=True):
    """A signed version of the report of a unit and month. `figures` is its sheet; of the versions one stands, those
    that were returned are kept beside it."""

    __tablename__ = "reports"
    __table_args__ = (
        CheckConstraint(one_of("tier", Tier), "tier"),
        CheckConstraint("state IN ('signed', 'sent', 'received', 'returned')", "state"),
        CheckConstraint("version >= 1", "version"),
        CheckConstraint("from_at < to_at", "period"),
        CheckConstraint("(state = 'returned') = (returned_at IS NOT NULL)", "returned"),
        CheckConstraint(_sums(), "sums"),
        Index("reports_one_stands", "unit_id", "month", unique=True, postgresql_where=text(STANDS)),
        Index("reports_of_month", "month", "tier"),
    )

    unit_id: UUID = Field(primary_key=True)
    month: date = Field(primary_key=True)
    version: int = Field(primary_key=True)
    sequence: int
    unit_name: str = Field(sa_type=Text)
    tier: Tier = word(Tier)
    above_id: UUID | None = None
    above_name: str | None = Field(default=None, sa_type=Text)
    path: str = Field(sa_column=Column(Text(collation="C"), nullable=False))
    state: ReportState = word(ReportState)
    from_at: datetime = moment()
    to_at: datetime = moment()
    figures: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    number: int | None = None
    signed_by_id: UUID
    signed_by_name: str | None = Field(default=None, sa_type=Text)
    signed_as: str = Field(sa_type=Text)
    signed_at: datetime = moment()
    sent_at: datetime | None = moment(optional=True)
    received_at: datetime | None = moment(optional=True)
    returned_at: datetime | None = moment(optional=True)
    reason: str | None = Field(default=None, sa_type=Text)


class ReportPetition(Base, table=True):
    """A petition as a signed report counts it: its fate at the end of the period, and what the paper says of it.
    `line_id` is the unit in whose line it stands; `reason_seq` names the line of history with the reason for going
    up."""

    __tablename__ = "report_petitions"
    __table_args__ = (
        CheckConstraint(one_of("category", Category), "category"),
        CheckConstraint(one_of("came", Came), "came"),
        CheckConstraint(one_of("state", PetitionState), "state"),
        ForeignKeyConstraint(
            ["unit_id", "month", "version"],
            ["reports.unit_id", "reports.month", "reports.version"],
            "report_petitions_report_fkey",
            deferrable=True,
            initially="DEFERRED",
        ),
        Index("report_petitions_of_petition", "petition_id"),
    )

    unit_id: UUID = Field(primary_key=True)
    month: date = Field(primary_key=True)
    version: int = Field(primary_key=True)
    petition_id: UUID = Field(primary_key=True)
    line_id: UUID
    category: Category = word(Category)
    came: Came | None = word(Came, optional=True)
    state: PetitionState = word(PetitionState)
    beyond: bool
    overdue: bool
    on_time: bool
    read_out: bool
    code: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    logged_at: datetime = moment()
    branch_id: UUID
    holder_id: UUID | None = None
    due_at: datetime | None = moment(optional=True)
    reason_seq: int | None = None
