"""The tables of petitions that say where each one is: its row, its holders, its clocks. Words lie in `models_words`.

A final petition has no holder and no deadline; any other has both, one open holder interval and a running clock.
"""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Identity, Index, Text, TextClause, text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from libs.common.db import service_metadata
from libs.contracts.vocabulary import (
    Category,
    Channel,
    ClockKind,
    Competence,
    Complexity,
    MeetingKind,
    MeetingState,
    Outcome,
    PetitionState,
    RaisedBy,
    Tier,
)


class Base(SQLModel):
    """Tables of this service."""

    metadata = service_metadata()


class Code(TypeDecorator[StrEnum]):
    """A word of the vocabulary, stored as text."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, dialect: object) -> str | None:
        """As text."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: object) -> StrEnum | None:
        """As the word it is."""
        return None if value is None else self.words(value)


def word(words: type[StrEnum], *, optional: bool = False) -> Any:
    """A column for a word of the vocabulary."""
    column: Column[Any] = Column(Code(words), nullable=optional)
    return Field(default=None, sa_column=column) if optional else Field(sa_column=column)


def moment(*, optional: bool = False) -> Any:
    """A column for a point in time."""
    column: Column[Any] = Column(DateTime(timezone=True), nullable=optional)
    return Field(default=None, sa_column=column) if optional else Field(sa_column=column)


def one_of(column: str, words: type[StrEnum]) -> str:
    """The CHECK that a column holds a word of the vocabulary."""
    listed = ", ".join(f"'{word.value}'" for word in words)
    return f"{column} IN ({listed})"


NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""Where petitions without a deadline stand in a queue: last."""

_FINAL = "state IN ('closed', 'merged', 'redirected', 'withdrawn')"


def _given(column: str) -> TextClause:
    return text(f"{column} IS NOT NULL")


class Petition(Base, table=True):
    """One petition as it stands. `path` and `branch_id` are those of the branch it was raised in, for life; `home_id`
    and `ward_id` are the branch and ward that stand for it now. `last_holder_id` outlives the holder. `queue_at` is
    `due_at`, or the end of time. `sealed_length` is how many of its lines are known to be sealed, if not more."""

    __tablename__ = "petitions"
    __table_args__ = (
        CheckConstraint(one_of("state", PetitionState), "state"),
        CheckConstraint(one_of("category", Category), "category"),
        CheckConstraint(one_of("competence", Competence), "competence"),
        CheckConstraint(one_of("raised_by", RaisedBy), "raised_by"),
        CheckConstraint(f"({_FINAL}) = (holder_id IS NULL)", "holder"),
        CheckConstraint(f"({_FINAL}) = (due_at IS NULL)", "due"),
        CheckConstraint(f"queue_at = COALESCE(due_at, '{NEVER.isoformat()}')", "queue"),
        CheckConstraint("state <> 'answered' OR answer_sequence IS NOT NULL", "answer"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", "merged"),
        CheckConstraint("outcome <> 'accepted_planned' OR target_date IS NOT NULL", "target_date"),
        CheckConstraint("state = 'recorded' OR goes_up_at IS NULL", "goes_up"),
        Index("petitions_code_key", "code", unique=True),
        Index("petitions_queue_of_holder", "holder_id", "queue_at", "id", postgresql_where=_given("holder_id")),
        Index("petitions_queue_of_ward", "ward_id", "queue_at", "id"),
        Index("petitions_queue_of_home", "home_id", "queue_at", "id"),
        Index("petitions_queue_of_top", "queue_at", "id", postgresql_where=text("was_at_top")),
        Index("petitions_of_raiser", "raised_by_id", "queue_at", "id", postgresql_where=_given("raised_by_id")),
        Index("petitions_of_assignee", "assignee_id", "queue_at", "id", postgresql_where=_given("assignee_id")),
        Index("petitions_going_up", "goes_up_at", postgresql_where=_given("goes_up_at")),
        Index("petitions_of_meeting", "meeting_id", postgresql_where=text("state = 'recorded'")),
        Index("petitions_unsealed", "id", postgresql_where=text("history_length <> sealed_length")),
        Index("petitions_merged_into", "merged_into_id", postgresql_where=_given("merged_into_id")),
    )

    id: UUID = Field(primary_key=True)
    code: str = Field(sa_type=Text)
    sequence: int
    recommendation_sequence: int
    branch_id: UUID
    home_id: UUID
    ward_id: UUID
    path: str = Field(sa_column=Column(Text(collation="C"), nullable=False))
    meeting_id: UUID
    starts_at: datetime = moment()
    logged_at: datetime = moment()
    raised_by: RaisedBy = word(RaisedBy)
    raised_by_id: UUID | None = None
    state: PetitionState = word(PetitionState)
    category: Category = word(Category)
    competence: Competence = word(Competence)
    urgent: bool
    complexity: Complexity | None = word(Complexity, optional=True)
    holder_id: UUID | None = None
    holder_tier: Tier | None = word(Tier, optional=True)
    previous_holder_id: UUID | None = None
    last_holder_id: UUID
    last_holder_tier: Tier = word(Tier)
    was_at_top: bool = False
    due_at: datetime | None = moment(optional=True)
    queue_at: datetime = moment()
    due_kind: ClockKind | None = word(ClockKind, optional=True)
    goes_up_at: datetime | None = moment(optional=True)
    assignee_id: UUID | None = None
    answered_by_id: UUID | None = None
    answered_at: datetime | None = moment(optional=True)
    answer_sequence: int | None = None
    outcome: Outcome | None = word(Outcome, optional=True)
    target_date: date | None = None
    read_out_at: datetime | None = moment(optional=True)
    content: bool | None = None
    reopened_at: datetime | None = moment(optional=True)
    closed_at: datetime | None = moment(optional=True)
    channel: Channel | None = word(Channel, optional=True)
    merged_into_id: UUID | None = None
    moved_at: datetime = moment()
    history_length: int = 0
    history_head: str = Field(default="", sa_type=Text)
    sealed_length: int = 0


class Holding(Base, table=True):
    """A unit held a petition from one moment to another; intervals of a spell touch, and it ends in a final state."""

    __tablename__ = "holdings"
    __table_args__ = (
        CheckConstraint(one_of("tier", Tier), "tier"),
        CheckConstraint("to_at >= from_at", "period"),
        Index("holdings_one_open", "petition_id", unique=True, postgresql_where=text("to_at IS NULL")),
        Index("holdings_of_petition", "petition_id", "id"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    petition_id: UUID = Field(foreign_key="petitions.id")
    spell: int
    unit_id: UUID
    tier: Tier = word(Tier)
    from_at: datetime = moment()
    to_at: datetime | None = moment(optional=True)


class Clock(Base, table=True):
    """A deadline of a holder. It runs until `closed_at`; `met_at` says that what it waited for was done. `length`,
    `extra` and `paused` are in the `unit` of the rule it came from; since `paused_at` it stands still."""

    __tablename__ = "clocks"
    __table_args__ = (
        CheckConstraint(one_of("kind", ClockKind), "kind"),
        CheckConstraint(one_of("tier", Tier), "tier"),
        CheckConstraint("met_at IS NULL OR closed_at IS NOT NULL", "met"),
        Index("clocks_one_running", "petition_id", "kind", unique=True, postgresql_where=text("closed_at IS NULL")),
        Index("clocks_of_petition", "petition_id", "id"),
        Index("clocks_due_soon", "soon_at", postgresql_where=text("closed_at IS NULL AND soon_said_at IS NULL")),
        Index("clocks_pauses", "due_at", postgresql_where=text("closed_at IS NULL AND kind = 'pause'")),
        Index("clocks_overdue", "due_at", postgresql_where=text("closed_at IS NULL AND overdue_said_at IS NULL")),
    )

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    petition_id: UUID = Field(foreign_key="petitions.id")
    kind: ClockKind = word(ClockKind)
    unit_id: UUID
    tier: Tier = word(Tier)
    opened_at: datetime = moment()
    due_at: datetime = moment()
    soon_at: datetime = moment()
    length: int
    extra: int = 0
    paused: int = 0
    paused_at: datetime | None = moment(optional=True)
    unit: str = Field(sa_type=Text)
    met_at: datetime | None = moment(optional=True)
    closed_at: datetime | None = moment(optional=True)
    soon_said_at: datetime | None = moment(optional=True)
    overdue_said_at: datetime | None = moment(optional=True)


class UnitMark(Base, table=True):
    """What a unit may do with a petition only once: return it, extend it, pause it."""

    __tablename__ = "unit_marks"
    __table_args__ = (CheckConstraint("verb IN ('return', 'extend', 'pause')", "verb"),)

    petition_id: UUID = Field(primary_key=True, foreign_key="petitions.id")
    unit_id: UUID = Field(primary_key=True)
    verb: str = Field(primary_key=True, sa_type=Text)


class MeetingCopy(Base, table=True):
    """What petitions needs to know of a meeting: when it is, whether it has ended."""

    __tablename__ = "meetings"
    __table_args__ = (Index("meetings_of_branch", "branch_id", "starts_at"),)

    id: UUID = Field(primary_key=True)
    branch_id: UUID
    kind: MeetingKind = word(MeetingKind)
    starts_at: datetime = moment()
    state: MeetingState = word(MeetingState)
    ended_at: datetime | None = moment(optional=True)
    sequence: int


class CodeCounter(Base, table=True):
    """The last number given in a ward and year, for `KN-W001-2026-00042`."""

    __tablename__ = "code_counters"

    ward_code: str = Field(primary_key=True, sa_type=Text)
    year: int = Field(primary_key=True)
    last: int
