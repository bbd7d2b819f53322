"""The verbs of the room: roll call, read-out, end. Online they need the start; from a phone they wait for it.

`phone` is given for an operation of a phone: its id, and when it happened there (never later than now).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from libs.access import Grants
from libs.common.clock import now
from libs.contracts.vocabulary import RollCall
from services.meetings.loading import meeting_for
from services.meetings.models import Meeting
from services.meetings.rules import needs_start
from services.meetings.workflow_end import finish
from services.meetings.workflow_kept import Waiting, keep, take_effect
from services.meetings.workflow_meetings import call_off
from services.meetings.workflow_read_outs import Said, answer_for, note_read_out
from services.meetings.workflow_roll_calls import Given, check_marks, merge_marks


@dataclass(frozen=True, slots=True)
class Phone:
    """An operation made on a phone."""

    operation_id: UUID
    at: datetime


async def take_roll_call(
    session: AsyncSession,
    *,
    meeting_id: UUID,
    roll_call: RollCall,
    marks: Sequence[Given],
    by: Grants,
    phone: Phone | None = None,
) -> Meeting:
    """Merge marks into a roll call; what waited for the start takes effect with it."""
    meeting = await meeting_for(session, meeting_id, by=by, verb="mark", for_update=True)
    if phone is not None and roll_call == RollCall.END and needs_start(meeting.state):
        await check_marks(session, meeting, marks)
        body = {"marks": [given.to_json() for given in marks]}
        await keep(session, meeting, _waiting("end_roll_call", body, by, phone))
        return meeting
    await merge_marks(session, meeting, roll_call, marks, at=_at(phone), by=by.person_id)
    await take_effect(session, meeting)
    return meeting


async def read_out_answer(
    session: AsyncSession,
    *,
    meeting_id: UUID,
    petition_id: UUID,
    said: Said,
    by: Grants,
    phone: Phone | None = None,
) -> Meeting:
    """Note whether the branch is content with an answer that was read out."""
    meeting = await meeting_for(session, meeting_id, by=by, verb="read_out", for_update=True)
    if phone is not None and needs_start(meeting.state):
        answer = await answer_for(session, meeting, petition_id)
        said.check()
        body = {**asdict(said), "answer_sequence": said.answer_sequence or answer.answer_sequence}
        await keep(session, meeting, _waiting("read_out", body, by, phone, petition_id))
        return meeting
    await note_read_out(session, meeting, petition_id=petition_id, said=said, at=_at(phone), by=by.person_id)
    return meeting


async def end_meeting(session: AsyncSession, *, meeting_id: UUID, by: Grants, phone: Phone | None = None) -> Meeting:
    """End the meeting; ending twice gives the same answer twice."""
    meeting = await meeting_for(session, meeting_id, by=by, verb="end", for_update=True)
    if phone is not None and needs_start(meeting.state):
        await keep(session, meeting, _waiting("end", {}, by, phone))
        return meeting
    await finish(session, meeting, at=_at(phone))
    await take_effect(session, meeting)
    return meeting


async def cancel_meeting(session: AsyncSession, *, meeting_id: UUID, reason: str, by: Grants) -> Meeting:
    """It does not take place; what phones had done for it is rejected."""
    meeting = await call_off(session, meeting_id=meeting_id, reason=reason, by=by)
    await take_effect(session, meeting)
    return meeting


def _at(phone: Phone | None) -> datetime:
    return min(phone.at, now()) if phone else now()


def _waiting(verb: str, body: dict[str, Any], by: Grants, phone: Phone, petition_id: UUID | None = None) -> Waiting:
    return Waiting(by.person_id, phone.operation_id, verb, petition_id, body, _at(phone))
