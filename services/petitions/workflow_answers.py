"""Answers: drafted, given, read out in the room, and reopened where the branch is not content."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import unit_or_not_yet
from libs.common.refusals import NotYet
from libs.common.rules import local_day
from libs.contracts.meetings import AnswerReadOut
from libs.contracts.petitions import PetitionAnswered, PetitionClosed, PetitionReopened
from libs.contracts.vocabulary import MeetingKind, MeetingState, Outcome, PetitionState
from services.petitions import errors, tree
from services.petitions.case import Actor, Case
from services.petitions.case_moves import take
from services.petitions.models import MeetingCopy, Petition
from services.petitions.models_words import Draft, Words
from services.petitions.rules import Step, Verb
from services.petitions.rules_reasons import Why
from services.petitions.workflow_cases import because, begin_deed, deed_of, finish, load, save, write_deed
from services.petitions.workflow_followers import hear, share_answer

_REGULAR = (MeetingKind.REGULAR, MeetingKind.COMBINED)


def _require_target(outcome: Outcome, target_date: date | None, at: datetime) -> None:
    if outcome is Outcome.ACCEPTED_PLANNED and (target_date is None or target_date < local_day(at)):
        raise errors.TargetDateNeeded


async def answer(
    session: AsyncSession, case: Case, *, by: Actor, outcome: Outcome, text: str, target_date: date | None
) -> None:
    """The answer goes straight home to the branch, wherever it came from; the tiers between are told."""
    step, deed = begin_deed(case, Verb.ANSWER, by)
    _require_target(outcome, target_date, deed.at)
    petition = case.petition
    answering = await unit_or_not_yet(session, petition.last_holder_id)
    homeward = await tree.chain_from(session, petition.home_id)
    await _keep_answer(session, petition, outcome, text, target_date, deed.at)
    next_regular = await next_regular_meeting(session, homeward[0].id, deed.at)
    take(case, step, at=deed.at, to=tree.place(homeward[0]), next_regular=next_regular)
    planned = {"target_date": target_date.isoformat()} if target_date else {}
    await finish(
        session,
        case,
        deed,
        PetitionAnswered,
        note=text,
        details={"outcome": str(outcome), **planned},
        answer_sequence=petition.sequence,
        answered_by_id=answering.id,
        answered_by_name=answering.name,
        outcome=outcome,
        target_date=target_date,
        answer_text=text,
        told_unit_ids=tree.between(homeward, answering.id),
    )
    await share_answer(session, petition)


async def _keep_answer(
    session: AsyncSession, petition: Petition, outcome: Outcome, text: str, target_date: date | None, at: datetime
) -> None:
    petition.answered_by_id, petition.answered_at = petition.last_holder_id, at
    petition.answer_sequence = petition.sequence + 1
    petition.outcome, petition.target_date = outcome, target_date
    petition.content = petition.read_out_at = None
    await session.execute(update(Words).where(col(Words.petition_id) == petition.id).values(answer_text=text))
    await session.execute(delete(Draft).where(col(Draft.petition_id) == petition.id))


async def draft(
    session: AsyncSession, case: Case, *, by: Actor, outcome: Outcome, text: str, target_date: date | None
) -> None:
    """An answer that waits for whoever may give it; the newest draft stands. Nobody is told, so there is no event."""
    _, deed = begin_deed(case, Verb.ANSWER, by)
    _require_target(outcome, target_date, deed.at)
    said = {"outcome": outcome, "text": text, "target_date": target_date, "by_id": by.person_id, "at": deed.at}
    row = insert(Draft).values(petition_id=case.petition.id, **said)
    await session.execute(row.on_conflict_do_update(index_elements=["petition_id"], set_=said))
    case.petition.sequence += 1
    case.petition.moved_at = deed.at
    write_deed(case, deed_of(case, "draft", by, deed.at), note=text, details={"outcome": str(outcome)})
    await save(session, case)


async def reopen(session: AsyncSession, case: Case, *, by: Actor, why: Why) -> None:
    """Closed, and yet not solved: back to the unit that answered, once in its life."""
    step, deed = begin_deed(case, Verb.REOPEN, by)
    await _take_back(session, case, step, deed.at)
    await finish(session, case, deed, PetitionReopened, **because(why))


async def read_out(session: AsyncSession, event: AnswerReadOut) -> None:
    """The room has heard the answer: content closes, not content reopens (the second time it closes all the same).
    A read-out of an older answer changes nothing."""
    case = await load(session, event.petition_id)
    if case is None:
        raise NotYet(f"petition {event.petition_id}")
    if case.petition.answer_sequence != event.answer_sequence:
        return
    if case.petition.state is PetitionState.ANSWERED:
        await _settle(session, case, event)
    elif case.petition.state is PetitionState.MERGED:
        await hear(session, case, event)


async def _settle(session: AsyncSession, case: Case, event: AnswerReadOut) -> None:
    petition = case.petition
    by = Actor(event.read_out_by_id, None, event.branch_id)
    verb = Verb.READ_OUT if event.content else Verb.READ_OUT_AGAINST
    step, deed = begin_deed(case, verb, by)
    petition.read_out_at, petition.content = event.at, event.content
    details = {"content": event.content, "meeting_id": str(event.meeting_id)}
    if step.to is PetitionState.REOPENED:
        await _take_back(session, case, step, deed.at)
        reason = event.reason or ""
        await finish(session, case, deed, PetitionReopened, note=reason, details=details, reason=reason)
    else:
        petition.closed_at = deed.at
        take(case, step, at=deed.at)
        await finish(session, case, deed, PetitionClosed, note=event.reason, details=details, content=event.content)


async def _take_back(session: AsyncSession, case: Case, step: Step, at: datetime) -> None:
    petition = case.petition
    if petition.answered_by_id is None:
        raise errors.WrongState
    unit = await tree.heir_of(session, petition.answered_by_id)
    if unit.id != petition.answered_by_id:
        petition.assignee_id = None
    petition.reopened_at, petition.closed_at = at, None
    take(case, step, at=at, to=tree.place(unit))


async def next_regular_meeting(session: AsyncSession, branch_id: UUID, after: datetime) -> datetime | None:
    """When the branch meets next in the regular way after a moment, as far as is known."""
    starts_at = col(MeetingCopy.starts_at)
    following = select(func.min(starts_at)).where(
        col(MeetingCopy.branch_id) == branch_id,
        starts_at > after,
        col(MeetingCopy.kind).in_(_REGULAR),
        col(MeetingCopy.state) != MeetingState.CANCELLED,
    )
    return await session.scalar(following)
