"""What a merged petition follows in the end, and the desk it would come back to. Reads only."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

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
    SELECT id FROM following ORDER BY id
""")


class WayBack(NamedTuple):
    """The unit a merged petition would lie with again. It is settled once what it follows is final, or its branch was
    content with the answer it got: then no person takes it out any more."""

    unit: Unit
    is_settled: bool


async def way_back(session: AsyncSession, petition: Petition) -> WayBack:
    """To whoever holds what it follows, where that is above the branch and on its own way up; else to the desk where it
    was merged."""
    followed = await _followed(session, petition)
    upward = await tree.chain_from(session, petition.home_id)
    holders = [unit for unit in upward if unit.id == followed.holder_id and desk_of(unit.tier) is not Desk.BRANCH]
    unit = holders[0] if holders else await tree.heir_of(session, petition.last_holder_id)
    return WayBack(unit, followed.state in FINAL_STATES or bool(petition.content))


async def _followed(session: AsyncSession, petition: Petition) -> Petition:
    while petition.merged_into_id is not None:
        petition = await session.get_one(Petition, petition.merged_into_id)
    return petition


async def followers_of(session: AsyncSession, petition_id: UUID) -> Sequence[UUID]:
    """Everything that follows a petition, at however many removes."""
    return (await session.scalars(_FOLLOWERS, {"petition_id": petition_id})).all()
