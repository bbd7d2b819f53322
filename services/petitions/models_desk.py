"""What a desk keeps beside its petitions: work in hand, notes inside, templates, saved views. No event tells of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from libs.contracts.vocabulary import Outcome
from services.petitions.models import Base, moment, one_of, word
from services.petitions.rules import Verb


class WorkInHand(Base, table=True):
    """Somebody of the holding unit has a form open on a petition. It counts until `until`, and only while that unit
    holds the petition; at most one a petition."""

    __tablename__ = "work_in_hand"
    __table_args__ = (
        CheckConstraint(one_of("verb", Verb), "verb"),
        CheckConstraint("until >= since", "period"),
        Index("work_in_hand_of_unit", "unit_id"),
    )

    petition_id: UUID = Field(primary_key=True, foreign_key="petitions.id")
    unit_id: UUID
    person_id: UUID
    verb: Verb = word(Verb)
    since: datetime = moment()
    until: datetime = moment()


class InsideNote(Base, table=True):
    """What the holding unit writes down for itself. It stays with the unit that held the petition then; a later holder
    and the branch never see it."""

    __tablename__ = "inside_notes"
    __table_args__ = (Index("inside_notes_of_petition", "petition_id", "unit_id", "at"),)

    id: UUID = Field(primary_key=True)
    petition_id: UUID = Field(foreign_key="petitions.id")
    unit_id: UUID
    by_id: UUID
    at: datetime = moment()
    text: str = Field(sa_type=Text)


class AnswerTemplate(Base, table=True):
    """Words that answers often begin with. Those of no unit came with the system, say where from, and are everybody's;
    a unit writes its own."""

    __tablename__ = "answer_templates"
    __table_args__ = (
        CheckConstraint(one_of("outcome", Outcome), "outcome"),
        CheckConstraint("unit_id IS NOT NULL OR source IS NOT NULL", "source"),
        Index("answer_templates_of_unit", "unit_id", "name"),
    )

    id: UUID = Field(primary_key=True)
    unit_id: UUID | None = None
    name: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    outcome: Outcome | None = word(Outcome, optional=True)
    source: str | None = Field(default=None, sa_type=Text)
    at: datetime = moment()


class SavedView(Base, table=True):
    """Filters of the queue that a person has given a name; one of them may be what the desk opens with."""

    __tablename__ = "saved_views"
    __table_args__ = (
        UniqueConstraint("person_id", "name", name="saved_views_name_key"),
        Index("saved_views_one_default", "person_id", unique=True, postgresql_where=text("is_default")),
    )

    id: UUID = Field(primary_key=True)
    person_id: UUID
    name: str = Field(sa_type=Text)
    asked: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    is_default: bool = False
    at: datetime = moment()
