"""The sealed days: for each day one head, signed, and below it a leaf for every petition that had new lines.

These tables only grow, like the history that they bear witness to.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, Text
from sqlmodel import Field

from services.petitions.models import Base, moment


class SealKey(Base, table=True):
    """A public key that heads are or were signed with; the private one never lies in the database."""

    __tablename__ = "seal_keys"

    id: str = Field(primary_key=True, sa_type=Text)
    public_key: str = Field(sa_type=Text)
    since: datetime = moment()


class DaySeal(Base, table=True):
    """The head of a day. `hash` covers all that is signed, `previous` is that of the day before. `tiles` are the roots
    of the tree's tiles one after the other: a help for proofs, which says nothing of its own."""

    __tablename__ = "day_seals"
    __table_args__ = (
        CheckConstraint("leaves >= 0", "leaves"),
        Index("day_seals_day_key", "day", unique=True),
    )

    number: int = Field(primary_key=True)
    day: date
    unit_path: str = Field(sa_type=Text)
    leaves: int
    root: str = Field(sa_type=Text)
    previous: str = Field(sa_type=Text)
    sealed_at: datetime = moment()
    key_id: str = Field(sa_type=Text, foreign_key="seal_keys.id")
    hash: str = Field(sa_type=Text)
    signature: str = Field(sa_type=Text)
    tiles: bytes = Field(sa_type=LargeBinary)


class SealedPetition(Base, table=True):
    """A leaf: the petition had `length` lines at the end of the day, the last with the hash `head`."""

    __tablename__ = "sealed_petitions"
    __table_args__ = (Index("sealed_petitions_of_petition", "petition_id", "length", unique=True),)

    day: date = Field(primary_key=True)
    position: int = Field(primary_key=True)
    petition_id: UUID
    code: str = Field(sa_type=Text)
    length: int
    head: str = Field(sa_type=Text)
