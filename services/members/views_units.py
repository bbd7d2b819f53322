"""Reads of the tree: units on a date, with how many members and children they have."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common.clock import today
from libs.common.refusals import NotFound
from libs.common.text import fold
from libs.contracts.vocabulary import Tier
from services.members import rules
from services.members.models import Rows, Spell, Unit, UnitVersion


class UnitOut(BaseModel):
    """A unit as it stands, or stood, on the date asked for. `members` counts those below it, too."""

    id: UUID
    code: str
    official_code: str | None
    name: str
    tier: Tier
    label: str
    parent_id: UUID | None
    path: str
    valid_from: date
    valid_to: date | None
    successor_id: UUID | None
    members: int
    children: int


async def list_units(
    session: AsyncSession, *, on: date, tier: Tier | None, parent_id: UUID | None, query: str | None,
    after: list[Any] | None, limit: int,
) -> list[UnitOut]:  # fmt: skip
    """Up to `limit` + 1 units that stand on a day, by path."""
    version = UnitVersion
    statement = _units(on)
    if tier is not None:
        statement = statement.where(col(Unit.tier) == tier)
    if parent_id is not None:
        statement = statement.where(col(version.parent_id) == parent_id)
    if after is not None:
        statement = statement.where(col(version.path) > after[0])
    if query:
        found = await session.execute(statement)
        wanted = fold(query)
        rows = [row for row in found if wanted in fold(row.name) or wanted in (row.official_code or row.code)]
        return await _with_counts(session, rows[: limit + 1], on)
    return await _with_counts(session, (await session.execute(statement.limit(limit + 1))).all(), on)


async def unit_out(session: AsyncSession, unit_id: UUID, on: date | None = None) -> UnitOut:
    """One unit on a day; one that has ended, or will stand only later, as it was last known."""
    day = on or today()
    row = (await session.execute(_units(day).where(col(Unit.id) == unit_id))).first()
    if row is None:
        latest = _versions().where(col(Unit.id) == unit_id).order_by(col(UnitVersion.valid_from).desc()).limit(1)
        row = (await session.execute(latest)).first()
    if row is None:
        raise NotFound()
    return (await _with_counts(session, [row], day))[0]


def _versions() -> Rows:
    version = UnitVersion
    standing = (col(Unit.id), col(Unit.code), col(Unit.tier), col(Unit.valid_from), col(Unit.valid_to))
    then = (
        col(version.name),
        col(version.label),
        col(version.official_code),
        col(version.parent_id),
        col(version.path),
    )
    joined: Rows = select(*standing, col(Unit.successor_id), *then)
    return joined.join(version, col(version.unit_id) == col(Unit.id))


def _units(on: date) -> Rows:
    return _versions().where(_holds(UnitVersion, on), _holds(Unit, on)).order_by(col(UnitVersion.path))


def _holds(table: Any, on: date) -> ColumnElement[bool]:
    return and_(col(table.valid_from) <= on, or_(col(table.valid_to).is_(None), col(table.valid_to) >= on))


async def _with_counts(session: AsyncSession, rows: Sequence[Any], on: date) -> list[UnitOut]:
    children = await _children(session, [row.id for row in rows], on)
    members = await _members(session, [row.path for row in rows], on)
    return [
        UnitOut(**row._asdict(), children=children.get(row.id, 0), members=members.get(row.path, 0)) for row in rows
    ]


async def _children(session: AsyncSession, ids: Sequence[UUID], on: date) -> dict[UUID | None, int]:
    counted: Rows = (
        select(col(UnitVersion.parent_id), func.count().label("count"))
        .join(Unit, col(Unit.id) == col(UnitVersion.unit_id))
        .where(col(UnitVersion.parent_id).in_(ids), _holds(UnitVersion, on), _holds(Unit, on))
        .group_by(col(UnitVersion.parent_id))
    )
    return {row.parent_id: row._mapping["count"] for row in await session.execute(counted)}


async def _members(session: AsyncSession, paths: Sequence[str], on: date) -> dict[str, int]:
    if not paths:
        return {}
    on_roll = col(Spell.membership).in_(rules.ON_THE_ROLL)
    shortest = min(paths, key=len).rpartition(".")[0]
    below = func.starts_with(col(Unit.path), shortest)
    counted: Rows = (
        select(col(Unit.path), func.count().label("count"))
        .join(Spell, col(Spell.unit_id) == col(Unit.id))
        .where(_holds(Spell, on), on_roll, below)
        .group_by(col(Unit.path))
    )
    inside: dict[str, int] = defaultdict(int)
    for row in await session.execute(counted):
        tokens = row.path.split(".")
        for length in range(1, len(tokens) + 1):
            inside[".".join(tokens[:length])] += row._mapping["count"]
    return inside
