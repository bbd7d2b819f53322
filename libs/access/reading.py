"""Questions to the copy: which unit, what lies around it, who holds an office there."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Text, Uuid, any_, bindparam, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from libs.access.paths import above, span_below
from libs.access.tables import access_appointments, access_keys, access_units, valid_on
from libs.common.clock import now, today
from libs.common.db import Asked, Database
from libs.common.refusals import NotFound, NotYet
from libs.contracts.vocabulary import Role, Tier

_LONGEST_LINE: Final = 16


_day = bindparam("day", type_=Date)
_unit_ids = any_(bindparam("unit_ids", type_=ARRAY(Uuid)))
_appointments = access_appointments.c
# Built once: asked for every event that somebody is told of.
_OFFICERS: Final = (
    select(_appointments.person_id, _appointments.person_name, _appointments.role, _appointments.unit_id)
    .join(access_units, access_units.c.id == _appointments.unit_id)
    .where(_appointments.unit_id == _unit_ids, _appointments.role == any_(bindparam("roles", type_=ARRAY(Text))))
    .where(valid_on(access_appointments, _day), valid_on(access_units, _day))
    .order_by(_appointments.role, _appointments.person_name, _appointments.person_id)
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as last heard of."""

    id: UUID
    code: str
    official_code: str | None
    name: str
    label: str
    tier: Tier
    parent_id: UUID | None
    path: str
    valid_from: date
    valid_to: date | None
    successor_id: UUID | None

    def stands_on(self, on: date) -> bool:
        """Whether the unit exists on a date; the last day is included."""
        return self.valid_from <= on and not self.ended_before(on)

    def ended_before(self, on: date) -> bool:
        """Whether its last day lies before a date."""
        return self.valid_to is not None and self.valid_to < on


@dataclass(frozen=True, slots=True)
class Officer:
    """A person who holds a role in a unit."""

    person_id: UUID
    name: str
    role: Role
    unit_id: UUID


async def unit_by_id(session: Asked, unit_id: UUID) -> Unit | None:
    """The unit, ended or not; None if never heard of."""
    return await _one(session, _units().where(access_units.c.id == unit_id))


async def unit_or_not_found(session: AsyncSession, unit_id: UUID) -> Unit:
    """The unit, for a request: 404 if unknown."""
    unit = await unit_by_id(session, unit_id)
    if unit is None:
        raise NotFound()
    return unit


async def unit_or_not_yet(session: AsyncSession, unit_id: UUID) -> Unit:
    """The unit, for a listener: one that is not known yet is waited for."""
    unit = await unit_by_id(session, unit_id)
    if unit is None:
        raise NotYet(f"unit {unit_id}")
    return unit


async def unit_by_path(session: AsyncSession, path: str) -> Unit | None:
    """The unit at a path; of several over time, the one that lasts longest."""
    latest = access_units.c.valid_to.desc().nulls_first()
    return await _one(session, _units().where(access_units.c.path == path).order_by(latest).limit(1))


async def units_by_ids(session: AsyncSession, unit_ids: Collection[UUID]) -> dict[UUID, Unit]:
    """The units known among these ids."""
    rows = await session.execute(_UNITS_BY_IDS, {"unit_ids": list(unit_ids)})
    return {unit.id: unit for unit in map(_unit, rows)}


async def units_below(
    session: AsyncSession, path: str, *, tier: Tier | None = None, on: date | None = None
) -> list[Unit]:
    """Every unit below a path, at any depth, that stands on a date (today if unsaid), by path."""
    first, end = span_below(path)
    wanted: list[ColumnElement[bool]] = [access_units.c.path >= first, access_units.c.path < end]
    if tier is not None:
        wanted.append(access_units.c.tier == tier)
    return await _many(session, _units().where(*wanted, valid_on(access_units, on or today())))


async def parent_of(session: AsyncSession, unit: Unit) -> Unit | None:
    """The unit one tier up; None at the top."""
    return await unit_by_id(session, unit.parent_id) if unit.parent_id else None


async def heir_of(session: AsyncSession, unit: Unit) -> Unit:
    """The unit itself until it has ended, then its successor, else the unit above."""
    for _ in range(_LONGEST_LINE):
        next_id = unit.successor_id or unit.parent_id
        if next_id is None or not unit.ended_before(today()):
            break
        unit = await unit_or_not_yet(session, next_id)
    return unit


async def ancestors(session: AsyncSession, unit: Unit) -> list[Unit]:
    """Every unit above, the nearest first."""
    units = await _many(session, _units().where(access_units.c.path.in_(above(unit.path))))
    return sorted(units, key=lambda one: len(one.path), reverse=True)


async def officers_of(
    session: AsyncSession, unit_id: UUID, roles: Collection[Role] = (), on: date | None = None
) -> list[Officer]:
    """Who holds one of the roles (any if none is named) in a unit on a date, or today; an ended unit has none."""
    return await officers_in(session, {unit_id}, roles, on)


async def officers_in(
    session: AsyncSession, unit_ids: Collection[UUID], roles: Collection[Role] = (), on: date | None = None
) -> list[Officer]:
    """The same for several units in one question."""
    asked = {"unit_ids": list(unit_ids), "roles": [str(role) for role in roles or Role], "day": on or today()}
    return [
        Officer(person, name, Role(role), unit) for person, name, role, unit in await session.execute(_OFFICERS, asked)
    ]


async def person_name(session: AsyncSession, person_id: UUID) -> str | None:
    """The name last heard with an appointment of the person, held or ended; None if there was never one."""
    appointments = access_appointments.c
    statement = (
        select(appointments.person_name)
        .where(appointments.person_id == person_id, appointments.person_name != "")
        .order_by(appointments.kept_at.desc())
        .limit(1)
    )
    name: str | None = await session.scalar(statement)
    return name


async def public_key(session: AsyncSession, key_id: str) -> str | None:
    """The public key of that id, for verifying tokens; None if unknown or no longer valid."""
    keys = access_keys.c
    lasting = or_(keys.valid_to.is_(None), keys.valid_to > now())
    found: str | None = await session.scalar(select(keys.public_key).where(keys.id == key_id, lasting))
    return found


def key_loader(database: Database) -> Callable[[str], Awaitable[str | None]]:
    """What a service verifies tokens with: its own copy of the published keys."""

    async def load(key_id: str) -> str | None:
        async with database.transaction() as session:
            return await public_key(session, key_id)

    return load


def _units() -> Select[Any]:
    columns = access_units.c
    return select(*(columns[name] for name in Unit.__slots__)).order_by(columns.path)


_UNITS_BY_IDS: Final = _units().where(access_units.c.id == _unit_ids)


async def _one(session: Asked, statement: Select[Any]) -> Unit | None:
    row = (await session.execute(statement)).first()
    return _unit(row) if row else None


async def _many(session: AsyncSession, statement: Select[Any]) -> list[Unit]:
    return [_unit(row) for row in await session.execute(statement)]


def _unit(row: Sequence[Any]) -> Unit:
    values = dict(zip(Unit.__slots__, row, strict=True))
    return Unit(**{**values, "tier": Tier(values["tier"])})
