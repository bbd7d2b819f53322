"""Relays for tests: one at work, one round of one, and one whose answers get lost."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from nats.js import JetStreamContext

from libs.common.relay import Relay
from tests.common.toys import Toys


def relay_of(toys: Toys, nats: Any = None, poll: float = 1.0) -> Relay:
    client: Any = nats or toys.operator
    return Relay(dsn=toys.clone.app_url, nats=client, js=client.jetstream(), poll=poll)


@asynccontextmanager
async def relaying(toys: Toys, nats: Any = None, poll: float = 1.0) -> AsyncIterator[Relay]:
    """A relay at work."""
    relay = relay_of(toys, nats, poll)
    task = asyncio.create_task(relay.run())
    try:
        yield relay
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def drained(toys: Toys, relay: Relay) -> None:
    """One round of a relay, as its own role, without waiting."""
    connection = await asyncpg.connect(toys.clone.plain_url)
    try:
        while await relay.drain(connection):
            pass
        await relay.mark(connection)
    finally:
        await connection.close()


class Deaf:
    """A NATS client whose answers get lost on the way back, for as long as `deaf` says so."""

    def __init__(self, client: Any, deaf: Callable[[], bool]) -> None:
        self._client, self._deaf = client, deaf

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    async def request(self, *args: Any, **options: Any) -> Any:
        answer = await self._client.request(*args, **options)
        if self._deaf():
            raise TimeoutError
        return answer

    def jetstream(self) -> JetStreamContext:
        client: Any = self
        return JetStreamContext(client)


async def unsent(toys: Toys) -> int:
    return int(await toys.value("SELECT count(*) FROM outbox WHERE published_at IS NULL"))
