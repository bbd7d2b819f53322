"""What happens to members and appointments when their unit ends."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common.ids import new_id
from services.members.errors import SuccessorNeeded
from services.members.models import Appointment, Spell, Unit
from services.members.workflow_appointments import close
from services.members.workflow_member_events import announce_corrected


async def end_what_the_unit_held(session: AsyncSession, *, unit: Unit, successor: Unit | None, on: date) -> None:
    """Appointments end with the unit; members stand on the successor's roll from the next day."""
    open_after = or_(col(Appointment.valid_to).is_(None), col(Appointment.valid_to) > on)
    held = await session.scalars(select(Appointment).where(col(Appointment.unit_id) == unit.id, open_after))
    await close(session, list(held), on=on)
    moved = await _hand_over(session, unit=unit, successor=successor, on=on)
    await announce_corrected(session, moved)


async def _hand_over(session: AsyncSession, *, unit: Unit, successor: Unit | None, on: date) -> list[UUID]:
    open_after = or_(col(Spell.valid_to).is_(None), col(Spell.valid_to) > on)
    spells = list(await session.scalars(select(Spell).where(col(Spell.unit_id) == unit.id, open_after)))
    if not spells:
        return []
    if successor is None:
        raise SuccessorNeeded()
    for spell in spells:
        if spell.valid_from > on:
            spell.unit_id = successor.id
    standing = [spell for spell in spells if spell.valid_from <= on]
    next_spells = [_continued(spell, successor.id, on + timedelta(days=1)) for spell in standing]
    for spell in standing:
        spell.valid_to = on
    await session.flush()
    session.add_all(next_spells)
    await session.flush()
    return sorted({spell.member_id for spell in spells})


def _continued(spell: Spell, unit_id: UUID, since: date) -> Spell:
    return Spell(
        id=new_id(),
        member_id=spell.member_id,
        unit_id=unit_id,
        membership=spell.membership,
        valid_from=since,
        valid_to=spell.valid_to,
    )
