"""The only file that writes: lines into inboxes, and what their readers do with them.

A new or read line is announced on the channel `inbox`, in the transaction that changes it (see live.py).
"""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import Unit, heir_of, officers_in, unit_or_not_yet, units_by_ids
from libs.common.clock import now
from libs.common.ids import new_id
from libs.common.refusals import NotFound, NotYet
from libs.contracts.petitions import ClockEvent, ClockOverdue, PetitionAnsweredEvent, PetitionEvent
from services.notifications.models import InboxItem
from services.notifications.rules import ROLES, Audience, Told, concerns, recipients

_TELL: Final = text("""
    WITH told AS (
        INSERT INTO inbox_items (person_id, id, event_id, kind, petition_id, petition_code, params, at)
        SELECT person_id, id, :event_id, kind, :petition_id, :petition_code, CAST(:params AS jsonb), :at
        FROM unnest(
            CAST(:person_ids AS uuid[]), CAST(:ids AS uuid[]), CAST(:kinds AS text[])
        ) AS line(person_id, id, kind)
        ON CONFLICT ON CONSTRAINT inbox_items_told_once DO NOTHING
        RETURNING person_id, id
    )
    SELECT pg_notify('inbox', concat_ws(' ', person_id, id)) FROM told
""")

_READ: Final = text("""
    WITH known AS (
        UPDATE inbox_items SET read_at = coalesce(read_at, :at)
        WHERE person_id = :person_id AND id = :id RETURNING person_id
    )
    SELECT pg_notify('inbox', CAST(person_id AS text)) FROM known
""")

_READ_ALL: Final = text("""
    WITH unread AS (
        UPDATE inbox_items SET read_at = :at WHERE person_id = :person_id AND read_at IS NULL RETURNING person_id
    )
    SELECT pg_notify('inbox', CAST(person_id AS text)) FROM (SELECT DISTINCT person_id FROM unread)
""")


async def tell(session: AsyncSession, *, event: Told, event_id: UUID, at: datetime) -> None:
    """One line in the inbox of everyone whom the event concerns, but not of the one who did it."""
    units = await _units_of(session, event)
    holder = units.get(event.holder_id) if event.holder_id else None
    origin = await heir_of(session, units[event.branch_id])
    wanted = concerns(event, origin_id=origin.id, above_id=await _above(session, event, holder))
    offices = {unit_id for concern in wanted for unit_id in concern.unit_ids}
    roles = {role for concern in wanted for role in ROLES.get(concern.audience, ())}
    officers = await officers_in(session, offices, roles) if offices else []
    actor = event.actor_id if isinstance(event, PetitionEvent) else None
    if people := recipients(wanted, officers, but=actor):
        await _write(session, event, event_id, at, people, _params(event, units))


async def _above(session: AsyncSession, event: Told, holder: Unit | None) -> UUID | None:
    """The tier above the holder, as it stands today."""
    if holder is None or holder.parent_id is None or not isinstance(event, ClockOverdue):
        return None
    return (await heir_of(session, await unit_or_not_yet(session, holder.parent_id))).id


async def _units_of(session: AsyncSession, event: Told) -> dict[UUID, Unit]:
    ids: Collection[UUID | None] = (event.branch_id, event.holder_id, _previous(event))
    wanted = {unit_id for unit_id in ids if unit_id}
    units = await units_by_ids(session, wanted)
    if missing := wanted - units.keys():
        raise NotYet(f"units {', '.join(sorted(map(str, missing)))}")
    return units


def _previous(event: Told) -> UUID | None:
    return event.previous_holder_id if isinstance(event, PetitionEvent) else None


def _params(event: Told, units: dict[UUID, Unit]) -> dict[str, str]:
    """Codes, names of units and dates: the only things a line may carry."""
    named = {"branch": event.branch_id, "holder": event.holder_id, "previous": _previous(event)}
    params = {"code": event.code} | {word: units[unit_id].name for word, unit_id in named.items() if unit_id}
    if event.due_at:
        params["due"] = event.due_at.isoformat()
    if isinstance(event, ClockEvent):
        params["clock"] = event.clock
    if isinstance(event, PetitionAnsweredEvent):
        params["answered_by"] = event.answered_by_name
    return params


async def _write(
    session: AsyncSession,
    event: Told,
    event_id: UUID,
    at: datetime,
    people: dict[UUID, Audience],
    params: dict[str, str],
) -> None:
    fact = event.type.split(".")[2]
    lines = {
        "person_ids": list(people),
        "ids": [new_id() for _ in people],
        "kinds": [f"{fact}.{audience}" for audience in people.values()],
    }
    about = {"petition_id": event.petition_id, "petition_code": event.code, "params": json.dumps(params)}
    await session.execute(_TELL, {"event_id": event_id, "at": at, **about, **lines})


async def read(session: AsyncSession, *, person_id: UUID, item_id: UUID) -> None:
    """A line of one's own is read; twice is once. Raises NotFound for any other."""
    known = await session.execute(_READ, {"person_id": person_id, "id": item_id, "at": now()})
    if known.first() is None:
        raise NotFound()


async def read_all(session: AsyncSession, *, person_id: UUID) -> None:
    """Every line of one's own is read."""
    await session.execute(_READ_ALL, {"person_id": person_id, "at": now()})


async def forget(session: AsyncSession, *, person_id: UUID) -> None:
    """A person's whole inbox goes."""
    await session.execute(delete(InboxItem).where(col(InboxItem.person_id) == person_id))
