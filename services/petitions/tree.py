"""Where a petition can go: home, up, down, by the units as they stand today.

An ended unit is replaced by its successor, else by the unit above.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from libs import access
from libs.access import Unit
from libs.common.clock import today
from libs.contracts.vocabulary import Tier
from services.petitions.case import Place

_DEEPEST = 16

_UPWARD = text(f"""
    WITH RECURSIVE upward AS (
        SELECT unit.*, unit.id AS from_id, 0 AS height FROM access_units AS unit
        WHERE unit.id = ANY(CAST(:unit_ids AS uuid[]))
        UNION ALL
        SELECT unit.*, upward.from_id, height + 1 FROM access_units AS unit JOIN upward ON unit.id = upward.parent_id
        WHERE height < {_DEEPEST}
    )
    SELECT from_id, {", ".join(Unit.__slots__)} FROM upward ORDER BY height
""")


async def chain_from(session: AsyncSession, unit_id: UUID) -> list[Unit]:
    """The unit and all above it to the top, each standing today. Raises NotYet for units not heard of."""
    return (await chains_from(session, {unit_id}))[unit_id]


async def chains_from(session: AsyncSession, unit_ids: Collection[UUID]) -> dict[UUID, list[Unit]]:
    """The same for several units in one question."""
    chains: dict[UUID, list[Unit]] = {unit_id: [] for unit_id in unit_ids}
    for from_id, *values in await session.execute(_UPWARD, {"unit_ids": list(unit_ids)}):
        said = dict(zip(Unit.__slots__, values, strict=True))
        chains[from_id].append(Unit(**{**said, "tier": Tier(said["tier"])}))
    return {unit_id: await _standing(session, unit_id, chain) for unit_id, chain in chains.items()}


async def _standing(session: AsyncSession, unit_id: UUID, chain: list[Unit]) -> list[Unit]:
    day = today()
    if chain and chain[-1].parent_id is None and all(unit.stands_on(day) for unit in chain):
        return chain
    return await _mended(session, unit_id)


async def _mended(session: AsyncSession, unit_id: UUID) -> list[Unit]:
    chain = [await heir_of(session, unit_id)]
    while (parent_id := chain[-1].parent_id) is not None and len(chain) < _DEEPEST:
        chain.append(await heir_of(session, parent_id))
    return chain


async def heir_of(session: AsyncSession, unit_id: UUID) -> Unit:
    """Who holds for this unit today: itself, or whoever came after it. Raises NotYet for units not heard of."""
    return await access.heir_of(session, await access.unit_or_not_yet(session, unit_id))


def place(unit: Unit) -> Place:
    """The unit as a place that can hold a petition."""
    return Place(unit.id, unit.tier)


def below(home_chain: list[Unit], holder_id: UUID) -> Unit:
    """The unit one tier below the holder on the way home; home itself if the holder is off that way."""
    ids = [unit.id for unit in home_chain]
    return home_chain[max(ids.index(holder_id) - 1, 0)] if holder_id in ids else home_chain[0]


def between(home_chain: list[Unit], holder_id: UUID) -> list[UUID]:
    """The units that an answer passes on its way home."""
    ids = [unit.id for unit in home_chain]
    return ids[1 : ids.index(holder_id)] if holder_id in ids else []


def ward_of(chain: list[Unit]) -> Unit:
    """The ward of a branch: the unit of that tier above it, else the one below the top, else itself."""
    wards = [unit for unit in chain if unit.tier is Tier.WARD]
    return (wards or chain[:-1] or chain)[-1]
