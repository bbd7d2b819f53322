"""Whoever works on a petition asks who raised it: with a reason that stays, and that whoever raised it is told of."""

from sqlalchemy.ext.asyncio import AsyncSession

from libs.common import clock
from libs.contracts.petitions import PetitionerRevealed
from services.petitions import errors
from services.petitions.case import Actor, Case
from services.petitions.rules_reasons import Why
from services.petitions.workflow_cases import because, deed_of, finish


async def reveal(session: AsyncSession, case: Case, *, by: Actor, why: Why) -> None:
    """A line of history, and an event. State, holder and clocks stay as they are."""
    if case.petition.holder_id is None:
        raise errors.WrongState
    deed = deed_of(case, "reveal", by, case.moment(clock.now()))
    case.petition.sequence += 1
    case.petition.moved_at = deed.at
    await finish(session, case, deed, PetitionerRevealed, role=by.role, **because(why))
