"""The tree of units: found, rename, move, end. What stood before stays on record as a version."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import keep_units
from libs.common.clock import today
from libs.common.outbox import stage_many
from libs.common.refusals import NotFound
from libs.contracts.members import UnitEnded, UnitEvent, UnitFounded, UnitMoved, UnitRenamed
from libs.contracts.vocabulary import Tier
from services.members import rules
from services.members.errors import (
    ChildrenFirst,
    CodeTaken,
    NotFounded,
    SuccessorUnfit,
    TokenTaken,
    UnitBelowItself,
    UnitHasEnded,
    UnitStands,
)
from services.members.models import TierLabel, Unit, UnitToken, UnitVersion, values_of
from services.members.workflow_unit_ends import end_what_the_unit_held

UnitEventT = TypeVar("UnitEventT", bound=UnitEvent)

_VERSIONED = ("name", "label", "official_code", "parent_id", "path")


async def found_top(session: AsyncSession, *, unit_id: UUID, name: str, code: str, on: date) -> Unit:
    """The one unit above all others."""
    unit = Unit(id=unit_id, code=code, name=name, label="", tier=Tier.CITY, path=code, valid_from=on)
    return await _stand_up(session, unit)


async def found(session: AsyncSession, *, unit: Unit, parent: Unit) -> Unit:
    """A unit stands below another from `unit.valid_from` on; the same once more changes nothing."""
    known = await session.get(Unit, unit.id)
    if known is not None:
        return _the_same(known, unit)
    rules.check_tier(unit.tier, parent.tier)
    if not rules.holds(parent, unit.valid_from) or parent.valid_to:
        raise UnitHasEnded()
    unit.parent_id, unit.path = parent.id, f"{parent.path}.{unit.code}"
    if await session.get(UnitToken, (parent.id, unit.code)):
        raise TokenTaken()
    await _check_official_code(session, unit.official_code)
    return await _stand_up(session, unit)


def _the_same(known: Unit, wanted: Unit) -> Unit:
    same = ("code", "tier", "name", "official_code", "valid_from")
    if any(getattr(known, field) != getattr(wanted, field) for field in same):
        raise UnitStands()
    return known


async def _stand_up(session: AsyncSession, unit: Unit) -> Unit:
    unit.label = unit.label or await label_of(session, unit.tier)
    session.add(unit)
    await session.flush()
    session.add(version_of(unit, unit.valid_from))
    if unit.parent_id:
        session.add(UnitToken(parent_id=unit.parent_id, code=unit.code, unit_id=unit.id))
    await announce(session, UnitFounded, [unit])
    return unit


async def rename(
    session: AsyncSession, *, unit: Unit, name: str, label: str | None, official_code: str | None, on: date
) -> Unit:
    """Another name, label or official code from a day on; the token stays."""
    wanted = (name, label or unit.label, official_code or unit.official_code)
    if wanted == (unit.name, unit.label, unit.official_code):
        return unit
    _check_stands(unit)
    if official_code and official_code != unit.official_code:
        await _check_official_code(session, official_code)
    unit.name, unit.label, unit.official_code = wanted
    await _new_version(session, unit, on)
    await announce(session, UnitRenamed, [unit])
    return unit


async def move(session: AsyncSession, *, unit: Unit, parent: Unit, on: date) -> Unit:
    """The unit, with all below it, stands below another parent from a day on. Tokens stay, paths follow."""
    if unit.parent_id == parent.id:
        return unit
    _check_stands(unit)
    _check_stands(parent)
    if not rules.holds(parent, on):
        raise UnitHasEnded()
    rules.check_tier(unit.tier, parent.tier)
    if parent.path == unit.path or parent.path.startswith(f"{unit.path}."):
        raise UnitBelowItself()
    token = await session.get(UnitToken, (parent.id, unit.code))
    if token is not None and token.unit_id != unit.id:
        raise TokenTaken()
    below = await _standing_below(session, unit)
    if token is None:
        session.add(UnitToken(parent_id=parent.id, code=unit.code, unit_id=unit.id))
    old, unit.parent_id, unit.path = unit.path, parent.id, f"{parent.path}.{unit.code}"
    for moved in (unit, *below):
        moved.path = unit.path + moved.path.removeprefix(old) if moved is not unit else unit.path
        await _new_version(session, moved, on)
    await announce(session, UnitMoved, [unit, *below])
    return unit


async def end(session: AsyncSession, *, unit: Unit, successor: Unit | None, on: date) -> Unit:
    """The unit's last day is `on`; its members go to the successor, its appointments end."""
    successor_id = successor.id if successor else None
    if unit.valid_to is not None and (unit.valid_to, unit.successor_id) == (on, successor_id):
        return unit
    _check_stands(unit)
    if successor and (successor.id == unit.id or successor.tier != unit.tier or successor.valid_to):
        raise SuccessorUnfit()
    if await _standing_below(session, unit):
        raise ChildrenFirst()
    version = await _last_version(session, unit.id)
    rules.check_day(on, today=today(), after=rules.day_before(version.valid_from))
    unit.valid_to, unit.successor_id, version.valid_to = on, successor_id, on
    await end_what_the_unit_held(session, unit=unit, successor=successor, on=on)
    await announce(session, UnitEnded, [unit])
    return unit


async def unit_for_change(session: AsyncSession, unit_id: UUID) -> Unit:
    """The unit, locked until the transaction ends."""
    unit = await session.get(Unit, unit_id, with_for_update=True)
    if unit is None:
        raise NotFound()
    return unit


async def top_unit(session: AsyncSession) -> Unit:
    """The unit above all others."""
    unit = await session.scalar(select(Unit).where(col(Unit.parent_id).is_(None)))
    if unit is None:
        raise NotFounded()
    return unit


async def label_of(session: AsyncSession, tier: Tier) -> str:
    """What units of a tier are called here."""
    label = await session.scalar(select(col(TierLabel.label)).where(col(TierLabel.tier) == tier))
    return label or tier.value


async def announce(session: AsyncSession, event_class: type[UnitEventT], units: Sequence[Unit]) -> None:
    """Raise the version where it is not the first, stage the events, keep our own copy for permissions."""
    for unit in units:
        unit.sequence += event_class is not UnitFounded
    await session.flush()
    events = [as_event(event_class, unit) for unit in units]
    await keep_units(session, events)
    await stage_many(session, ((event, f"{event.path}.self") for event in events))


def as_event(event_class: type[UnitEventT], unit: Unit) -> UnitEventT:
    """The unit as an event of this class says it is."""
    return event_class(unit_id=unit.id, **values_of(unit, event_class.model_fields.keys() - {"unit_id"}))


def version_of(unit: Unit, on: date) -> UnitVersion:
    """The unit as it stands from a day on."""
    return UnitVersion(unit_id=unit.id, valid_from=on, valid_to=unit.valid_to, **values_of(unit, _VERSIONED))


async def record_version(session: AsyncSession, unit: Unit, on: date) -> None:
    """The unit stands as it is now from a day on; on the day of its last version that one is corrected."""
    last = await _last_version(session, unit.id)
    if on <= last.valid_from:
        for fact, value in values_of(unit, _VERSIONED).items():
            setattr(last, fact, value)
        return
    last.valid_to = rules.day_before(on)
    await session.flush()
    session.add(version_of(unit, on))


async def _new_version(session: AsyncSession, unit: Unit, on: date) -> None:
    last = await _last_version(session, unit.id)
    rules.check_day(on, today=today(), after=rules.day_before(last.valid_from))
    await record_version(session, unit, on)


async def _last_version(session: AsyncSession, unit_id: UUID) -> UnitVersion:
    newest = (
        select(UnitVersion)
        .where(col(UnitVersion.unit_id) == unit_id)
        .order_by(col(UnitVersion.valid_from).desc())
        .limit(1)
    )
    return (await session.scalars(newest)).one()


async def _standing_below(session: AsyncSession, unit: Unit) -> list[Unit]:
    inside = func.starts_with(Unit.path, f"{unit.path}.")
    found = await session.scalars(select(Unit).where(inside, col(Unit.valid_to).is_(None)).with_for_update())
    return list(found)


async def _check_official_code(session: AsyncSession, official_code: str | None) -> None:
    taken = select(col(Unit.id)).where(col(Unit.official_code) == official_code, col(Unit.valid_to).is_(None))
    if official_code and await session.scalar(taken):
        raise CodeTaken()


def _check_stands(unit: Unit) -> None:
    if unit.valid_to is not None:
        raise UnitHasEnded()
