"""Staging events: rows added inside the caller's transaction. Only the relay publishes.

An event with private fields is staged in two renditions, each a row of its own with the same event id.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common import clock
from libs.common.context import Cause, cause
from libs.common.ids import new_id
from libs.common.tables import outbox
from libs.contracts.envelope import SOURCE_PREFIX, Envelope, Event

_BATCH: Final = 2_000
_INSERT: Final = insert(outbox)


async def stage(session: AsyncSession, event: Event, *, unit_path: str) -> UUID:
    """Adds `event` to the outbox of this transaction; it is published if and only if the transaction commits.
    `unit_path` ends the subject (for an event of a unit itself: `<path>.self`). Gives the event's id."""
    event_id = new_id()
    rows = list(_rows(event_id, event, unit_path, cause()))
    await session.execute(_INSERT, rows)
    session.info["staged"] = True
    return event_id


async def stage_many(session: AsyncSession, events: Iterable[tuple[Event, str]]) -> int:
    """Adds many `(event, unit_path)` pairs, in their order; gives how many."""
    why, count, rows = cause(), 0, list[dict[str, Any]]()
    for event, unit_path in events:
        rows.extend(_rows(new_id(), event, unit_path, why))
        count += 1
        if len(rows) >= _BATCH:
            await session.execute(_INSERT, rows)
            rows = []
    if rows:
        await session.execute(_INSERT, rows)
    session.info["staged"] = True
    return count


def _rows(event_id: UUID, event: Event, unit_path: str, why: Cause) -> Iterator[dict[str, Any]]:
    occurred_at = clock.now()
    for rendition in event.renditions():
        envelope = Envelope(
            id=event_id,
            source=f"{SOURCE_PREFIX}{event.service()}",
            type=event.type,
            subject=unit_path,
            time=occurred_at,
            sequence=str(event.sequence),
            correlationid=why.correlation_id,
            causationid=why.causation_id,
            traceparent=why.traceparent,
            data=rendition.data,
        )
        yield {
            "event_id": event_id,
            "type": event.type,
            "stream": rendition.stream,
            "subject": f"{rendition.prefix}{event.type}.{unit_path}",
            "body": envelope.model_dump_json(exclude_none=True),
        }
