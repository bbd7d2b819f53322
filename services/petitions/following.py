"""What a merged petition follows in the end, and the desk it would come back to. Reads only."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import Unit
from libs.contracts.vocabulary import FINAL_STATES
from services.petitions import tree
from services.petitions.models import Petition
from services.petitions.rules import Desk, desk_of

_FOLLOWERS = text("""
    WITH RECURSIVE following AS (
        SELECT id FROM petitions WHERE merged_into_id = :petition_id
        UNION
        SELECT petition.id FROM petitions AS petition JOIN following ON petition.merged_into_id = following.id
    )
    SELECT id FROM following
""")


class WayBack(NamedTuple):
    """The unit a merged petition would lie with again. It is settled once what it follows is final, or its branch was
    content with the answer it got: then no person takes it out any more."""

    unit: Unit
    is_settled: bool


async def way_back(session: AsyncSession, petition: Petition) -> WayBack:
    """To whoever holds what it follows, where that is above the branch and on its own way up; else to the desk where it
    was merged."""
    [(_, way)] = await ways_back(session, [petition])
    return way


async def ways_back(session: AsyncSession, petitions: Sequence[Petition]) -> list[tuple[Petition, WayBack]]:
    """The same of each of these: what is asked for does not grow with their number."""
    chains = await tree.chains_from(session, {one.home_id for one in petitions})
    return [(one, await _way_back(session, one, chains[one.home_id])) for one in petitions]


async def _way_back(session: AsyncSession, petition: Petition, upward: list[Unit]) -> WayBack:
    followed = await _followed(session, petition)
    holders = [unit for unit in upward if unit.id == followed.holder_id and desk_of(unit.tier) is not Desk.BRANCH]
    unit = holders[0] if holders else await tree.heir_of(session, petition.last_holder_id)
    return WayBack(unit, followed.state in FINAL_STATES or bool(petition.content))


async def _followed(session: AsyncSession, petition: Petition) -> Petition:
    while petition.merged_into_id is not None:
        petition = await session.get_one(Petition, petition.merged_into_id)
    return petition


async def followers_of(session: AsyncSession, petition_id: UUID) -> Sequence[Petition]:
    """Everything that follows a petition, at however many removes."""
    ids = (await session.scalars(_FOLLOWERS, {"petition_id": petition_id})).all()
    of_them = select(Petition).where(col(Petition.id).in_(ids)).order_by(col(Petition.id))
    return (await session.scalars(of_them)).all() if ids else []
