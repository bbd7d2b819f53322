"""What happens because time passes: petitions go up, clocks are said to run out soon and to have run out; each once.
What a ward hands up by rule is in `workflow_handing_up`."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common import clock
from libs.common.log import logger
from libs.common.outbox import stage_many
from libs.common.refusals import NotYet
from libs.common.rules import rule_book
from libs.contracts.petitions import ClockDueSoon, ClockEvent, ClockOverdue
from libs.contracts.vocabulary import ClockKind, PetitionState
from services.petitions.models import Clock, Petition
from services.petitions.workflow_cases import case_of
from services.petitions.workflow_opening import go_up

log = logger(__name__)

BATCH: Final = 50
LATE: Final = timedelta(seconds=1)
"""Late begins the second after a deadline."""

_TRY_AGAIN: Final = timedelta(minutes=1)


async def go_up_due(session: AsyncSession) -> int:
    """Petitions whose time at the branch has run out go up by themselves; gives how many were due."""
    now = clock.now()
    due = select(Petition).where(col(Petition.goes_up_at) <= now).order_by(col(Petition.goes_up_at)).limit(BATCH)
    petitions = (await session.scalars(due.with_for_update(skip_locked=True))).all()
    book = await rule_book(session)
    for petition in petitions:
        try:
            await go_up(session, await case_of(session, petition, book))
        except NotYet as reason:
            log.warning("petition_cannot_go_up", petition_id=str(petition.id), reason=str(reason))
            petition.goes_up_at = now + _TRY_AGAIN
    return len(petitions)


async def say_due_soon(session: AsyncSession) -> int:
    """Clocks that will run out soon; what is late already is only said to be late."""
    now = clock.now()
    rows = await _running(session, Clock.soon_at, Clock.soon_said_at, now)
    if not rows:
        return 0
    events = [(_event(ClockDueSoon, row, petition), petition.path) for row, petition in rows if row.due_at > now]
    await stage_many(session, events)
    await _said(session, rows, soon_said_at=now)
    return len(rows)


async def say_overdue(session: AsyncSession) -> int:
    """Clocks that have run out. What is only recorded goes up instead, what is paused is resumed."""
    now = clock.now()
    is_said = col(Clock.kind) != ClockKind.PAUSE
    rows = await _running(session, Clock.due_at, Clock.overdue_said_at, now - LATE, is_said)
    if not rows:
        return 0
    events = [
        (_event(ClockOverdue, row, petition), petition.path)
        for row, petition in rows
        if petition.state is not PetitionState.RECORDED
    ]
    await stage_many(session, events)
    await _said(session, rows, overdue_said_at=now)
    return len(rows)


async def _running(
    session: AsyncSession, at: datetime, said_at: datetime | None, until: datetime, *more: ColumnElement[bool]
) -> list[tuple[Clock, Petition]]:
    """The petition is locked too: whoever works on it has read its clocks, and would undo what is said of them."""
    due = (
        select(Clock, Petition)
        .join(Petition, col(Petition.id) == col(Clock.petition_id))
        .where(col(Clock.closed_at).is_(None), col(said_at).is_(None), col(at) <= until)
        .where(col(Clock.paused_at).is_(None), *more)
        .order_by(col(at))
        .limit(BATCH)
        .with_for_update(of=[Clock, Petition], skip_locked=True)
    )
    return [(row[0], row[1]) for row in await session.execute(due)]


async def _said(session: AsyncSession, rows: list[tuple[Clock, Petition]], **said: datetime) -> None:
    ids = [row.id for row, _ in rows]
    await session.execute(update(Clock).where(col(Clock.id).in_(ids)).values(**said))


def _event(event_class: type[ClockEvent], row: Clock, petition: Petition) -> ClockEvent:
    return event_class(
        sequence=petition.sequence,
        petition_id=petition.id,
        code=petition.code,
        branch_id=petition.branch_id,
        holder_id=row.unit_id,
        holder_tier=row.tier,
        clock=row.kind,
        due_at=row.due_at,
    )
