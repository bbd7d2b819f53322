"""What becomes of a petition that was merged into another: it gets that one's answer, or comes back without one.

A follower is final: it has no holder and no deadline. Its branch is told of the answer, finds it in the story and on
its agenda, and what the room says to it is noted. If the petition it follows ends without an answer, it lies again on
the desk where it was merged; until that one is final, whoever holds it can take the follower out again.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import Unit, unit_or_not_yet
from libs.common import clock
from libs.contracts.meetings import AnswerReadOut
from libs.contracts.petitions import PetitionAnswerShared, PetitionUnmerged
from services.petitions import tree
from services.petitions.case import Actor, Case
from services.petitions.case_moves import go_to, take
from services.petitions.following import way_back
from services.petitions.models import Petition
from services.petitions.models_words import Words
from services.petitions.rules import Verb
from services.petitions.workflow_cases import begin_deed, deed_of, finish, load, save, write_deed

_SAID: Final = ("answer_sequence", "answered_by_id", "outcome", "target_date")


async def share_answer(session: AsyncSession, petition: Petition) -> None:
    """The answer of this petition is that of every petition that follows it, at however many removes."""
    for follower in await _followers(session, petition.id):
        await give_answer(session, follower, petition)


async def give_answer(session: AsyncSession, case: Case, answered: Petition) -> None:
    """A petition gets the answer of the one it follows, and so do those that follow it."""
    deed = deed_of(case, "share_answer", None, case.moment(clock.now()))
    words = await session.get_one(Words, answered.id, populate_existing=True)
    unit = await unit_or_not_yet(session, answered.answered_by_id or answered.last_holder_id)
    _take_over(case.petition, answered, deed.at)
    said = {name: getattr(case.petition, name) for name in _SAID}
    await session.execute(
        update(Words).where(col(Words.petition_id) == case.petition.id).values(answer_text=words.answer_text)
    )
    await finish(
        session,
        case,
        deed,
        PetitionAnswerShared,
        note=words.answer_text,
        details={"outcome": str(answered.outcome), "from_id": str(answered.id)},
        answered_by_name=unit.name,
        answer_text=words.answer_text,
        from_id=answered.id,
        told_unit_ids=[],
        **said,
    )
    await share_answer(session, case.petition)


def _take_over(follower: Petition, answered: Petition, at: datetime) -> None:
    follower.sequence += 1
    follower.answer_sequence, follower.answered_by_id = follower.sequence, answered.answered_by_id
    follower.outcome, follower.target_date = answered.outcome, answered.target_date
    follower.answered_at = follower.moved_at = at
    follower.content = follower.read_out_at = None


async def hear(session: AsyncSession, case: Case, event: AnswerReadOut) -> None:
    """The branch of a follower has heard the answer. What it said is noted once; there is nothing left to close."""
    petition = case.petition
    if petition.read_out_at is not None:
        return
    verb = Verb.READ_OUT if event.content else Verb.READ_OUT_AGAINST
    deed = deed_of(case, verb.value, Actor(event.read_out_by_id, None, event.branch_id), case.moment(clock.now()))
    petition.read_out_at, petition.content = event.at, event.content
    petition.sequence += 1
    petition.moved_at = deed.at
    details = {"content": event.content, "meeting_id": str(event.meeting_id)}
    write_deed(case, deed, note=event.reason, details=details)
    await save(session, case)


async def release_followers(session: AsyncSession, ended: Petition) -> None:
    """What followed a petition that ended without an answer comes back, unless its branch was content before."""
    for case in await _followers(session, ended.id):
        if case.petition.content:
            await release_followers(session, case.petition)
        else:
            await _release(session, case, ended.id)


async def _release(session: AsyncSession, case: Case, ended_id: UUID) -> None:
    await _come_back(session, case, await tree.heir_of(session, case.petition.last_holder_id), ended_id, None)


async def take_out(session: AsyncSession, case: Case, *, by: Actor) -> None:
    """A person takes it out of what it follows: it lies with them, with clocks and a spell of its own."""
    unit = (await way_back(session, case.petition)).unit
    await _come_back(session, case, unit, case.petition.merged_into_id, by)


async def _come_back(session: AsyncSession, case: Case, unit: Unit, from_id: UUID | None, by: Actor | None) -> None:
    step, deed = begin_deed(case, Verb.UNMERGE, by)
    case.petition.merged_into_id = None
    go_to(case, unit)
    take(case, step, at=deed.at, to=tree.place(unit))
    await finish(session, case, deed, PetitionUnmerged, details={"from_id": str(from_id)}, from_id=from_id)


async def _followers(session: AsyncSession, petition_id: UUID) -> list[Case]:
    """What was merged into this very petition, locked, in the order of ids."""
    merged = select(col(Petition.id)).where(col(Petition.merged_into_id) == petition_id).order_by(col(Petition.id))
    cases = [await load(session, follower_id) for follower_id in (await session.scalars(merged)).all()]
    return [case for case in cases if case is not None and case.petition.merged_into_id == petition_id]
