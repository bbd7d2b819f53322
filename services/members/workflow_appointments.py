"""Who holds which role in which unit: appoint, end. Our own copy for permissions changes in the same transaction."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import keep_appointments
from libs.common.clock import now, today
from libs.common.outbox import stage_many
from libs.common.refusals import NotFound
from libs.contracts.members import AppointmentEnded, AppointmentEvent, AppointmentMade
from libs.contracts.vocabulary import Role, Tier
from services.members import rules
from services.members.errors import AppointmentStands, LastAdministrator, PeriodReversed, UnitHasEnded
from services.members.models import Appointment, Member, Person, Unit, values_of
from services.members.models_accounts import Account
from services.members.workflow_member_events import announce_corrected

_ADMINISTRATORS = 7_266_102
AppointmentEventT = TypeVar("AppointmentEventT", bound=AppointmentEvent)


async def appoint(session: AsyncSession, *, appointment: Appointment, unit: Unit) -> Appointment:
    """A person has a role in a unit; the same once more changes nothing."""
    known = await session.get(Appointment, appointment.id)
    if known is not None:
        return _the_same(known, appointment)
    _check(appointment, unit)
    if await session.get(Person, appointment.person_id) is None:
        raise NotFound()
    if await _holds_already(session, appointment):
        raise AppointmentStands()
    appointment.made_at = now()
    session.add(appointment)
    await announce(session, AppointmentMade, [appointment])
    await _announce_posts(session, [appointment])
    return appointment


def _check(appointment: Appointment, unit: Unit) -> None:
    rules.check_role(appointment.role, Tier(unit.tier))
    if appointment.valid_to and appointment.valid_to < appointment.valid_from:
        raise PeriodReversed()
    if unit.valid_to is not None:
        raise UnitHasEnded()


def _the_same(known: Appointment, wanted: Appointment) -> Appointment:
    same = ("person_id", "role", "unit_id", "post", "valid_from")
    if any(getattr(known, field) != getattr(wanted, field) for field in same):
        raise AppointmentStands()
    return known


async def end(session: AsyncSession, *, appointment: Appointment, on: date) -> Appointment:
    """The last day of the appointment is `on`; the day before its first means that it never held."""
    if appointment.valid_to == on:
        return appointment
    if on < rules.day_before(appointment.valid_from):
        raise PeriodReversed()
    await keep_an_administrator(session, without=col(Appointment.id) == appointment.id)
    await close(session, [appointment], on=on)
    return appointment


async def close(
    session: AsyncSession, appointments: Sequence[Appointment], *, on: date, tell_members: bool = True
) -> None:
    """End them all on a day; one that would only begin later never holds. Members whose post ends are told of,
    unless the caller does that."""
    for appointment in appointments:
        appointment.valid_to = max(on, rules.day_before(appointment.valid_from))
        appointment.sequence += 1
    await announce(session, AppointmentEnded, appointments)
    if tell_members:
        await _announce_posts(session, appointments)


async def keep_an_administrator(session: AsyncSession, *, without: ColumnElement[bool]) -> None:
    """Refuse to end these appointments if nobody would be left who can sign in as administrator. Two who ask at once
    take turns, or each would count on the other."""
    standing = [col(Appointment.role) == Role.ADM, col(Appointment.valid_to).is_(None)]
    if await session.scalar(select(col(Appointment.id)).where(*standing, without).limit(1)) is None:
        return
    await session.execute(select(func.pg_advisory_xact_lock(_ADMINISTRATORS)))
    able = and_(col(Account.disabled_at).is_(None), col(Account.password_hash).is_not(None))
    others = select(col(Appointment.id)).join(Account, col(Account.person_id) == col(Appointment.person_id))
    started = col(Appointment.valid_from) <= today()
    if await session.scalar(others.where(*standing, started, able, ~without).limit(1)) is None:
        raise LastAdministrator()


async def announce(
    session: AsyncSession, event_class: type[AppointmentEventT], appointments: Sequence[Appointment]
) -> None:
    """Stage the events and keep our own copy for permissions."""
    if not appointments:
        return
    await session.flush()
    names = await names_of(session, [appointment.person_id for appointment in appointments])
    paths = await _paths(session, [appointment.unit_id for appointment in appointments])
    events = [as_event(event_class, one, names[one.person_id]) for one in appointments]
    await keep_appointments(session, events)
    await stage_many(session, [(event, f"{paths[event.unit_id]}.self") for event in events])


def as_event(event_class: type[AppointmentEventT], one: Appointment, name: str) -> AppointmentEventT:
    """The appointment as an event of this class says it is."""
    fields = {"person_id", "role", "unit_id", "valid_from", "valid_to", "sequence"}
    return event_class(appointment_id=one.id, person_name=name, **values_of(one, fields))


async def names_of(session: AsyncSession, person_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The names of people."""
    rows = await session.execute(select(col(Person.id), col(Person.name)).where(col(Person.id).in_(set(person_ids))))
    return {row.id: row.name for row in rows}


async def _announce_posts(session: AsyncSession, appointments: Sequence[Appointment]) -> None:
    ids = {one.person_id for one in appointments if one.post}
    members = await session.scalars(select(col(Member.person_id)).where(col(Member.person_id).in_(ids)))
    await announce_corrected(session, sorted(members))


async def _holds_already(session: AsyncSession, wanted: Appointment) -> bool:
    """The exclusion constraint first of all guards against two of these at once; this says it in words."""
    same = select(Appointment).where(
        col(Appointment.person_id) == wanted.person_id,
        col(Appointment.unit_id) == wanted.unit_id,
        col(Appointment.role) == wanted.role,
    )
    last = col(Appointment.valid_to)
    open_or_later = or_(last.is_(None), and_(last >= wanted.valid_from, last >= col(Appointment.valid_from)))
    overlapping = same.where(open_or_later)
    if wanted.valid_to:
        overlapping = overlapping.where(col(Appointment.valid_from) <= wanted.valid_to)
    return await session.scalar(overlapping.limit(1)) is not None


async def _paths(session: AsyncSession, unit_ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = await session.execute(select(col(Unit.id), col(Unit.path)).where(col(Unit.id).in_(set(unit_ids))))
    return {row.id: row.path for row in rows}
