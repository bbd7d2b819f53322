"""Reading answers out: noted once per answer, and told to petitions, which closes or reopens."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from libs.common.outbox import stage
from libs.common.refusals import NotFound
from libs.contracts.meetings import AnswerReadOut
from libs.contracts.vocabulary import PetitionState
from services.meetings.errors import AnswersNotHere, NoOpenAnswer, ReadOutBefore, ReasonNeeded
from services.meetings.loading import limits_on
from services.meetings.models import Meeting, ReadOut, Recommendation
from services.meetings.models_copies import Answer
from services.meetings.rules import WITH_ANSWERS, Standing, may_read_out
from services.meetings.views_agenda import branches_read_to

_AS_READ = ("code", "outcome", "text", "target_date", "answered_by_name", "answered_at")


@dataclass(frozen=True, slots=True)
class Said:
    """Whether the branch is content, and with which answer: the latest, if unsaid."""

    content: bool
    reason: str | None
    answer_sequence: int | None

    def check(self) -> None:
        """Who is not content says why."""
        if not self.content and self.reason is None:
            raise ReasonNeeded


async def note_read_out(
    session: AsyncSession, meeting: Meeting, *, petition_id: UUID, said: Said, at: datetime, by: UUID
) -> None:
    """Note that an answer was read out in this meeting; the same again does nothing, another result is refused."""
    answer = await answer_for(session, meeting, petition_id)
    said.check()
    sequence = _which(answer, said.answer_sequence)
    if await _noted(session, meeting, petition_id, sequence, said):
        return
    if answer.state != PetitionState.ANSWERED or sequence != answer.answer_sequence:
        raise NoOpenAnswer
    limits = await limits_on(session, meeting.held_on)
    may_read_out(Standing(meeting.state, meeting.ended_at), at=at, limits=limits)
    read_out = ReadOut(
        petition_id=petition_id,
        answer_sequence=sequence,
        meeting_id=meeting.id,
        content=said.content,
        reason=said.reason,
        at=at,
        read_out_by=by,
        **{name: getattr(answer, name) for name in _AS_READ},
    )
    session.add(read_out)
    await session.flush()
    await stage(session, told(read_out, answer.branch_id), unit_path=await _path(session, petition_id, meeting))


async def _noted(session: AsyncSession, meeting: Meeting, petition_id: UUID, sequence: int, said: Said) -> bool:
    """Whether this was noted before, and just so."""
    noted = await session.get(ReadOut, (petition_id, sequence))
    if noted is None:
        return False
    if (noted.meeting_id, noted.content, noted.reason) != (meeting.id, said.content, said.reason):
        raise ReadOutBefore
    return True


def _which(answer: Answer, asked: int | None) -> int:
    sequence = asked or answer.answer_sequence
    if sequence is None:
        raise NoOpenAnswer
    return sequence


async def _path(session: AsyncSession, petition_id: UUID, meeting: Meeting) -> str:
    """The path for life is that of the branch where it was raised, even if its successor reads it out."""
    raised_at = select(Meeting.path).join(Recommendation, col(Recommendation.meeting_id) == col(Meeting.id))
    return await session.scalar(raised_at.where(col(Recommendation.id) == petition_id)) or meeting.path


async def answer_for(session: AsyncSession, meeting: Meeting, petition_id: UUID) -> Answer:
    """The answer, locked, if this branch is the one it is read out to."""
    if meeting.kind not in WITH_ANSWERS:
        raise AnswersNotHere
    answer = await session.get(Answer, petition_id, with_for_update=True)
    if answer is None or answer.branch_id not in await branches_read_to(session, meeting.branch_id):
        raise NotFound
    return answer


def told(read_out: ReadOut, branch_id: UUID) -> AnswerReadOut:
    """The read-out as petitions hears it. A read-out never changes: it has one version."""
    return AnswerReadOut(
        sequence=1,
        meeting_id=read_out.meeting_id,
        petition_id=read_out.petition_id,
        branch_id=branch_id,
        answer_sequence=read_out.answer_sequence,
        content=read_out.content,
        at=read_out.at,
        reason=read_out.reason,
        read_out_by_id=read_out.read_out_by,
    )
