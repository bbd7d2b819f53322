"""The tables of members: units over time, people, their membership and participation, and who holds which role.

Periods are days; the last one is included, none means open. That they do not overlap is held by exclusion constraints.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, Select, Table, Text, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlmodel import Field, SQLModel

from libs.common.db import service_metadata
from libs.contracts.vocabulary import Membership, Participation, Role, Tier


class Base(SQLModel):
    """Tables of this service."""

    metadata = service_metadata()


class Post(StrEnum):
    """What a member was elected to in the branch."""

    SECRETARY = "secretary"
    DEPUTY_SECRETARY = "deputy_secretary"
    BRANCH_COMMITTEE_MEMBER = "branch_committee_member"


class Gender(StrEnum):
    """As on the member sheet."""

    MALE = "male"
    FEMALE = "female"


Rows = Select[*tuple[Any, ...]]
"""A statement for rows of several columns."""


def table_of(model: type[SQLModel]) -> Table:
    """The core table of a model, for statements with many rows."""
    return Base.metadata.tables[str(model.__tablename__)]


def values_of(row: SQLModel, names: Iterable[str]) -> dict[str, Any]:
    """These columns of a row, as they are."""
    return {name: getattr(row, name) for name in names}


def moment(*, nullable: bool = False) -> Any:
    """A column for a point in time."""
    column: Column[datetime] = Column(DateTime(timezone=True), nullable=nullable)
    return Field(default=None, sa_column=column) if nullable else Field(sa_column=column)


def ascii_text(*, nullable: bool = False, primary_key: bool = False) -> Any:
    """A column compared byte by byte, so that an ordinary index serves prefixes and sort keys."""
    return Field(sa_column=Column(Text(collation="C"), nullable=nullable, primary_key=primary_key))


def one_of(column: str, codes: type[StrEnum]) -> str:
    """The condition that a column holds one of these codes."""
    listed = ", ".join(f"'{code.value}'" for code in codes)
    return f"{column} IN ({listed})"


def no_overlap(table: str, *same: str, where: str | None = None) -> ExcludeConstraint:
    """Two rows with the same key never hold on the same day."""
    period = func.daterange(text("valid_from"), text("valid_to"), text("'[]'"))
    keys = [(column, "=") for column in same]
    return ExcludeConstraint(*keys, (period, "&&"), name=f"{table}_no_overlap", where=text(where) if where else None)


PERIOD = "valid_to IS NULL OR valid_to >= valid_from"


class Unit(Base, table=True):
    """A unit as it is now. `code` is its token: given once, never changed, never given again below the same parent."""

    __tablename__ = "units"
    __table_args__ = (
        CheckConstraint("code ~ '^[a-z0-9-]{1,16}$'", "code"),
        CheckConstraint(r"official_code ~ '^\d{2}(\.\d{3}){4}$'", "official_code"),
        CheckConstraint(one_of("tier", Tier), "tier"),
        CheckConstraint("(parent_id IS NULL) = (tier = 'city')", "parent"),
        CheckConstraint(PERIOD, "period"),
        Index("units_one_top", text("(true)"), unique=True, postgresql_where="parent_id IS NULL"),
        Index("units_of_a_parent", "parent_id"),
        Index("units_by_path", "path", unique=True),
        Index("units_by_official_code", "official_code", unique=True, postgresql_where="valid_to IS NULL"),
    )

    id: UUID = Field(primary_key=True)
    code: str = Field(sa_type=Text)
    official_code: str | None = Field(default=None, sa_type=Text)
    name: str = Field(sa_type=Text)
    label: str = Field(sa_type=Text)
    kind: str | None = Field(default=None, sa_type=Text)
    tier: Tier = Field(sa_type=Text)
    parent_id: UUID | None = Field(default=None, foreign_key="units.id")
    path: str = ascii_text()
    valid_from: date
    valid_to: date | None = None
    successor_id: UUID | None = Field(default=None, foreign_key="units.id")
    sequence: int = 1


class UnitVersion(Base, table=True):
    """What a unit was called and where it stood in a period: the tree on any date."""

    __tablename__ = "unit_versions"
    __table_args__ = (
        CheckConstraint(PERIOD, "period"),
        no_overlap("unit_versions", "unit_id"),
        Index("unit_versions_of_a_parent", "parent_id", "valid_from"),
    )

    unit_id: UUID = Field(primary_key=True, foreign_key="units.id")
    valid_from: date = Field(primary_key=True)
    valid_to: date | None = None
    name: str = Field(sa_type=Text)
    label: str = Field(sa_type=Text)
    official_code: str | None = Field(default=None, sa_type=Text)
    parent_id: UUID | None = Field(default=None, foreign_key="units.id")
    path: str = ascii_text()


class UnitToken(Base, table=True):
    """Every token ever given below a parent: none is given twice."""

    __tablename__ = "unit_tokens"

    parent_id: UUID = Field(primary_key=True, foreign_key="units.id")
    code: str = Field(primary_key=True, sa_type=Text)
    unit_id: UUID = Field(foreign_key="units.id")


class TierLabel(Base, table=True):
    """What units of a tier are called here, unless one has a label of its own."""

    __tablename__ = "tier_labels"
    __table_args__ = (CheckConstraint(one_of("tier", Tier), "tier"),)

    tier: Tier = Field(primary_key=True, sa_type=Text)
    label: str = Field(sa_type=Text)


class Person(Base, table=True):
    """Anyone with a name here: a member, an officer, or both. One id for all of it."""

    __tablename__ = "people"
    __table_args__ = (
        Index("people_by_folded", "folded", postgresql_using="gin", postgresql_ops={"folded": "gin_trgm_ops"}),
    )

    id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    folded: str = Field(sa_type=Text)
    sort_key: str = ascii_text()


class Member(Base, table=True):
    """What the roll says of a member. `birth_year` is known where the day may not be."""

    __tablename__ = "members"
    __table_args__ = (
        CheckConstraint(one_of("gender", Gender), "gender"),
        CheckConstraint("phone ~ '^[+]84[35789][0-9]{8}$'", "phone"),
        CheckConstraint("official_on >= admitted_on", "official_on"),
        CheckConstraint("birth_date IS NULL OR extract(year FROM birth_date) = birth_year", "birth_year"),
        UniqueConstraint("card_no", name="members_card_no_key"),
    )

    person_id: UUID = Field(primary_key=True, foreign_key="people.id")
    gender: Gender | None = Field(default=None, sa_type=Text)
    birth_date: date | None = None
    birth_year: int | None = None
    card_no: str | None = Field(default=None, sa_type=Text)
    phone: str | None = Field(default=None, sa_type=Text)
    admitted_on: date
    official_on: date | None = None
    note: str | None = Field(default=None, sa_type=Text)
    sequence: int = 1


class Spell(Base, table=True):
    """A stretch of membership in one branch; a person is in one branch at a time (V07)."""

    __tablename__ = "spells"
    __table_args__ = (
        CheckConstraint(one_of("membership", Membership), "membership"),
        CheckConstraint(PERIOD, "period"),
        no_overlap("spells", "member_id"),
        Index("spells_of_a_unit", "unit_id", "valid_from"),
    )

    id: UUID = Field(primary_key=True)
    member_id: UUID = Field(foreign_key="members.person_id")
    unit_id: UUID = Field(foreign_key="units.id")
    membership: Membership = Field(sa_type=Text)
    valid_from: date
    valid_to: date | None = None


class ParticipationPeriod(Base, table=True):
    """A stretch in which a member takes part in another way than fully."""

    __tablename__ = "participation_periods"
    __table_args__ = (
        CheckConstraint(one_of("participation", Participation), "participation"),
        CheckConstraint("participation <> 'active'", "not_active"),
        CheckConstraint(PERIOD, "period"),
        no_overlap("participation_periods", "member_id"),
    )

    id: UUID = Field(primary_key=True)
    member_id: UUID = Field(foreign_key="members.person_id")
    participation: Participation = Field(sa_type=Text)
    valid_from: date
    valid_to: date | None = None


class Appointment(Base, table=True):
    """A role in a unit for a period; one that ended on the day before its first never held. `post` says what stands
    behind it where the person was elected."""

    __tablename__ = "appointments"
    __table_args__ = (
        CheckConstraint(one_of("role", Role) + " AND role <> 'MEM'", "role"),
        CheckConstraint(one_of("post", Post), "post"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from - 1", "period"),
        no_overlap("appointments", "person_id", "unit_id", "role", where=PERIOD),
        Index("appointments_of_a_unit", "unit_id", "role"),
    )

    id: UUID = Field(primary_key=True)
    person_id: UUID = Field(foreign_key="people.id")
    role: Role = Field(sa_type=Text)
    unit_id: UUID = Field(foreign_key="units.id")
    post: Post | None = Field(default=None, sa_type=Text)
    valid_from: date
    valid_to: date | None = None
    made_by: UUID
    made_at: datetime = moment()
    sequence: int = 1
