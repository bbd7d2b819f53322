"""The message door: what this service hears, and why it cares."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from libs.common.listening import Heard, Listeners, Meta
from libs.contracts.members import MemberCorrected, MemberErased, MemberRegistered, MemberRestated
from libs.contracts.petitions import (
    PetitionAnswered,
    PetitionAnswerShared,
    PetitionClosed,
    PetitionEscalated,
    PetitionEvent,
    PetitionMerged,
    PetitionRedirected,
    PetitionReopened,
    PetitionRestated,
    PetitionSubmitted,
    PetitionUnmerged,
    PetitionWithdrawn,
)
from services.meetings import workflow_answers, workflow_keeping_out, workflow_recommendations, workflow_roster

listeners = Listeners("meetings")


@listeners.on_many(MemberRegistered, MemberCorrected, MemberRestated)
async def keep_member(session: AsyncSession, heard: Sequence[Heard]) -> None:
    """The roll is called from the roster as of the day of the meeting."""
    await workflow_roster.keep_members(session, [event for event, _ in heard])


@listeners.on(MemberErased)
async def erase_member(session: AsyncSession, event: MemberErased, meta: Meta) -> None:
    """Whoever is erased at members is erased here."""
    await workflow_roster.erase_member(session, event)


@listeners.on(PetitionAnswered, PetitionAnswerShared, PetitionRestated)
async def keep_answer(session: AsyncSession, event: workflow_answers.WithAnswer, meta: Meta) -> None:
    """An answer stands on the agenda until it is read out."""
    await workflow_answers.keep_answer(session, event)


@listeners.on(PetitionClosed, PetitionReopened, PetitionUnmerged)
async def keep_answer_state(session: AsyncSession, event: PetitionEvent, meta: Meta) -> None:
    """What was read out, or is worked on again, leaves the agenda."""
    await workflow_answers.keep_state(session, event)


@listeners.on(PetitionRedirected)
async def keep_out(session: AsyncSession, event: PetitionRedirected, meta: Meta) -> None:
    """What must not lie with the petition must not lie with the recommendation either."""
    await workflow_keeping_out.keep_out(session, event)


@listeners.on_many(
    PetitionSubmitted,
    PetitionEscalated,
    PetitionAnswered,
    PetitionMerged,
    PetitionRedirected,
    PetitionWithdrawn,
    PetitionRestated,
    linger=0.05,  # seconds: it only decides how a later rewording is read
)
async def note_taken(session: AsyncSession, heard: Sequence[Heard]) -> None:
    """Once somebody has taken a recommendation up, what is edited stands beside the first text."""
    await workflow_recommendations.note_taken(session, [event for event, _ in heard])
