"""The message door: who waits for a petition is told of what happens to it. Who exactly: rules.py."""

from sqlalchemy.ext.asyncio import AsyncSession

from libs.common.listening import Listeners, Meta
from libs.contracts.members import MemberErased
from libs.contracts.petitions import (
    ClockDueSoon,
    ClockOverdue,
    PetitionAnswered,
    PetitionAnswerShared,
    PetitionAssigned,
    PetitionClosed,
    PetitionEscalated,
    PetitionOpened,
    PetitionPassedOn,
    PetitionReopened,
    PetitionReturned,
    PetitionSubmitted,
    PetitionUnmerged,
)
from services.notifications import workflow
from services.notifications.rules import Told

listeners = Listeners("notifications")


@listeners.on(PetitionOpened)
async def tell_of_opening(session: AsyncSession, event: PetitionOpened, meta: Meta) -> None:
    """The secretary learns what the clerk has logged."""
    await _tell(session, event, meta)


@listeners.on(PetitionSubmitted)
async def tell_of_submission(session: AsyncSession, event: PetitionSubmitted, meta: Meta) -> None:
    """The ward has work, and the branch knows that the ward has it."""
    await _tell(session, event, meta)


@listeners.on(PetitionEscalated)
async def tell_of_escalation(session: AsyncSession, event: PetitionEscalated, meta: Meta) -> None:
    """The tier above has work, and the branch knows where its petition is."""
    await _tell(session, event, meta)


@listeners.on(PetitionPassedOn)
async def tell_of_passing_on(session: AsyncSession, event: PetitionPassedOn, meta: Meta) -> None:
    """The heir of a unit that has ended has its work."""
    await _tell(session, event, meta)


@listeners.on(PetitionAssigned)
async def tell_of_assignment(session: AsyncSession, event: PetitionAssigned, meta: Meta) -> None:
    """The assignee has work."""
    await _tell(session, event, meta)


@listeners.on(PetitionReturned)
async def tell_of_return(session: AsyncSession, event: PetitionReturned, meta: Meta) -> None:
    """Whoever must complete it finds it on the desk again."""
    await _tell(session, event, meta)


@listeners.on(PetitionAnswered)
async def tell_of_answer(session: AsyncSession, event: PetitionAnswered, meta: Meta) -> None:
    """The branch has an answer to read out; the tiers it came down past know of it."""
    await _tell(session, event, meta)


@listeners.on(PetitionAnswerShared)
async def tell_of_shared_answer(session: AsyncSession, event: PetitionAnswerShared, meta: Meta) -> None:
    """The branch of a petition that was merged has its answer too."""
    await _tell(session, event, meta)


@listeners.on(PetitionUnmerged)
async def tell_of_unmerging(session: AsyncSession, event: PetitionUnmerged, meta: Meta) -> None:
    """Whoever merged it has it back on the desk, and the branch knows that it still waits for an answer."""
    await _tell(session, event, meta)


@listeners.on(PetitionReopened)
async def tell_of_reopening(session: AsyncSession, event: PetitionReopened, meta: Meta) -> None:
    """Whoever answered must answer again."""
    await _tell(session, event, meta)


@listeners.on(PetitionClosed)
async def tell_of_closing(session: AsyncSession, event: PetitionClosed, meta: Meta) -> None:
    """Those who raised it know that it has come to its end."""
    await _tell(session, event, meta)


@listeners.on(ClockDueSoon)
async def tell_of_a_near_deadline(session: AsyncSession, event: ClockDueSoon, meta: Meta) -> None:
    """The holder can still be in time."""
    await _tell(session, event, meta)


@listeners.on(ClockOverdue)
async def tell_of_a_missed_deadline(session: AsyncSession, event: ClockOverdue, meta: Meta) -> None:
    """The holder's leader and the tier above see to it that it moves."""
    await _tell(session, event, meta)


@listeners.on(MemberErased)
async def forget_inbox(session: AsyncSession, event: MemberErased, meta: Meta) -> None:
    """What was said to a person goes with the person's data."""
    await workflow.forget(session, person_id=event.member_id)


async def _tell(session: AsyncSession, event: Told, meta: Meta) -> None:
    await workflow.tell(session, event=event, event_id=meta.event_id, at=meta.time)
