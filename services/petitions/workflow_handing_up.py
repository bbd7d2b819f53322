"""What a ward hands up to the city by itself, where a rule held as data is switched on: what it has not answered in
time, and what it says is beyond it when the month is consolidated.

What cannot go stays where it is, shown as overdue, and holds up nothing else.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common import clock
from libs.common.log import logger
from libs.common.refusals import NotYet, Refusal
from libs.common.rules import rule_book
from libs.contracts.vocabulary import ClockKind, Competence, PetitionState, Tier
from services.petitions import rules_clocks
from services.petitions.models import Clock, Petition
from services.petitions.rules_reasons import Why
from services.petitions.workflow import escalate
from services.petitions.workflow_cases import load
from services.petitions.workflow_clocks import BATCH, LATE

log = logger(__name__)

BY_ITSELF: Final = "petitions.city_by_itself"
AT_CUT_OFF: Final = "petitions.city_at_cut_off"
_BETWEEN: Final = (Tier.WARD, Tier.SUB_COMMITTEE)
_BEYOND: Final = (Competence.CITY, Competence.EXTERNAL)
_JUDGED: Final = (PetitionState.CLASSIFIED, PetitionState.ASSIGNED)


async def escalate_overdue(session: AsyncSession) -> int:
    """What a ward has not answered in time; gives how many went."""
    if not (await rule_book(session)).number(BY_ITSELF, clock.today()):
        return 0
    return await _hand_up(session, _late(), BY_ITSELF)


async def hand_up_at_cut_off(session: AsyncSession) -> int:
    """Once a month, before it is consolidated: what the ward has classified as beyond it and still holds, unless a body
    outside was asked and is to reply. What somebody touched after that moment waits for the next month, so that going
    over it again changes nothing."""
    book, today = await rule_book(session), clock.today()
    if not book.number(AT_CUT_OFF, today):
        return 0
    moment = rules_clocks.hand_up_at(today, book)
    return await _hand_up(session, _beyond(moment), AT_CUT_OFF) if moment <= clock.now() else 0


def _late() -> Select[Any]:
    return (
        select(col(Petition.id))
        .join(Clock, col(Clock.petition_id) == col(Petition.id))
        .where(col(Clock.closed_at).is_(None), col(Clock.kind) == ClockKind.ANSWER)
        .where(col(Clock.paused_at).is_(None))
        .where(col(Clock.due_at) <= clock.now() - LATE, col(Clock.tier).in_(_BETWEEN))
    )


def _beyond(moment: datetime) -> Select[Any]:
    return select(col(Petition.id)).where(
        col(Petition.holder_tier).in_(_BETWEEN),
        col(Petition.state).in_(_JUDGED),
        col(Petition.competence).in_(_BEYOND),
        col(Petition.moved_at) <= moment,
        ~exists().where(
            col(Clock.petition_id) == col(Petition.id),
            col(Clock.closed_at).is_(None),
            col(Clock.kind) == ClockKind.EXTERNAL_REPLY,
        ),
    )


async def _hand_up(session: AsyncSession, wanted: Select[Any], rule: str) -> int:
    """Goes over all of them, a batch a transaction at most; gives how many went."""
    escalated, seen = 0, UUID(int=0)
    while escalated < BATCH:
        batch = wanted.where(col(Petition.id) > seen).order_by(col(Petition.id)).limit(BATCH)
        ids = (await session.scalars(batch.with_for_update(of=Petition, skip_locked=True))).all()
        if not ids:
            break
        escalated += sum([await _escalated(session, petition_id, rule) for petition_id in ids])
        seen = ids[-1]
    return escalated


async def _escalated(session: AsyncSession, petition_id: UUID, rule: str) -> bool:
    case = await load(session, petition_id)
    if case is None:
        return False
    try:
        await escalate(session, case, by=None, why=Why(None, rule=rule))
    except (NotYet, Refusal) as reason:
        log.warning("petition_cannot_escalate", petition_id=str(petition_id), rule=rule, reason=str(reason))
        return False
    return True
