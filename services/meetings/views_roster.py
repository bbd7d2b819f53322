"""The roll of a branch on a date, drawn from the copy of the roster; and what follows from standing on it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, Uuid, any_, bindparam, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import HELD, Grant, Grants, grants_from, person_name, units_by_ids
from libs.common.clock import today
from libs.contracts.members import ParticipationPeriod, Spell
from libs.contracts.vocabulary import Role
from services.meetings.models_copies import RosterMember
from services.meetings.rules_attendance import Place, place_on

_SPELLS = TypeAdapter(list[Spell])
_PERIODS = TypeAdapter(list[ParticipationPeriod])
_COLUMNS = (
    col(RosterMember.member_id),
    col(RosterMember.name),
    col(RosterMember.sort_key),
    col(RosterMember.birth_year),
    col(RosterMember.post),
    col(RosterMember.unit_ids),
    col(RosterMember.spells),
    col(RosterMember.periods),
)
# Built once: asked at every request.
_BY_IDS = select(*_COLUMNS).where(col(RosterMember.member_id) == any_(bindparam("member_ids", type_=ARRAY(Uuid))))
_held = HELD.subquery("held")
_HELD_COLUMNS = len(_held.c)
_member = select(*_COLUMNS).where(col(RosterMember.member_id) == bindparam("person_id")).subquery("member")
_HERE = select(*_held.c, *_member.c).select_from(
    select(1).subquery("always").outerjoin(_held, true()).outerjoin(_member, true())
)


@dataclass(frozen=True, slots=True)
class OnRoll:
    """A member on the roll of a branch on a date."""

    member_id: UUID
    name: str
    sort_key: str
    birth_year: int | None
    post: str | None
    place: Place


Roll = dict[UUID, OnRoll]


async def roll_on(session: AsyncSession, branch_id: UUID, on: date) -> Roll:
    """Everybody on the roll of a branch on a date, by Vietnamese given name."""
    statement = (
        select(*_COLUMNS)
        .where(col(RosterMember.unit_ids).contains([branch_id]))
        .order_by(col(RosterMember.sort_key), col(RosterMember.birth_year), col(RosterMember.member_id))
    )
    found = (_on_roll(row, branch_id, on) for row in await session.execute(statement))
    return {member.member_id: member for member in found if member is not None}


async def on_roll(session: AsyncSession, branch_id: UUID, on: date, member_ids: Collection[UUID]) -> Roll:
    """Those of the members who stand on the roll of a branch on a date."""
    rows = await session.execute(_BY_IDS, {"member_ids": list(member_ids)})
    found = (_on_roll(row, branch_id, on) for row in rows)
    return {member.member_id: member for member in found if member is not None}


def places(roll: Roll) -> dict[UUID, Place]:
    """What counting needs of a roll."""
    return {member_id: member.place for member_id, member in roll.items()}


async def names_of(session: AsyncSession, member_ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of the members known among these ids."""
    if not member_ids:
        return {}
    statement = select(col(RosterMember.member_id), col(RosterMember.name))
    named = statement.where(col(RosterMember.member_id).in_(member_ids), ~col(RosterMember.erased))
    return {row.member_id: row.name for row in await session.execute(named)}


async def names_of_people(session: AsyncSession, person_ids: Collection[UUID]) -> dict[UUID, str]:
    """The same for people who need not be members: an office holder's name comes from the appointment."""
    names = await names_of(session, person_ids)
    for person_id in set(person_ids) - set(names):
        if name := await person_name(session, person_id):
            names[person_id] = name
    return names


async def grants_here(session: AsyncSession, person_id: UUID) -> Grants:
    """What a person may act as: the appointments, and MEM in the branch on whose roll they stand today."""
    rows = (await session.execute(_HERE, {"person_id": person_id, "day": today()})).all()
    grants = grants_from(person_id, (row[:_HELD_COLUMNS] for row in rows if row.role is not None))
    row = rows[0]
    if row.member_id is None:
        return grants
    standing = [unit_id for unit_id in row.unit_ids if _on_roll(row, unit_id, today())]
    known = {grant.unit_id: grant for grant in grants.items}
    strange = [unit_id for unit_id in standing if unit_id not in known]
    units = await units_by_ids(session, strange) if strange else {}
    return grants.plus(
        *(replace(known[unit_id], role=Role.MEM) for unit_id in standing if unit_id in known),
        *(Grant(Role.MEM, unit.id, unit.path, unit.tier) for unit in units.values()),
    )


def _on_roll(row: Row[Any], branch_id: UUID, on: date) -> OnRoll | None:
    spells, periods = _SPELLS.validate_python(row.spells), _PERIODS.validate_python(row.periods)
    place = place_on(spells, periods, branch_id, on)
    if place is None:
        return None
    return OnRoll(row.member_id, row.name, row.sort_key, row.birth_year, row.post, place)
