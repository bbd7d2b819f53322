"""What came from a phone before the start of its meeting: kept, and done when the start arrives.

What cannot be done then is rejected, and the phone learns so when it asks for the operation again; only an end that
still waits for marks stays, and is tried again at the next roll call.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common.refusals import Refusal
from libs.contracts.vocabulary import RollCall
from services.meetings.errors import UnmarkedMembers
from services.meetings.models import KeptOperation, Meeting, SyncOperation
from services.meetings.rules import needs_start
from services.meetings.workflow_end import finish
from services.meetings.workflow_read_outs import Said, note_read_out
from services.meetings.workflow_roll_calls import Given, merge_marks

_LANGUAGES: Final = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One operation that waits."""

    person_id: UUID
    operation_id: UUID
    verb: str
    petition_id: UUID | None
    body: dict[str, Any]
    at: datetime


async def keep(session: AsyncSession, meeting: Meeting, waiting: Waiting) -> None:
    """Keep an operation until its meeting begins."""
    row = insert(KeptOperation).values(
        person_id=waiting.person_id,
        id=waiting.operation_id,
        meeting_id=meeting.id,
        verb=waiting.verb,
        petition_id=waiting.petition_id,
        body=waiting.body,
        at=waiting.at,
    )
    await session.execute(row.on_conflict_do_nothing())


async def take_effect(session: AsyncSession, meeting: Meeting) -> None:
    """Do what waited for this meeting, which is locked, in the order in which it happened."""
    if needs_start(meeting.state):
        return
    in_order = (col(KeptOperation.at), col(KeptOperation.verb) == "end", col(KeptOperation.id))
    waiting = select(KeptOperation).where(col(KeptOperation.meeting_id) == meeting.id).order_by(*in_order)
    for kept in (await session.scalars(waiting)).all():
        try:
            async with session.begin_nested():
                await _DO[kept.verb](session, meeting, kept)
        except UnmarkedMembers:
            await session.refresh(meeting)
        except Refusal as refusal:
            await session.refresh(meeting)
            await reject(session, kept, refusal)
        else:
            await session.delete(kept)
    await session.flush()


async def reject(session: AsyncSession, kept: KeptOperation, refusal: Refusal) -> None:
    """It was answered `applied` when it came; from now on it is answered with the reason why it was not done."""
    mine = (col(SyncOperation.person_id) == kept.person_id, col(SyncOperation.id) == kept.id)
    problem = in_both_languages(refusal)
    await session.execute(update(SyncOperation).where(*mine).values(result="rejected", problem=problem))
    await session.delete(kept)


def in_both_languages(refusal: Refusal) -> dict[str, Any]:
    """A refusal as it is stored: whoever asks again may read another language."""
    texts = {one: {"detail": refusal.text(one), "fields": refusal.fields(one)} for one in _LANGUAGES}
    return {"slug": refusal.slug, "status": refusal.status, **texts}


async def _end_roll_call(session: AsyncSession, meeting: Meeting, kept: KeptOperation) -> None:
    marks = [Given.from_json(mark) for mark in kept.body["marks"]]
    await merge_marks(session, meeting, RollCall.END, marks, at=kept.at, by=kept.person_id)


async def _read_out(session: AsyncSession, meeting: Meeting, kept: KeptOperation) -> None:
    said = Said(**kept.body)
    if kept.petition_id is not None:
        await note_read_out(session, meeting, petition_id=kept.petition_id, said=said, at=kept.at, by=kept.person_id)


async def _end(session: AsyncSession, meeting: Meeting, kept: KeptOperation) -> None:
    await finish(session, meeting, at=kept.at)


_DO: Final[dict[str, Callable[[AsyncSession, Meeting, KeptOperation], Awaitable[None]]]] = {
    "end_roll_call": _end_roll_call,
    "read_out": _read_out,
    "end": _end,
}
