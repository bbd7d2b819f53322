"""Copies of others' facts: the roster (from members) and the answers that wait to be read out (from petitions).

A row never goes back: an event is applied only if its `sequence` is newer.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from libs.contracts.vocabulary import Outcome, PetitionState
from services.meetings.models import Base, moment


class RosterMember(Base, table=True):
    """A member with every spell and period; `unit_ids` are the units of the spells. An erased one keeps only the id."""

    __tablename__ = "roster_members"
    __table_args__ = (Index("roster_members_of_a_unit", "unit_ids", postgresql_using="gin"),)

    member_id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    sort_key: str = Field(sa_column=Column(Text(collation="C"), nullable=False))
    birth_year: int | None
    post: str | None = Field(sa_type=Text)
    unit_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid), nullable=False))
    spells: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    periods: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    erased: bool = False
    sequence: int


class Answer(Base, table=True):
    """The latest answer to a petition, its own or that of the one it was merged into; open while `state` is
    `answered`."""

    __tablename__ = "answers"
    __table_args__ = (
        Index("answers_open", "branch_id", "answered_at", "petition_id", postgresql_where="state = 'answered'"),
    )

    petition_id: UUID = Field(primary_key=True)
    branch_id: UUID
    code: str = Field(sa_type=Text)
    state: PetitionState = Field(sa_type=Text)
    answer_sequence: int | None
    answered_by_name: str | None = Field(sa_type=Text)
    answered_at: datetime | None = moment(nullable=True)
    outcome: Outcome | None = Field(sa_type=Text)
    target_date: date | None
    text: str | None = Field(sa_type=Text)
    sequence: int
