"""What petitions listens to: one function for each event and effect."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from libs import access
from libs.common.listening import Heard, Listeners, Meta
from libs.contracts.meetings import (
    AnswerReadOut,
    MeetingEnded,
    MeetingEvent,
    MeetingRestated,
    MeetingScheduled,
    RecommendationLogged,
    RecommendationReworded,
)
from libs.contracts.members import MemberErased, UnitEnded
from services.petitions import (
    workflow_answers,
    workflow_meetings,
    workflow_opening,
    workflow_reports,
    workflow_rewording,
    workflow_units,
    workflow_words,
)

listeners = Listeners("petitions")


@listeners.on_many(RecommendationLogged)
async def open_petition(session: AsyncSession, heard: Sequence[Heard]) -> None:
    """The petition exists from the moment it was logged."""
    await workflow_opening.open_petitions(session, heard)


@listeners.on(RecommendationReworded)
async def reword_petition(session: AsyncSession, event: RecommendationReworded, meta: Meta) -> None:
    """What was said is corrected while it is new, and completed afterwards."""
    await workflow_rewording.reword(session, event)


@listeners.on(MeetingScheduled, MeetingRestated)
async def keep_meeting(session: AsyncSession, event: MeetingEvent, meta: Meta) -> None:
    """Deadlines hang on when a branch meets."""
    await workflow_meetings.keep_meeting(session, event)


@listeners.on(MeetingEnded)
async def go_up_after_meeting(session: AsyncSession, event: MeetingEnded, meta: Meta) -> None:
    """What is above the branch's competence goes up when its meeting ends."""
    await workflow_meetings.go_up_after(session, event)


@listeners.on(AnswerReadOut)
async def take_read_out(session: AsyncSession, event: AnswerReadOut, meta: Meta) -> None:
    """The branch has heard the answer: it closes, or reopens."""
    await workflow_answers.read_out(session, event)


@listeners.on(UnitEnded)
async def pass_on(session: AsyncSession, event: UnitEnded, meta: Meta) -> None:
    """What a unit held passes to its successor."""
    await access.keep_unit(session, event)
    await workflow_units.pass_on_what_ended(session)


@listeners.on(MemberErased)
async def forget_words(session: AsyncSession, event: MemberErased, meta: Meta) -> None:
    """Who is erased is no longer named as having raised something, and what they wrote to it is gone."""
    await workflow_words.forget(session, event.member_id)
    await workflow_reports.forget(session, event.member_id)
