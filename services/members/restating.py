"""Tells the whole present state again, for copies that are being rebuilt: from our own tables, not from old events."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import keep_appointments, keep_units
from libs.common.outbox import stage_many
from libs.contracts.members import AppointmentRestated, MemberRestated, UnitRestated
from services.members.models import Appointment, Member, Unit
from services.members.models_accounts import SigningKey
from services.members.workflow_appointments import as_event as appointment_event
from services.members.workflow_appointments import names_of
from services.members.workflow_founding import announce_key
from services.members.workflow_member_events import announce
from services.members.workflow_units import as_event as unit_event


async def restate(session: AsyncSession) -> int:
    """Stage keys, units, appointments and members as they stand, with the sequences they have; how many."""
    keys = (await session.scalars(select(SigningKey).order_by(col(SigningKey.valid_from)))).all()
    for key in keys:
        await announce_key(session, key)
    units = (await session.scalars(select(Unit).order_by(col(Unit.path)))).all()
    paths = {unit.id: unit.path for unit in units}
    unit_events = [unit_event(UnitRestated, unit) for unit in units]
    await keep_units(session, unit_events)
    await stage_many(session, [(event, f"{event.path}.self") for event in unit_events])
    held = (await session.scalars(select(Appointment).order_by(col(Appointment.id)))).all()
    names = await names_of(session, [one.person_id for one in held])
    appointments = [appointment_event(AppointmentRestated, one, names[one.person_id]) for one in held]
    await keep_appointments(session, appointments)
    await stage_many(session, [(event, f"{paths[event.unit_id]}.self") for event in appointments])
    members = (await session.scalars(select(col(Member.person_id)).order_by(col(Member.person_id)))).all()
    await announce(session, MemberRestated, members)
    return len(keys) + len(units) + len(held) + len(members)
