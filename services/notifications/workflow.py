"""The only file that writes: lines into inboxes, and what their readers do with them.

A new or read line is announced on the channel `inbox`, in the transaction that changes it (see live.py).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import Unit, heir_of, officers_in, unit_or_not_yet, units_by_ids
from libs.common.clock import now
from libs.common.ids import new_id
from libs.common.listening import Heard, Meta
from libs.common.refusals import NotFound, NotYet
from libs.contracts.petitions import ClockEvent, ClockOverdue, PetitionAnsweredEvent, PetitionEvent
from services.notifications.models import InboxItem
from services.notifications.rules import ROLES, Audience, Concern, Told, concerns, recipients

_TELL: Final = text("""
    WITH told AS (
        INSERT INTO inbox_items (person_id, id, event_id, kind, petition_id, petition_code, report_id, params, at)
        SELECT * FROM unnest(
            CAST(:person_id AS uuid[]), CAST(:id AS uuid[]), CAST(:event_id AS uuid[]), CAST(:kind AS text[]),
            CAST(:petition_id AS uuid[]), CAST(:petition_code AS text[]), CAST(:report_id AS text[]),
            CAST(:params AS jsonb[]), CAST(:at AS timestamptz[])
        )
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


async def tell(session: AsyncSession, heard: Sequence[Heard]) -> None:
    """For each event one line in the inbox of everyone whom it concerns, but not of the one who did it."""
    units = await _units_of(session, [event for event, _ in heard])
    wanted = [await _concerns(session, event, units) for event, _ in heard]
    everyone = [concern for concerns_of_one in wanted for concern in concerns_of_one]
    offices = {unit_id for concern in everyone for unit_id in concern.unit_ids}
    roles = {role for concern in everyone for role in ROLES.get(concern.audience, ())}
    officers = await officers_in(session, offices, roles) if offices else []
    lines = [
        line
        for (event, meta), concerned in zip(heard, wanted, strict=True)
        for line in _lines(event, meta, recipients(concerned, officers, but=_actor(event)), _params(event, units))
    ]
    await write_lines(session, lines)


async def write_lines(session: AsyncSession, lines: Sequence[Mapping[str, Any]]) -> None:
    """Puts lines into inboxes; what was told before is not told again."""
    if lines:
        await session.execute(_TELL, {name: [line[name] for line in lines] for name in lines[0]})


async def _concerns(session: AsyncSession, event: Told, units: dict[UUID, Unit]) -> list[Concern]:
    holder = units.get(event.holder_id) if event.holder_id else None
    origin = await heir_of(session, units[event.branch_id])
    return concerns(event, origin_id=origin.id, above_id=await _above(session, event, holder))


async def _above(session: AsyncSession, event: Told, holder: Unit | None) -> UUID | None:
    """The tier above the holder, as it stands today."""
    if holder is None or holder.parent_id is None or not isinstance(event, ClockOverdue):
        return None
    return (await heir_of(session, await unit_or_not_yet(session, holder.parent_id))).id


async def _units_of(session: AsyncSession, events: Iterable[Told]) -> dict[UUID, Unit]:
    ids = {unit_id for event in events for unit_id in (event.branch_id, event.holder_id, _previous(event))}
    wanted = {unit_id for unit_id in ids if unit_id}
    units = await units_by_ids(session, wanted)
    if missing := wanted - units.keys():
        raise NotYet(f"units {', '.join(sorted(map(str, missing)))}")
    return units


def _actor(event: Told) -> UUID | None:
    return event.actor_id if isinstance(event, PetitionEvent) else None


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


def _lines(event: Told, meta: Meta, people: dict[UUID, Audience], params: dict[str, str]) -> list[dict[str, Any]]:
    fact, said = event.type.split(".")[2], json.dumps(params)
    about = {
        "event_id": meta.event_id,
        "petition_id": event.petition_id,
        "petition_code": event.code,
        "report_id": None,
    }
    return [
        {"person_id": person_id, "id": new_id(), "kind": f"{fact}.{audience}", "params": said, "at": meta.time, **about}
        for person_id, audience in people.items()
    ]


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
