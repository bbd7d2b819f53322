"""The message door: who waits for a petition is told of what happens to it. Who exactly: rules.py."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from libs.common.listening import Heard, Listeners, Meta
from libs.contracts.members import MemberErased
from libs.contracts.petitions import (
    ClockDueSoon,
    ClockOverdue,
    PetitionAnswered,
    PetitionAnswerShared,
    PetitionAssigned,
    PetitionClosed,
    PetitionerRevealed,
    PetitionEscalated,
    PetitionOpened,
    PetitionPassedOn,
    PetitionPaused,
    PetitionRedirected,
    PetitionReopened,
    PetitionReplied,
    PetitionResumed,
    PetitionReturned,
    PetitionSubmitted,
    PetitionTransferred,
    PetitionUnmerged,
    ReportEvent,
    ReportReceived,
    ReportReturned,
    ReportSent,
    ReportSigned,
)
from services.notifications import workflow, workflow_reports

listeners = Listeners("notifications")

LINGER: Final = 0.05
"""Seconds: nobody sees in an inbox whether a line came this much later, and what comes together is told at once."""


@listeners.on_many(
    PetitionOpened,
    PetitionSubmitted,
    PetitionEscalated,
    PetitionPassedOn,
    PetitionAssigned,
    PetitionReturned,
    PetitionPaused,
    PetitionResumed,
    PetitionTransferred,
    PetitionReplied,
    PetitionAnswered,
    PetitionAnswerShared,
    PetitionUnmerged,
    PetitionRedirected,
    PetitionerRevealed,
    PetitionReopened,
    PetitionClosed,
    linger=LINGER,
)
async def tell_of_petitions(session: AsyncSession, heard: Sequence[Heard]) -> None:
    """Whoever has it now has work; whoever raised it knows where it is and what was answered."""
    await workflow.tell(session, heard)


@listeners.on_many(ClockDueSoon, ClockOverdue, linger=LINGER)
async def tell_of_deadlines(session: AsyncSession, heard: Sequence[Heard]) -> None:
    """The holder can still be in time; of what is late, the leader and the tier above know too."""
    await workflow.tell(session, heard)


@listeners.on(ReportSigned, ReportSent, ReportReceived, ReportReturned)
async def tell_of_reports(session: AsyncSession, event: ReportEvent, meta: Meta) -> None:
    """A report waits for the office that sends it, for the tier that receives it, or again for who signs."""
    await workflow_reports.tell(session, event, meta)


@listeners.on(MemberErased)
async def forget_inbox(session: AsyncSession, event: MemberErased, meta: Meta) -> None:
    """What was said to a person goes with the person's data."""
    await workflow.forget(session, person_id=event.member_id)
