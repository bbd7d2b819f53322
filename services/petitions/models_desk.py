"""What a desk keeps beside its petitions: who is at work on which. No event tells of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

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
