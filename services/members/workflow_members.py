"""One member entered or corrected by the ward; many at once come through an import."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common.clock import today
from libs.common.rules import rule_book
from libs.contracts.members import MemberCorrected, MemberRegistered
from services.members.errors import CardTaken, MemberElsewhere, WrongDates
from services.members.models import Member, Unit
from services.members.rules_plan import Known, Outcome
from services.members.rules_roll import first_stays, stays, ways
from services.members.rules_rows import Standards, is_old_enough
from services.members.workflow_member_events import announce
from services.members.workflow_roll import known_members, write_outcomes


async def standards(session: AsyncSession, on: date) -> Standards:
    """The numbers that rows and members are judged by on a day."""
    book = await rule_book(session)
    return Standards(
        today=on,
        youngest_years=book.number("members.youngest", on),
        probation_months=book.number("members.probation", on),
    )


async def put_member(
    session: AsyncSession, *, member_id: UUID, name: str, facts: dict[str, Any], exempt_from: date | None, unit: Unit
) -> None:
    """The member stands on the roll of the branch with these facts; the same once more changes nothing."""
    _check_dates(facts, await standards(session, today()))
    before = next(iter(await known_members(session, [member_id])), None)
    if before and before.unit_id not in (None, unit.id):
        raise MemberElsewhere()
    await _check_card(session, member_id, facts["card_no"])
    outcome = _outcome(member_id, before, name, facts, exempt_from, unit)
    if not outcome.changes:
        return
    await write_outcomes(session, [outcome])
    await announce(session, MemberCorrected if before else MemberRegistered, [member_id])


def _outcome(
    member_id: UUID, before: Known | None, name: str, facts: dict[str, Any], exempt_from: date | None, unit: Unit
) -> Outcome:
    dates = {"admitted_on": facts["admitted_on"], "official_on": facts["official_on"]}
    if before and before.stays:
        spells = stays(before.stays, unit_id=unit.id, on=today(), **dates)
    else:
        spells = first_stays(unit.id, **dates)
    return Outcome(
        person_id=member_id,
        before=before,
        name=name,
        facts=facts,
        stays=spells,
        ways=ways(before.ways if before else [], exempt_from=exempt_from),
        unit_id=unit.id,
        post=next((held.post for held in before.posts if held.unit_id == unit.id), None) if before else None,
    )


def _check_dates(facts: dict[str, Any], standards: Standards) -> None:
    born, year = facts["birth_date"], facts["birth_year"]
    admitted, official = facts["admitted_on"], facts["official_on"]
    wrong = (
        (year is not None and not is_old_enough(born, year, standards))
        or (born is not None and admitted < born)
        or (official is not None and not admitted <= official <= standards.today)
        or admitted > standards.today
    )
    if wrong:
        raise WrongDates()


async def _check_card(session: AsyncSession, member_id: UUID, card_no: str | None) -> None:
    taken = select(col(Member.person_id)).where(col(Member.card_no) == card_no, col(Member.person_id) != member_id)
    if card_no and await session.scalar(taken):
        raise CardTaken()
