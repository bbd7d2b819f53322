"""The answer waits for something named, for so long and no longer; the petition's own time goes on."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common import clock
from libs.common.rules import local_day, rule_book
from libs.contracts.petitions import PetitionPaused, PetitionResumed
from libs.contracts.vocabulary import ClockKind
from services.petitions import errors
from services.petitions.case import Actor, Case
from services.petitions.case_clocks import pause_answer, resume_answer
from services.petitions.case_lines import mark_once
from services.petitions.case_moves import take
from services.petitions.models import Clock, Petition
from services.petitions.rules import Verb
from services.petitions.rules_reasons import Why
from services.petitions.workflow_cases import because, begin_deed, case_of, finish
from services.petitions.workflow_clocks import BATCH, LATE

LIMIT: Final = "petitions.pause"


async def pause(session: AsyncSession, case: Case, *, by: Actor, why: Why, working_days: int | None) -> None:
    """The clock of the answer stands still, until it is resumed or the limit is reached; once per holder."""
    step, deed = begin_deed(case, Verb.PAUSE, by)
    limit = case.book.number(LIMIT, local_day(deed.at))
    if working_days is not None and working_days > limit:
        raise errors.PauseTooLong(limit=limit)
    mark_once(case, Verb.PAUSE, case.petition.last_holder_id)
    until = pause_answer(case, deed.at, working_days or limit)
    take(case, step, at=deed.at)
    said = because(why, until=local_day(until).isoformat())
    await finish(session, case, deed, PetitionPaused, until=until, **said)


async def resume(session: AsyncSession, case: Case, *, by: Actor | None) -> None:
    """What it waited for is there, or the limit is reached: the answer has the time again that it had left."""
    step, deed = begin_deed(case, Verb.RESUME, by)
    resume_answer(case, deed.at, is_met=by is not None)
    take(case, step, at=deed.at)
    rule = LIMIT if by is None else None
    details = {"rule": rule} if rule else None
    await finish(session, case, deed, PetitionResumed, details=details, rule=rule)


async def resume_due(session: AsyncSession) -> int:
    """Pauses that have reached their limit end by themselves; gives how many did."""
    over = (
        select(Petition)
        .join(Clock, col(Clock.petition_id) == col(Petition.id))
        .where(col(Clock.closed_at).is_(None), col(Clock.kind) == ClockKind.PAUSE)
        .where(col(Clock.due_at) <= clock.now() - LATE)
        .order_by(col(Petition.id))
        .limit(BATCH)
    )
    petitions = (await session.scalars(over.with_for_update(of=Petition, skip_locked=True))).all()
    book = await rule_book(session)
    for petition in petitions:
        await resume(session, await case_of(session, petition, book), by=None)
    return len(petitions)
