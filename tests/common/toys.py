"""A service of toys: events, a table and a harness, so that the plumbing is tested without a business word.

Its stream TOYS belongs to no service's NATS user; the operator, who may do everything, plays the service.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

import asyncpg
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common.config import ServiceSettings
from libs.common.db import Database
from libs.common.ids import new_id
from libs.common.listening import Listeners, Meta
from libs.common.messaging import Messaging
from libs.common.outbox import stage
from libs.contracts.envelope import PRIVATE, Event
from ops.servers.process import start
from tests.support.database import Clone
from tests.support.servers import RunningNats, RunningPostgres

PATH = "th.w12.b045"
TABLES = """
CREATE TABLE once (toy_id uuid, CONSTRAINT once_key UNIQUE (toy_id) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE toys (
    toy_id uuid NOT NULL,
    event_id uuid NOT NULL,
    listener text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
GRANT SELECT, INSERT ON once, toys TO notifications;
"""
EMPTY = """
TRUNCATE toys, once, outbox, inbox, dead_letters, idempotency_keys, listeners, holidays;
DELETE FROM rules WHERE key NOT LIKE 'common.%';
"""


class ToyHappened(Event, type="toys.toy.happened.v1"):
    """A toy fact without anything private."""

    toy_id: UUID


class ToyBroke(Event, type="toys.toy.broke.v1"):
    """Another one, for listeners of several events."""

    toy_id: UUID


class ToyTold(Event, type="toys.toy.told.v1"):
    """A toy fact with something private."""

    toy_id: UUID
    secret: Annotated[str, PRIVATE]


for _toy in (ToyHappened, ToyBroke, ToyTold):
    del Event.registry[_toy.type]  # the contracts of the product know no toys


def happened(toy_id: UUID | None = None) -> ToyHappened:
    """A toy event about a toy of its own."""
    return ToyHappened(sequence=1, toy_id=toy_id or new_id())


async def play(session: AsyncSession, listener: str, event: Any, meta: Meta) -> None:
    """The effect of a toy listener: one row, however often it is delivered."""
    statement = text("INSERT INTO toys (toy_id, event_id, listener) VALUES (:toy_id, :event_id, :listener)")
    await session.execute(statement, {"toy_id": event.toy_id, "event_id": meta.event_id, "listener": listener})


def toy_listeners() -> Listeners:
    """One listener that notes what happened or broke."""
    listeners = Listeners("toys")

    @listeners.on(ToyHappened, ToyBroke)
    async def note(session: AsyncSession, event: ToyHappened | ToyBroke, meta: Meta) -> None:
        await play(session, "note", event, meta)

    return listeners


@dataclass
class Toys:
    """The toy service on a database and a NATS server; `start` and `stop` its messaging as a process would."""

    clone: Clone
    nats: RunningNats
    operator: Client
    running: list[Messaging] = field(default_factory=list)

    @property
    def database(self) -> Database:
        """The toys' database as the app role sees it."""
        return self.clone.database

    @property
    def js(self) -> JetStreamContext:
        """JetStream as the operator, who sees everything."""
        return self.operator.jetstream()

    @property
    def settings(self) -> ServiceSettings:
        """What a toy process would read from its environment."""
        return ServiceSettings(
            database_url=SecretStr(self.clone.app_url),
            migrations_url=SecretStr(self.clone.owner_url),
            nats_url=self.nats.url,
            nats_user="operator",
            nats_password=SecretStr(self.nats.server.passwords["operator"]),
            port=1,
        )

    async def start(self, listeners: Listeners | None = None, *, wait: bool = True) -> Messaging:
        """Messaging as in a process of the service, up and listening."""
        messaging = Messaging("toys", self.settings, self.database, listeners or toy_listeners())
        self.running.append(messaging)
        messaging.start()
        if wait:
            await until(lambda: messaging.started)
        return messaging

    async def stop(self, messaging: Messaging) -> None:
        """Ends it in order."""
        self.running.remove(messaging)
        await messaging.stop()

    async def stage(self, *events: Event) -> list[UUID]:
        """Commits events in one transaction; their ids."""
        async with self.database.transaction() as session:
            return [await stage(session, event, unit_path=PATH) for event in events]

    async def rows(self, statement: str, **params: Any) -> list[Any]:
        """What a query gives now."""
        async with self.database.transaction() as session:
            return list((await session.execute(text(statement), params)).mappings())

    async def value(self, statement: str, **params: Any) -> Any:
        """The one value that a query gives now."""
        async with self.database.transaction() as session:
            return (await session.execute(text(statement), params)).scalar()

    async def played(self) -> int:
        """How many effects there were."""
        return int(await self.value("SELECT count(*) FROM toys"))

    async def publish(self, subject: str, body: bytes, headers: dict[str, str] | None = None) -> int:
        """What a stranger with the rights to publish might send; its place in the stream."""
        return (await self.js.publish(subject, body, stream="TOYS", headers=headers)).seq


@asynccontextmanager
async def toys_on(clone: Clone, nats: RunningNats) -> AsyncIterator[Toys]:
    """Toys that nobody has played with yet; whatever still runs is stopped at the end, and their stream deleted."""
    await as_owner(clone, EMPTY)
    operator = await nats.connect("operator", errors=[])
    toys = Toys(clone, nats, operator)
    try:
        yield toys
    finally:
        for messaging in toys.running:
            await messaging.stop()
        await forget_toys(toys.js)
        await operator.close()
        await clone.database.dispose()


async def forget_toys(js: JetStreamContext) -> None:
    """Deletes the toys' stream, and what they have elsewhere."""
    with suppress(NotFoundError):
        await js.delete_stream("TOYS")
    with suppress(NotFoundError):
        await js.purge_stream("PRIVATE", subject="private.toys.>")
        for consumer in await js.consumers_info("PRIVATE"):
            if consumer.name.startswith("toys-"):
                await js.delete_consumer("PRIVATE", consumer.name)


async def as_owner(clone: Clone, statements: str) -> None:
    """Runs statements as the role that owns the tables."""
    connection = await asyncpg.connect(clone.plain_owner_url)
    try:
        await connection.execute(statements)
    finally:
        await connection.close()


async def start_again(running: RunningPostgres | RunningNats) -> None:
    """Starts a server that was stopped or killed. Not in a thread: a child dies with the thread that made it."""
    running.process = start(running.server.command())
    await running.server.wait_ready(running.process)


async def until(holds: Callable[[], bool | Awaitable[bool]], seconds: float = 10.0) -> None:
    """Waits until something holds; fails when it does not in time."""
    deadline = time.monotonic() + seconds
    while True:
        answer = holds()
        if answer if isinstance(answer, bool) else await answer:
            return
        if time.monotonic() > deadline:
            raise AssertionError(f"did not come to hold within {seconds} s")
        await asyncio.sleep(0.01)


async def has_played(toys: Toys, count: int) -> bool:
    return await toys.played() == count


async def has_sent(toys: Toys, count: int) -> bool:
    return bool(await toys.value("SELECT count(published_at) FROM outbox") == count)


async def has_settled(toys: Toys) -> bool:
    found = await toys.js.consumer_info("TOYS", "toys-note")
    return bool(found.num_pending == 0 and found.num_ack_pending == 0)


def failing(*failures: Exception) -> tuple[Listeners, list[float]]:
    """A listener that fails with these, one after the other, and then plays; when it was called."""
    left, calls = list(failures), list[float]()
    listeners = Listeners("toys")

    @listeners.on(ToyHappened)
    async def note(session: AsyncSession, event: ToyHappened, meta: Meta) -> None:
        calls.append(time.monotonic())
        await play(session, "note", event, meta)
        if left:
            raise left.pop(0)

    return listeners, calls
