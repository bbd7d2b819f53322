"""Reads of people: the roster of a branch on a date, lists of members, one member's sheet."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, and_, case, false, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common.clock import today
from libs.common.refusals import NotFound
from libs.common.text import fold
from libs.contracts.vocabulary import Membership, Participation
from services.members import rules
from services.members.models import Appointment, Gender, Member, ParticipationPeriod, Person, Post, Rows, Spell, Unit


class RosterEntry(BaseModel):
    """A member on the roll of a branch on a date. `in_base`: counts for attendance."""

    member_id: UUID
    name: str
    sort_key: str
    birth_year: int | None
    post: Post | None
    membership: Membership
    participation: Participation
    in_base: bool


class Roster(BaseModel):
    """The roster, whole."""

    items: list[RosterEntry]


class MemberOut(RosterEntry):
    """The same with the branch."""

    unit_id: UUID
    unit_code: str
    unit_name: str


class MemberSheet(MemberOut):
    """What the record sheet holds here; contacts and card masked unless the reader keeps the record."""

    gender: Gender | None
    birth_date: date | None
    admitted_on: date
    official_on: date | None
    exempt_from: date | None
    card_no: str | None
    phone: str | None
    note: str | None
    sequence: int


async def roster(session: AsyncSession, *, unit_id: UUID, on: date) -> list[RosterEntry]:
    """Everyone on the roll of a branch on a date, by Vietnamese given name; whole."""
    rows = await session.execute(_listed(on).where(col(Spell.unit_id) == unit_id).order_by(*_ORDER))
    return [_entry(RosterEntry, row) for row in rows]


async def list_members(
    session: AsyncSession, *, paths: Collection[str], unit_path: str | None, query: str | None,
    membership: Membership | None, participation: Participation | None, after: list[Any] | None, limit: int,
) -> list[MemberOut]:  # fmt: skip
    """Up to `limit` + 1 members today of the units at `paths` and below, by given name."""
    readable = select(col(Unit.id)).where(or_(false(), *(_within(path) for path in paths)))
    if unit_path is not None:
        readable = readable.where(_within(unit_path))
    units = (await session.scalars(readable)).all()
    statement: Rows = _listed(today()).where(col(Spell.unit_id).in_(units))
    if query:
        statement = statement.where(col(Person.folded).contains(fold(query), autoescape=True))
    if membership is not None:
        statement = statement.where(col(Spell.membership) == membership)
    if participation is not None:
        statement = statement.where(_participation().in_([participation]))
    if after is not None:
        statement = statement.where(tuple_(*_ORDER) > tuple_(*after))
    rows = await session.execute(statement.order_by(*_ORDER).limit(limit + 1))
    return [_entry(MemberOut, row) for row in rows]


async def sheet(session: AsyncSession, *, member_id: UUID, whole: bool) -> MemberSheet:
    """One member's sheet today; `whole` without masks."""
    facts = [col(getattr(Member, name)) for name in ("gender", "birth_date", "admitted_on", "official_on", "note")]
    held = [col(Member.card_no), col(Member.phone), col(Member.sequence)]
    found = await session.execute(_listed(today()).add_columns(*facts, *held).where(col(Person.id) == member_id))
    row = found.first()
    if row is None:
        raise NotFound()
    values = _values(row)
    if not whole:
        values["card_no"], values["phone"] = rules.masked(values["card_no"]), rules.masked(values["phone"])
    return MemberSheet(**values, exempt_from=await _exempt_from(session, member_id))


async def _exempt_from(session: AsyncSession, member_id: UUID) -> date | None:
    period = ParticipationPeriod
    mine = select(col(period.valid_from)).where(col(period.member_id) == member_id, _on(period, today()))
    return await session.scalar(mine.where(col(period.participation) == Participation.EXEMPT))


_ORDER = (col(Person.sort_key), col(Person.id))


def _participation() -> ColumnElement[str]:
    return func.coalesce(col(ParticipationPeriod.participation), Participation.ACTIVE)


def _on(table: Any, day: date) -> ColumnElement[bool]:
    return and_(col(table.valid_from) <= day, or_(col(table.valid_to).is_(None), col(table.valid_to) >= day))


def _listed(day: date) -> Rows:
    period, held = ParticipationPeriod, Appointment
    rank = case({post.value: index for index, post in enumerate(Post)}, value=col(held.post))
    post = (
        select(col(held.post))
        .where(col(held.person_id) == col(Person.id), col(held.unit_id) == col(Spell.unit_id))
        .where(col(held.post).is_not(None), _on(held, day))
        .order_by(rank)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            col(Person.id).label("member_id"),
            col(Person.name),
            col(Person.sort_key),
            col(Member.birth_year),
            post.label("post"),
            col(Spell.membership),
            _participation().label("participation"),
            col(Unit.id).label("unit_id"),
            col(Unit.code).label("unit_code"),
            col(Unit.name).label("unit_name"),
        )
        .join(Member, col(Member.person_id) == col(Person.id))
        .join(Spell, and_(col(Spell.member_id) == col(Person.id), _on(Spell, day)))
        .join(Unit, col(Unit.id) == col(Spell.unit_id))
        .outerjoin(period, and_(col(period.member_id) == col(Person.id), _on(period, day)))
        .where(col(Spell.membership).in_(rules.ON_THE_ROLL), _participation().not_in([Participation.TRANSFERRED_OUT]))
    )


def _within(path: str) -> ColumnElement[bool]:
    return or_(col(Unit.path) == path, and_(col(Unit.path) >= f"{path}.", col(Unit.path) < f"{path}/"))


def _values(row: Any) -> dict[str, Any]:
    values: dict[str, Any] = row._asdict()
    return {**values, "in_base": values["participation"] in rules.IN_BASE}


def _entry(model: type[Any], row: Any) -> Any:
    return model(**_values(row))


async def branches_of(session: AsyncSession, person_id: UUID) -> Sequence[Any]:
    """The branch whose roll a person stands on today, from which MEM is derived; at most one."""
    mine = select(col(Unit.id), col(Unit.code), col(Unit.name), col(Unit.tier), col(Unit.path), col(Spell.valid_from))
    joined = mine.join(Spell, col(Spell.unit_id) == col(Unit.id)).where(col(Spell.member_id) == person_id)
    return (
        await session.execute(joined.where(_on(Spell, today()), col(Spell.membership).in_(rules.ON_THE_ROLL)))
    ).all()
