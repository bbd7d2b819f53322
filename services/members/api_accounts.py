"""The HTTP door for accounts and appointments."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel

from libs.access import Grants, grants_of
from libs.common.clock import today
from libs.common.http import Caller, Router, Session
from libs.common.paging import Page, Paging
from libs.common.refusals import Forbidden, NotFound
from libs.common.text import Query as SearchText
from services.members import rules, views_accounts, workflow_accounts, workflow_appointments, workflow_units
from services.members.api_members import paths_of
from services.members.bodies import AccountBody, AppointmentBody, AppointmentEnd
from services.members.models import Appointment, Person, Unit
from services.members.permissions import PERMISSIONS, VERBS, appointing
from services.members.workflow_accounts import Opened

router = Router("members")


class PeopleOut(BaseModel):
    """People found by name; never a list of all."""

    items: list[views_accounts.PersonOut]


@router.get("/appointments")
async def get_appointments(
    session: Session, caller: Caller, paging: Paging, unit_id: UUID | None = None, person_id: UUID | None = None
) -> Page[views_accounts.AppointmentOut]:
    """Appointments in the caller's reach, and the caller's own."""
    held = await grants_of(session, caller.person_id)
    found = await views_accounts.list_appointments(
        session,
        paths=paths_of(held, VERBS["read_appointments"]),
        own=caller.person_id,
        unit_id=unit_id,
        person_id=person_id,
        only=None,
        after=paging.key(str, str, str, UUID),
        limit=paging.limit,
    )
    items, cursor = paging.cut(found, lambda one: [one.path, one.role, one.sort_key, one.id])
    return Page(items=items, next_cursor=cursor)


@router.put("/appointments/{appointment_id}")
async def put_appointment(
    appointment_id: UUID, body: AppointmentBody, session: Session, caller: Caller
) -> views_accounts.AppointmentOut:
    """Give a person a role in a unit."""
    unit = await session.get(Unit, body.unit_id)
    if unit is None:
        raise NotFound()
    _check(await grants_of(session, caller.person_id), appointing(body.role), unit)
    wanted = Appointment(id=appointment_id, **body.model_dump(), made_by=caller.person_id)
    await workflow_appointments.appoint(session, appointment=wanted, unit=unit)
    return await _out(session, caller.person_id, appointment_id)


@router.post("/appointments/{appointment_id}/end")
async def post_appointment_end(
    appointment_id: UUID, body: AppointmentEnd, session: Session, caller: Caller
) -> views_accounts.AppointmentOut:
    """The last day of an appointment; access ends with it."""
    appointment = await session.get(Appointment, appointment_id, with_for_update=True)
    if appointment is None:
        raise NotFound()
    unit = await session.get_one(Unit, appointment.unit_id)
    _check(await grants_of(session, caller.person_id), appointing(appointment.role), unit)
    await workflow_appointments.end(session, appointment=appointment, on=body.on or rules.day_before(today()))
    return await _out(session, caller.person_id, appointment_id)


@router.get("/accounts")
async def get_accounts(
    session: Session, caller: Caller, paging: Paging, q: SearchText | None = None
) -> Page[views_accounts.AccountOut]:
    """Who can sign in."""
    await _keeps_accounts(session, caller.person_id)
    found = await views_accounts.list_accounts(session, query=q, after=paging.key(str), limit=paging.limit)
    items, cursor = paging.cut(found, lambda one: [one.login])
    return Page(items=items, next_cursor=cursor)


@router.get("/people")
async def get_people(
    session: Session,
    caller: Caller,
    q: Annotated[SearchText, Query(min_length=2)],
    unit_id: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
) -> PeopleOut:
    """People by a part of their name, to give an account or an appointment to."""
    await _keeps_accounts(session, caller.person_id)
    return PeopleOut(items=await views_accounts.find_people(session, query=q, unit_id=unit_id, limit=limit))


@router.put("/accounts/{person_id}")
async def put_account(
    person_id: UUID, body: AccountBody, session: Session, caller: Caller, response: Response
) -> views_accounts.AccountOpenedOut:
    """Open an account; the one-time code is shown this once."""
    await _keeps_accounts(session, caller.person_id)
    return _opened(response, await workflow_accounts.open_account(session, person_id=person_id, **body.model_dump()))


@router.post("/accounts/{person_id}/code")
async def post_code(
    person_id: UUID, session: Session, caller: Caller, response: Response
) -> views_accounts.AccountOpenedOut:
    """A new one-time code; the old password ends at once."""
    await _keeps_accounts(session, caller.person_id)
    return _opened(response, await workflow_accounts.renew_code(session, person_id=person_id))


@router.post("/accounts/{person_id}/disable")
async def post_disable(person_id: UUID, session: Session, caller: Caller) -> views_accounts.AccountOut:
    """The person can no longer sign in."""
    await _keeps_accounts(session, caller.person_id)
    account = await workflow_accounts.disable(session, person_id=person_id)
    return views_accounts.account_out(account, await session.get_one(Person, person_id))


def _check(held: Grants, verb: str, unit: Unit) -> None:
    if not PERMISSIONS.may(held, verb, unit):
        raise Forbidden()


async def _keeps_accounts(session: Session, person_id: UUID) -> None:
    _check(await grants_of(session, person_id), "keep_accounts", await workflow_units.top_unit(session))


def _opened(response: Response, opened: Opened) -> views_accounts.AccountOpenedOut:
    response.headers["Cache-Control"] = "no-store"
    account = views_accounts.account_out(opened.account, opened.person)
    return views_accounts.AccountOpenedOut(**account.model_dump(), one_time_code=opened.one_time_code)


async def _out(session: Session, caller_id: UUID, appointment_id: UUID) -> views_accounts.AppointmentOut:
    await session.flush()
    top = await workflow_units.top_unit(session)
    found = await views_accounts.list_appointments(
        session, paths=[top.path], own=caller_id, unit_id=None, person_id=None, only=appointment_id, after=None, limit=1
    )
    return found[0]
