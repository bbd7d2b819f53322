"""Staging events: rows added inside the caller's transaction. Only the relay publishes.

An event with private fields is staged in two renditions, each a row of its own with the same event id.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common import clock
from libs.common.context import Cause, cause
from libs.common.ids import new_id
from libs.contracts.envelope import PRIVATE_STREAM, SOURCE_PREFIX, Envelope, Event

_BATCH: Final = 2_000
_COLUMNS: Final = ("event_id", "type", "stream", "subject", "body")
_INSERT: Final = text("""
    INSERT INTO outbox (event_id, type, stream, subject, body)
    SELECT * FROM unnest(
        CAST(:event_id AS uuid[]), CAST(:type AS text[]), CAST(:stream AS text[]), CAST(:subject AS text[]),
        CAST(:body AS text[])
    )
""")


Caused = tuple[Event, str, Cause]
"""An event, its unit path, and what it was caused by."""


async def stage(session: AsyncSession, event: Event, *, unit_path: str) -> UUID:
    """Adds `event` to the outbox of this transaction; it is published if and only if the transaction commits.
    `unit_path` ends the subject (for an event of a unit itself: `<path>.self`). Gives the event's id."""
    event_id = new_id()
    await _insert(session, list(_rows(event_id, event, unit_path, cause())))
    return event_id


async def stage_many(session: AsyncSession, events: Iterable[tuple[Event, str]]) -> int:
    """Adds many `(event, unit_path)` pairs, in their order; gives how many."""
    why, count, rows = cause(), 0, list[dict[str, Any]]()
    for event, unit_path in events:
        rows.extend(_rows(new_id(), event, unit_path, why))
        count += 1
        if len(rows) >= _BATCH:
            await _insert(session, rows)
            rows = []
    if rows:
        await _insert(session, rows)
    return count


_BLANK: Final = text("""
    UPDATE outbox SET body = jsonb_set(body::jsonb, '{data}', (body::jsonb -> 'data') || (
        SELECT coalesce(jsonb_object_agg(key, ''), '{}') FROM jsonb_each_text(body::jsonb -> 'data') AS said(key, value)
        WHERE key = ANY(:fields) AND value IS NOT NULL
    ))::text
    WHERE (published_at >= :since OR published_at IS NULL) AND stream = :stream
        AND strpos(body, :subject_id) > 0 AND body::jsonb -> 'data' ->> :named = :subject_id
""")


async def blank_out(
    session: AsyncSession, *, named: str, subject_id: UUID, fields: Sequence[str], since: datetime
) -> None:
    """Empties these fields in the private events of one thing, staged or sent since a moment, so that a stream filled
    again does not bring back what was erased. `named` is the field that holds its id."""
    said = {"named": named, "subject_id": str(subject_id), "fields": list(fields), "since": since}
    await session.execute(_BLANK, {**said, "stream": PRIVATE_STREAM})


def staged_rows(session: AsyncSession, events: Iterable[Caused]) -> list[dict[str, Any]]:
    """The outbox rows of events with causes of their own, for who inserts them and other rows by one statement of this
    session."""
    session.info["staged"] = True
    return [row for one in events for row in _rows(new_id(), *one)]


async def _insert(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    await session.execute(_INSERT, {name: [row[name] for row in rows] for name in _COLUMNS})
    session.info["staged"] = True


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
