"""The bodies of a ward and who works in them: whom an assignment goes to, and what is usually whose."""

from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Text
from sqlmodel import Field

from libs.contracts.vocabulary import Category
from services.petitions.models import Base, Code, one_of


class BodyKind(Base, table=True):
    """A body or department that every ward has unless it says otherwise, with the source that says so."""

    __tablename__ = "body_kinds"

    code: str = Field(primary_key=True, sa_type=Text)
    parent_code: str | None = Field(default=None, sa_type=Text)
    name: str = Field(sa_type=Text)
    position: int
    source: str = Field(sa_type=Text)


class Body(Base, table=True):
    """A unit's own word on a body: another name for one of a kind, one of its own, or that it has none."""

    __tablename__ = "bodies"

    unit_id: UUID = Field(primary_key=True)
    code: str = Field(primary_key=True, sa_type=Text)
    parent_code: str | None = Field(default=None, sa_type=Text)
    name: str = Field(sa_type=Text)
    position: int
    absent: bool = False


class BodyMember(Base, table=True):
    """An assignee of the unit works in one of its bodies."""

    __tablename__ = "body_members"

    unit_id: UUID = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    code: str = Field(sa_type=Text)


class CategoryOwner(Base, table=True):
    """Which body a category is usually given to, and the source that says so: a suggestion, never more."""

    __tablename__ = "category_owners"
    __table_args__ = (CheckConstraint(one_of("category", Category), "category"),)

    category: Category = Field(sa_column=Column(Code(Category), primary_key=True))
    code: str = Field(sa_type=Text)
    source: str = Field(sa_type=Text)
