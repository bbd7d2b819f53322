"""Reads of accounts and appointments: oneself, who holds what, who can sign in."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, and_, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import Grant, Grants, grants_of
from libs.common.clock import today
from libs.common.refusals import Unauthorised
from libs.common.text import fold
from libs.contracts.vocabulary import Role, Tier
from services.members.models import Appointment, Member, Person, Post, Rows, Spell, Unit
from services.members.models_accounts import Account
from services.members.views_members import branches_of


class OwnAppointment(BaseModel):
    """A role of one's own; MEM is derived from the roll and has no id."""

    id: UUID | None
    role: Role
    unit_id: UUID
    unit_code: str
    unit_name: str
    tier: Tier
    valid_from: date
    valid_to: date | None


class Me(BaseModel):
    """Who is signed in; `member_id` is the person's id where they are a member."""

    person_id: UUID
    member_id: UUID | None
    name: str
    login: str
    appointments: list[OwnAppointment]
    demo: bool


class AppointmentOut(BaseModel):
    """A role that somebody holds."""

    id: UUID
    person_id: UUID
    person_name: str
    role: Role
    post: Post | None
    unit_id: UUID
    unit_code: str
    unit_name: str
    tier: Tier
    valid_from: date
    valid_to: date | None
    path: str
    sort_key: str


class AccountOut(BaseModel):
    """Somebody who can sign in: what an administrator needs, no more."""

    person_id: UUID
    name: str
    login: str
    opened_at: datetime
    activated: bool
    disabled_at: datetime | None


class AccountOpenedOut(AccountOut):
    """The same with the code, shown this once."""

    one_time_code: str | None


class PersonOut(BaseModel):
    """A person who may be given an account or an appointment."""

    person_id: UUID
    name: str
    unit_name: str | None
    login: str | None


async def me(session: AsyncSession, person_id: UUID, *, demo: bool) -> Me:
    """The caller."""
    account = await session.get(Account, person_id)
    person = await session.get(Person, person_id)
    if account is None or person is None:
        raise Unauthorised()
    listed = select(Appointment, Unit).join(Unit, col(Unit.id) == col(Appointment.unit_id)).where(_now(Appointment))
    rows = await session.execute(listed.where(col(Appointment.person_id) == person_id, _now(Unit)))
    own = [_own(one.id, one.role, unit, one.valid_from, one.valid_to) for one, unit in rows]
    own.sort(key=lambda one: list(Role).index(one.role), reverse=True)
    branches = await branches_of(session, person_id)
    own += [_own(None, Role.MEM, branch, branch.valid_from, None) for branch in branches]
    is_member = await session.get(Member, person_id) is not None
    return Me(
        person_id=person_id,
        member_id=person_id if is_member else None,
        name=person.name,
        login=account.login,
        appointments=own,
        demo=demo,
    )


def _own(one_id: UUID | None, role: Role, unit: Any, since: date, until: date | None) -> OwnAppointment:
    return OwnAppointment(
        id=one_id,
        role=role,
        unit_id=unit.id,
        unit_code=unit.code,
        unit_name=unit.name,
        tier=unit.tier,
        valid_from=since,
        valid_to=until,
    )


async def grants(session: AsyncSession, person_id: UUID) -> Grants:
    """What the caller may act as today, MEM included."""
    held = await grants_of(session, person_id)
    branches = await branches_of(session, person_id)
    return held.plus(*(Grant(Role.MEM, branch.id, branch.path, Tier(branch.tier)) for branch in branches))


async def list_appointments(
    session: AsyncSession, *, paths: Collection[str], own: UUID, unit_id: UUID | None, person_id: UUID | None,
    only: UUID | None, after: list[Any] | None, limit: int,
) -> list[AppointmentOut]:  # fmt: skip
    """Up to `limit` + 1 appointments of units at `paths` and below, and one's own, the ended ones too."""
    one = Appointment
    order = (col(Unit.path), col(one.role), col(Person.sort_key), col(one.id))
    names: tuple[Any, ...] = (
        col(Person.name).label("person_name"),
        col(Unit.code).label("unit_code"),
        col(Unit.name).label("unit_name"),
    )
    columns = [
        col(getattr(one, name)) for name in ("id", "person_id", "role", "post", "unit_id", "valid_from", "valid_to")
    ]
    statement = select(*columns, *names, col(Unit.tier), col(Unit.path), col(Person.sort_key))
    statement = statement.join(Unit, col(Unit.id) == col(one.unit_id)).join(
        Person, col(Person.id) == col(one.person_id)
    )
    statement = statement.where(or_(*(_within(path) for path in paths), col(one.person_id) == own))
    for column, wanted in ((one.unit_id, unit_id), (one.person_id, person_id), (one.id, only)):
        if wanted is not None:
            statement = statement.where(col(column) == wanted)
    if after is not None:
        statement = statement.where(tuple_(*order) > tuple_(*after))
    return [
        AppointmentOut(**row._asdict()) for row in await session.execute(statement.order_by(*order).limit(limit + 1))
    ]


async def list_accounts(
    session: AsyncSession, *, query: str | None, after: list[Any] | None, limit: int
) -> list[AccountOut]:
    """Up to `limit` + 1 accounts by login, found by login or name."""
    statement = select(Account, Person).join(Person, col(Person.id) == col(Account.person_id))
    if query:
        by_name = col(Person.folded).contains(fold(query), autoescape=True)
        statement = statement.where(or_(by_name, col(Account.login).contains(fold(query), autoescape=True)))
    if after is not None:
        statement = statement.where(col(Account.login) > after[0])
    rows = await session.execute(statement.order_by(col(Account.login)).limit(limit + 1))
    return [account_out(account, person) for account, person in rows]


def account_out(account: Account, person: Person) -> AccountOut:
    """An account as an administrator sees it."""
    return AccountOut(
        person_id=person.id,
        name=person.name,
        login=account.login,
        opened_at=account.opened_at,
        activated=account.password_hash is not None,
        disabled_at=account.disabled_at,
    )


async def find_people(session: AsyncSession, *, query: str, unit_id: UUID | None, limit: int) -> list[PersonOut]:
    """People whose name holds the query, with their branch and login: whom to give an account to."""
    statement: Rows = (
        select(
            col(Person.id).label("person_id"), col(Person.name), col(Unit.name).label("unit_name"), col(Account.login)
        )
        .outerjoin(Spell, and_(col(Spell.member_id) == col(Person.id), _now(Spell)))
        .outerjoin(Unit, col(Unit.id) == col(Spell.unit_id))
        .outerjoin(Account, col(Account.person_id) == col(Person.id))
        .where(col(Person.folded).contains(fold(query), autoescape=True))
    )
    if unit_id is not None:
        statement = statement.where(col(Spell.unit_id) == unit_id)
    rows = await session.execute(statement.order_by(col(Person.sort_key), col(Person.id)).limit(limit))
    return [PersonOut(**row._asdict()) for row in rows]


def _now(table: Any) -> ColumnElement[bool]:
    day = today()
    return and_(col(table.valid_from) <= day, or_(col(table.valid_to).is_(None), col(table.valid_to) >= day))


def _within(path: str) -> ColumnElement[bool]:
    return or_(col(Unit.path) == path, and_(col(Unit.path) >= f"{path}.", col(Unit.path) < f"{path}/"))
