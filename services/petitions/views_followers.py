"""What follows a petition, for whoever may take it out again."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.petitions.following import followers_of, ways_back
from services.petitions.models import Petition
from services.petitions.permissions import Seat
from services.petitions.views import Wanted, page_rows
from services.petitions.views_petition import FollowerOut
from services.petitions.views_scope import one_of


async def followers_out(session: AsyncSession, petition: Petition, seat: Seat) -> list[FollowerOut]:
    """Its followers, at however many removes, that would come back to a desk of the caller."""
    followers = await followers_of(session, petition.id) if seat.offices else ()
    ways = await ways_back(session, followers) if followers else ()
    theirs = [follower.id for follower, way in ways if way.unit.id in seat.offices and not way.is_settled]
    if not theirs:
        return []
    wanted = Wanted()
    wanted.add(one_of("p.id", theirs, name="followers"))
    rows = await page_rows(session, wanted, len(theirs))
    return [FollowerOut.model_validate_json(row.item) for row in rows]
