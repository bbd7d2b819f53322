"""Keeping the copy: an event is applied only if its sequence is newer than what stands, in whatever order they come."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Table, func, update
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession

from libs.access.tables import access_appointments, access_keys, access_units
from libs.contracts.members import AppointmentEvent, SigningKeyPublished, UnitEvent


async def keep_unit(session: AsyncSession, event: UnitEvent) -> None:
    """Copy one unit as the event says it is."""
    await keep_units(session, [event])


async def keep_units(session: AsyncSession, events: Iterable[UnitEvent]) -> None:
    """Copy many units in one round trip."""
    await _keep(session, access_units, [_row(event, "unit_id") for event in events])


async def keep_appointments(session: AsyncSession, events: Iterable[AppointmentEvent]) -> None:
    """Copy many appointments in one round trip."""
    await _keep(session, access_appointments, [_row(event, "appointment_id") for event in events])


async def keep_key(session: AsyncSession, event: SigningKeyPublished) -> None:
    """Copy one public key that tokens may be signed with."""
    await _keep(session, access_keys, [_row(event, "key_id")])


async def forget_person(session: AsyncSession, person_id: UUID) -> None:
    """Blank the name of a person whose data is erased; the appointments stay, as ids, roles and dates."""
    named = access_appointments.c.person_id == person_id
    await session.execute(update(access_appointments).where(named).values(person_name=""))


def _row(event: UnitEvent | AppointmentEvent | SigningKeyPublished, key: str) -> dict[str, Any]:
    values = event.model_dump()
    return {"id": values.pop(key), **values}


async def _keep(session: AsyncSession, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        await session.execute(_newer(table, tuple(rows[0])), rows)


@cache
def _newer(table: Table, columns: tuple[str, ...]) -> Insert:
    """Built once: to build it costs more than to run it, and a founding city brings thousands of rows."""
    statement = insert(table)
    newer: dict[str, Any] = {name: statement.excluded[name] for name in columns if name != "id"}
    if "kept_at" in table.c:
        newer["kept_at"] = func.now()
    return statement.on_conflict_do_update(
        index_elements=["id"], set_=newer, where=statement.excluded["sequence"] > table.c["sequence"]
    )
