"""Inboxes live: one listening connection to PostgreSQL per process, however many streams are open, and none without.

What is announced says only whose inbox changed, and by which line; a stream reads the rest itself. A lost connection
wakes every stream once it is back, so a change in between is seen too.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import UUID

import asyncpg

from libs.common.log import logger

log = logger(__name__)

CHANNEL: Final = "inbox"
STREAMS_PER_PERSON: Final = 10
_LONGEST_DELAY: Final = 5.0


class Changes:
    """What has happened to one person's inbox since its stream last looked."""

    def __init__(self) -> None:
        self.arrived: list[UUID] = []
        self.ended = False
        self._woken = asyncio.Event()

    def note(self, item_id: UUID | None) -> None:
        """A line arrived, or (None) the count of unread ones may have changed."""
        if item_id:
            self.arrived.append(item_id)
        self._woken.set()

    def end(self) -> None:
        """The stream is to end now."""
        self.ended = True
        self._woken.set()

    async def wait(self, seconds: float) -> bool:
        """Whether there was a change within that time."""
        try:
            await asyncio.wait_for(self._woken.wait(), seconds)
        except TimeoutError:
            return False
        self._woken.clear()
        return True

    def take(self) -> list[UUID]:
        """The lines that arrived, once."""
        arrived, self.arrived = self.arrived, []
        return arrived


class Hub:
    """Hands what PostgreSQL announces to the streams of this process."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._streams: dict[UUID, list[Changes]] = {}
        self._listening: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    @asynccontextmanager
    async def changes(self, person_id: UUID) -> AsyncIterator[Changes]:
        """The changes of one inbox from now on. Of too many streams of one person the oldest ends."""
        mine = Changes()
        streams = self._streams.setdefault(person_id, [])
        streams.append(mine)
        for surplus in streams[:-STREAMS_PER_PERSON]:
            surplus.end()
        try:
            await self._listen()
            yield mine
        finally:
            streams.remove(mine)
            if not streams:
                self._streams.pop(person_id, None)
            await self._rest_if_alone()

    async def _listen(self) -> None:
        if self._listening is None:
            self._ready.clear()
            self._listening = asyncio.create_task(self._keep_listening())
        await self._ready.wait()

    async def _rest_if_alone(self) -> None:
        if self._streams or self._listening is None:
            return
        task, self._listening = self._listening, None
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def _keep_listening(self) -> None:
        delay = 0.1
        while True:
            try:
                await self._until_lost()
                delay = 0.1
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
                log.warning("inbox_listening_failed", error=type(error).__name__)
            await asyncio.sleep(delay)
            delay = min(delay * 2, _LONGEST_DELAY)

    async def _until_lost(self) -> None:
        lost = asyncio.Event()
        settings = {"application_name": "notifications-live"}
        connection = await asyncpg.connect(self._dsn, timeout=5, server_settings=settings)
        try:
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener(CHANNEL, self._announced)
            if self._ready.is_set():
                self._wake_all()
            self._ready.set()
            await lost.wait()
            log.warning("inbox_listening_lost")
        finally:
            connection.terminate()

    def _announced(self, connection: Any, pid: int, channel: str, payload: str) -> None:
        person, _, item = payload.partition(" ")
        for changes in self._streams.get(UUID(person), ()):
            changes.note(UUID(item) if item else None)

    def _wake_all(self) -> None:
        for streams in self._streams.values():
            for changes in streams:
                changes.note(None)
