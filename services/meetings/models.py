"""The tables of meetings: what happens in the room, and the copies it is held with (see models_copies.py)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from libs.common.db import service_metadata
from libs.contracts.vocabulary import Category, Competence, Mark, MeetingKind, MeetingState, Outcome, RaisedBy, RollCall


class Base(SQLModel):
    """Tables of this service."""

    metadata = service_metadata()


def moment(*, nullable: bool = False) -> Any:
    """A column for a point in time."""
    return Field(sa_column=Column(DateTime(timezone=True), nullable=nullable))


def _one_of(column: str, codes: type[Any]) -> str:
    listed = ", ".join(f"'{code.value}'" for code in codes)
    return f"{column} IN ({listed})"


class Meeting(Base, table=True):
    """A meeting of a branch. `path` is the branch's when it was scheduled, for life; `held_on` is the local date."""

    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint(_one_of("kind", MeetingKind), "kind"),
        CheckConstraint(_one_of("state", MeetingState), "state"),
        CheckConstraint("(state IN ('in_progress', 'ended')) = (started_at IS NOT NULL)", "started"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", "ended"),
        CheckConstraint("(state = 'cancelled') = (cancel_reason IS NOT NULL)", "cancelled"),
        CheckConstraint("chair_id <> clerk_id", "chair_is_not_clerk"),
        CheckConstraint("present <= base", "present"),
        CheckConstraint("month <= held_on AND month + 31 > held_on AND extract(day FROM month) = 1", "month"),
        Index(
            "meetings_one_regular_a_month",
            "branch_id",
            "month",
            unique=True,
            postgresql_where="kind IN ('regular', 'combined') AND state <> 'cancelled'",
        ),
        Index("meetings_of_a_branch", "branch_id", "starts_at", "id"),
        Index("meetings_by_time", "starts_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    branch_id: UUID
    path: str = Field(sa_type=Text)
    kind: MeetingKind = Field(sa_type=Text)
    starts_at: datetime = moment()
    held_on: date
    month: date
    place: str = Field(sa_type=Text)
    state: MeetingState = Field(sa_type=Text)
    chair_id: UUID | None
    clerk_id: UUID | None
    date_reason: str | None = Field(sa_type=Text)
    cancel_reason: str | None = Field(default=None, sa_type=Text)
    started_at: datetime | None = moment(nullable=True)
    ended_at: datetime | None = moment(nullable=True)
    duration_minutes: int | None = None
    base: int | None = None
    present: int | None = None
    scheduled_by: UUID
    sequence: int


class RollCallMark(Base, table=True):
    """One mark of one member in one roll call: the later `at` stands."""

    __tablename__ = "roll_call_marks"
    __table_args__ = (
        CheckConstraint(_one_of("roll_call", RollCall), "roll_call"),
        CheckConstraint(_one_of("mark", Mark), "mark"),
        CheckConstraint("reason IS NULL OR mark = 'excused'", "reason"),
        Index("roll_call_marks_of_a_member", "member_id"),
    )

    meeting_id: UUID = Field(primary_key=True, foreign_key="meetings.id")
    roll_call: RollCall = Field(primary_key=True, sa_type=Text)
    member_id: UUID = Field(primary_key=True)
    mark: Mark = Field(sa_type=Text)
    reason: str | None = Field(sa_type=Text)
    at: datetime = moment()
    marked_by: UUID


class Recommendation(Base, table=True):
    """A recommendation in its latest wording, empty once it was found that it must not lie here. `taken_at` is when the
    branch no longer merely recorded it."""

    __tablename__ = "recommendations"
    __table_args__ = (
        CheckConstraint("text = '' OR char_length(text) BETWEEN 10 AND 5000", "text"),
        CheckConstraint(_one_of("category", Category), "category"),
        CheckConstraint(_one_of("competence", Competence), "competence"),
        CheckConstraint(_one_of("raised_by", RaisedBy), "raised_by"),
        CheckConstraint("raised_by <> 'member' OR raised_by_id IS NOT NULL", "raised_by_id"),
        Index("recommendations_of_a_meeting", "meeting_id", "logged_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    meeting_id: UUID = Field(foreign_key="meetings.id")
    branch_id: UUID
    text: str = Field(sa_type=Text)
    category: Category = Field(sa_type=Text)
    competence: Competence = Field(sa_type=Text)
    urgent: bool
    raised_by: RaisedBy = Field(sa_type=Text)
    raised_by_id: UUID | None
    logged_at: datetime = moment()
    logged_by: UUID
    worded_at: datetime = moment()
    taken_at: datetime | None = moment(nullable=True)
    sequence: int


class EarlierWording(Base, table=True):
    """How a recommendation read before it was reworded; `worded_at` is when this wording arrived."""

    __tablename__ = "earlier_wordings"

    recommendation_id: UUID = Field(primary_key=True, foreign_key="recommendations.id")
    sequence: int = Field(primary_key=True)
    text: str = Field(sa_type=Text)
    category: Category = Field(sa_type=Text)
    competence: Competence = Field(sa_type=Text)
    urgent: bool
    worded_at: datetime = moment()


class ReadOut(Base, table=True):
    """One answer, read out once, in one meeting; with the answer as it was read, whatever is answered later."""

    __tablename__ = "read_outs"
    __table_args__ = (
        CheckConstraint("content OR reason IS NOT NULL", "reason"),
        Index("read_outs_of_a_meeting", "meeting_id"),
    )

    petition_id: UUID = Field(primary_key=True)
    answer_sequence: int = Field(primary_key=True)
    meeting_id: UUID = Field(foreign_key="meetings.id")
    content: bool
    reason: str | None = Field(sa_type=Text)
    at: datetime = moment()
    read_out_by: UUID
    code: str = Field(sa_type=Text)
    outcome: Outcome = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    target_date: date | None
    answered_by_name: str = Field(sa_type=Text)
    answered_at: datetime = moment()


class SyncOperation(Base, table=True):
    """One operation of one person's phone: done once, answered the same for ever."""

    __tablename__ = "sync_operations"
    __table_args__ = (CheckConstraint("result IN ('applied', 'rejected')", "result"),)

    person_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    result: str = Field(sa_type=Text)
    problem: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    arrived_at: datetime = moment()


class KeptOperation(Base, table=True):
    """An operation that waits for the start of its meeting, or for the marks that an end needs."""

    __tablename__ = "kept_operations"
    __table_args__ = (Index("kept_operations_of_a_meeting", "meeting_id", "at"),)

    person_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    meeting_id: UUID = Field(foreign_key="meetings.id")
    verb: str = Field(sa_type=Text)
    petition_id: UUID | None
    body: dict[str, Any] = Field(sa_type=JSONB)
    at: datetime = moment()
