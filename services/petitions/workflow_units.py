"""Units that end: what they held passes to their successor, else to the unit above, with its state and deadlines."""

from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import Unit
from libs.common import clock
from libs.common.log import logger
from libs.common.refusals import NotYet
from libs.common.rules import rule_book
from libs.contracts.petitions import PetitionPassedOn
from services.petitions import tree
from services.petitions.case import Case
from services.petitions.case_moves import pass_on
from services.petitions.models import Petition
from services.petitions.workflow_cases import case_of, deed_of, finish

log = logger(__name__)

_ENDED = text("""
    SELECT unit.id FROM access_units AS unit
    WHERE unit.valid_to < :today
      AND (EXISTS (SELECT FROM petitions WHERE holder_id = unit.id)
        OR EXISTS (SELECT FROM petitions WHERE home_id = unit.id)
        OR EXISTS (SELECT FROM petitions WHERE ward_id = unit.id))
""")


async def pass_on_what_ended(session: AsyncSession) -> int:
    """Every unit that has ended and still holds something hands it on; gives how many units did. One whose heir is not
    heard of yet holds up no other: it is asked for again every minute."""
    ended = (await session.scalars(_ENDED, {"today": clock.today()})).all()
    passed_on = 0
    for unit_id in ended:
        line = await _heirs_of(session, unit_id)
        if line and line[0].id != unit_id:
            await _hand_on(session, unit_id, line)
            passed_on += 1
    return passed_on


async def _heirs_of(session: AsyncSession, unit_id: UUID) -> list[Unit]:
    """Who holds for this unit today, and all above."""
    try:
        return await tree.chain_from(session, unit_id)
    except NotYet as reason:
        log.warning("unit_cannot_pass_on", unit_id=str(unit_id), reason=str(reason))
        return []


async def _hand_on(session: AsyncSession, unit_id: UUID, line: list[Unit]) -> None:
    book, heir = await rule_book(session), line[0]
    held = select(Petition).where(col(Petition.holder_id) == unit_id).order_by(col(Petition.id)).with_for_update()
    for petition in (await session.scalars(held)).all():
        await _pass_one(session, await case_of(session, petition, book), heir)
    at_home = update(Petition).where(col(Petition.home_id) == unit_id)
    elsewhere = col(Petition.holder_id).is_distinct_from(col(Petition.ward_id))  # what is final has no holder
    await session.execute(at_home.where(elsewhere).values(ward_id=tree.ward_of(line).id))
    await session.execute(at_home.values(home_id=heir.id))
    await session.execute(update(Petition).where(col(Petition.ward_id) == unit_id).values(ward_id=heir.id))


async def _pass_one(session: AsyncSession, case: Case, heir: Unit) -> None:
    deed = deed_of(case, "pass_on", None, case.moment(clock.now()))
    pass_on(case, tree.place(heir), at=deed.at)
    await finish(session, case, deed, PetitionPassedOn)
