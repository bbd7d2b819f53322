"""The agenda: answers that wait to be read out stand on it, computed when it is read."""

from datetime import UTC, date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import access_units
from libs.common.clock import now, today
from libs.common.refusals import NotFound
from libs.contracts.vocabulary import MeetingState, Outcome, PetitionState
from services.meetings.loading import limits_on
from services.meetings.models import Meeting, ReadOut, Recommendation
from services.meetings.models_copies import Answer
from services.meetings.rules import WITH_ANSWERS


class ReadOutOut(BaseModel):
    """What was noted when the answer was read out in this meeting."""

    content: bool
    reason: str | None
    at: datetime


class AnswerItem(BaseModel):
    """An answer to read out, or one that was read out here."""

    kind: Literal["answer"] = "answer"
    petition_id: UUID
    petition_code: str
    text: str | None
    outcome: Outcome | None
    answer_text: str | None
    target_date: date | None
    answered_by_unit: str | None
    answer_sequence: int | None
    read_out: ReadOutOut | None


class AgendaOut(BaseModel):
    """The agenda of one meeting, whole."""

    items: list[AnswerItem]


async def branches_read_to(session: AsyncSession, branch_id: UUID) -> list[UUID]:
    """The branch, and those that have ended and left it as their successor: they will never meet again."""
    below = select(access_units.c.id).where(access_units.c.id == branch_id).cte("read_to", recursive=True)
    ended = select(access_units.c.id).where(
        access_units.c.successor_id == below.c.id, access_units.c.valid_to < today()
    )
    return list(await session.scalars(select(below.union(ended).c.id)))


async def agenda_of(session: AsyncSession, meeting: Meeting) -> AgendaOut:
    """What is to be read out and what was, the oldest answer first, so that nothing jumps when it is read."""
    items = [_was_read(*row) for row in await session.execute(_read_here(meeting))]
    waits = await _waits_here(session, meeting)
    if waits is not None:
        answers = select(Answer, col(Recommendation.text))
        raised = answers.outerjoin(Recommendation, col(Recommendation.id) == col(Answer.petition_id))
        items += [_waiting(*row) for row in await session.execute(raised.where(waits))]
    latest = {item.petition_id: (at, item) for at, item in sorted(items, key=lambda one: one[1].answer_sequence or 0)}
    in_order = sorted(latest.values(), key=lambda one: (one[0], one[1].petition_id))
    return AgendaOut(items=[item for _, item in in_order])


async def item_of(session: AsyncSession, meeting: Meeting, petition_id: UUID) -> AnswerItem:
    """The line of one answer that was read out here, the latest of this petition."""
    read = _read_here(meeting).where(col(ReadOut.petition_id) == petition_id)
    row = (await session.execute(read.order_by(col(ReadOut.answer_sequence).desc()))).first()
    if row is None:
        raise NotFound
    return _was_read(*row)[1]


def _read_here(meeting: Meeting) -> Select[ReadOut, str]:
    said = select(ReadOut, col(Recommendation.text))
    raised = said.outerjoin(Recommendation, col(Recommendation.id) == col(ReadOut.petition_id))
    return raised.where(col(ReadOut.meeting_id) == meeting.id)


async def _waits_here(session: AsyncSession, meeting: Meeting) -> ColumnElement[bool] | None:
    """Open answers stand on every meeting that has not ended; just after the end, those that stood there then."""
    if meeting.kind not in WITH_ANSWERS or meeting.state == MeetingState.CANCELLED:
        return None
    late = (await limits_on(session, meeting.held_on)).late_read_outs
    if meeting.ended_at is not None and now() > meeting.ended_at + late:
        return None
    unread = ~exists().where(
        col(ReadOut.petition_id) == col(Answer.petition_id),
        col(ReadOut.answer_sequence) == col(Answer.answer_sequence),
    )
    branches = await branches_read_to(session, meeting.branch_id)
    waits = and_(col(Answer.branch_id).in_(branches), col(Answer.state) == PetitionState.ANSWERED, unread)
    return waits if meeting.ended_at is None else and_(waits, col(Answer.answered_at) <= meeting.ended_at)


def _waiting(answer: Answer, text: str | None) -> tuple[datetime, AnswerItem]:
    answered_at = answer.answered_at or datetime.max.replace(tzinfo=UTC)
    return answered_at, AnswerItem(
        petition_id=answer.petition_id,
        petition_code=answer.code,
        text=text,
        outcome=answer.outcome,
        answer_text=answer.text,
        target_date=answer.target_date,
        answered_by_unit=answer.answered_by_name,
        answer_sequence=answer.answer_sequence,
        read_out=None,
    )


def _was_read(read_out: ReadOut, text: str | None) -> tuple[datetime, AnswerItem]:
    return read_out.answered_at, AnswerItem(
        petition_id=read_out.petition_id,
        petition_code=read_out.code,
        text=text,
        outcome=read_out.outcome,
        answer_text=read_out.text,
        target_date=read_out.target_date,
        answered_by_unit=read_out.answered_by_name,
        answer_sequence=read_out.answer_sequence,
        read_out=ReadOutOut(content=read_out.content, reason=read_out.reason, at=read_out.at),
    )
