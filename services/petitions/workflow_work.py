"""Who is at work on a petition: a soft lock that runs out by itself. Two officers do not answer one petition."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import person_name
from libs.common import clock
from libs.common.clock import LOCAL_ZONE
from services.petitions.case import Case
from services.petitions.errors_desk import BeingWorkedOn
from services.petitions.models_desk import WorkInHand
from services.petitions.rules import Verb


async def begin_work(session: AsyncSession, case: Case, *, by: UUID, verb: Verb, take_over: bool) -> WorkInHand:
    """The petition is in this person's hands from now on, or still is. Raises BeingWorkedOn while it is in another's,
    unless it is taken over."""
    now, work = clock.now(), await _in_hand(session, case)
    if work is not None and not take_over:
        await _require_own(session, work, by)
    until = now + timedelta(minutes=case.book.number("petitions.work_in_hand", clock.today()))
    since = work.since if work and work.person_id == by else now
    said: dict[str, Any] = {"person_id": by, "verb": verb, "since": since, "until": until}
    said["unit_id"] = case.petition.last_holder_id
    row = insert(WorkInHand).values(petition_id=case.petition.id, **said)
    await session.execute(row.on_conflict_do_update(index_elements=["petition_id"], set_=said))
    return WorkInHand(petition_id=case.petition.id, **said)


async def leave_work(session: AsyncSession, *, petition_id: UUID, by: UUID) -> None:
    """The person has closed the form; what somebody else took over stays in their hands."""
    mine = delete(WorkInHand).where(col(WorkInHand.petition_id) == petition_id, col(WorkInHand.person_id) == by)
    await session.execute(mine)


async def claim(session: AsyncSession, case: Case, *, by: UUID, take_over: bool) -> None:
    """A verb of the desk is about to be done, which ends the work in hand. Raises BeingWorkedOn while somebody else has
    it, unless it is taken over."""
    work = await _in_hand(session, case)
    if work is None:
        return
    if not take_over:
        await _require_own(session, work, by)
    await session.execute(delete(WorkInHand).where(col(WorkInHand.petition_id) == case.petition.id))


async def drop_stale_work(session: AsyncSession) -> int:
    """Nothing says for longer than needed who worked on what; gives how many rows went."""
    stale = delete(WorkInHand).where(col(WorkInHand.until) <= clock.now())
    return len((await session.execute(stale.returning(col(WorkInHand.petition_id)))).all())


async def _in_hand(session: AsyncSession, case: Case) -> WorkInHand | None:
    """What counts now: the petition is locked, so nobody can begin meanwhile."""
    work = await session.get(WorkInHand, case.petition.id, populate_existing=True)
    counts = work is not None and work.until > clock.now() and work.unit_id == case.petition.last_holder_id
    return work if counts else None


async def _require_own(session: AsyncSession, work: WorkInHand, by: UUID) -> None:
    if work.person_id != by:
        since = work.since.astimezone(LOCAL_ZONE)
        raise BeingWorkedOn(name=await person_name(session, work.person_id) or "", since=f"{since:%H:%M}")
