"""One open stream of server-sent events: what was missed, then every change, until the token or the service ends."""

import asyncio
import json
from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Final
from uuid import UUID

from libs.common.clock import now
from libs.common.db import Database
from services.notifications import views
from services.notifications.live import Changes, Hub

HEARTBEAT: Final = 15.0
REPLAYED: Final = 100


async def follow(
    hub: Hub,
    database: Database,
    stopping: asyncio.Event,
    *,
    person_id: UUID,
    after: UUID | None,
    until: datetime,
    heartbeat: float = HEARTBEAT,
) -> AsyncGenerator[str]:
    """The events of one person's inbox as text, beginning with those after a given line."""
    async with hub.changes(person_id) as changes:
        ending = asyncio.create_task(_end_with(stopping, changes))
        try:
            for event in await _missed(database, person_id, after):
                yield event
            while not changes.ended and (left := (until - now()).total_seconds()) > 0:
                if not await changes.wait(min(heartbeat, left)):
                    yield ": \n\n"
                elif not changes.ended:
                    for event in await _changed(database, person_id, changes.take()):
                        yield event
        finally:
            ending.cancel()


async def _end_with(stopping: asyncio.Event, changes: Changes) -> None:
    await stopping.wait()
    changes.end()


async def _missed(database: Database, person_id: UUID, after: UUID | None) -> list[str]:
    async with database.transaction() as session:
        if after is None:
            newest = await views.newest(session, person_id=person_id)
            arrived = [newest] if newest else []
        else:
            arrived = await views.arrived_after(session, person_id=person_id, item_id=after, limit=REPLAYED)
        unread = await views.unread_count(session, person_id=person_id)
    return _events(arrived, unread)


async def _changed(database: Database, person_id: UUID, arrived: list[UUID]) -> list[str]:
    async with database.transaction() as session:
        unread = await views.unread_count(session, person_id=person_id)
    return _events(arrived[-REPLAYED:], unread)


def _events(arrived: list[UUID], unread: int) -> list[str]:
    """One event a line; where no line arrived, one without an id says how many are unread."""
    if not arrived:
        return [_event({"id": None, "unread": unread})]
    return [f"id: {item_id}\n" + _event({"id": str(item_id), "unread": unread}) for item_id in arrived]


def _event(data: dict[str, str | int | None]) -> str:
    return f"event: inbox\ndata: {json.dumps(data)}\n\n"
