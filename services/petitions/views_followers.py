"""What follows a petition, for whoever may take it out again."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.petitions.following import followers_of, way_back
from services.petitions.models import Petition
from services.petitions.permissions import Seat
from services.petitions.views import one_item
from services.petitions.views_petition import FollowerOut


async def followers_out(session: AsyncSession, petition: Petition, seat: Seat) -> list[FollowerOut]:
    """Its followers, at however many removes, that would come back to a desk of the caller."""
    found: list[FollowerOut] = []
    for follower_id in await followers_of(session, petition.id) if seat.offices else ():
        unit, is_settled = await way_back(session, await session.get_one(Petition, follower_id))
        if unit.id in seat.offices and not is_settled:
            item = await one_item(session, follower_id)
            found.append(FollowerOut(**item.model_dump(include=set(FollowerOut.model_fields))))
    return found
