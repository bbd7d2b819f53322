"""The connection of a service to NATS: streams, consumers, subscriptions and the relay, started in the background so
that the HTTP door opens even while NATS is away (writes then wait in the outbox)."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, NoReturn, TypeVar

import nats
from faststream.nats import NatsBroker
from faststream.nats.security import NatsUserPassword
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from sqlalchemy import select

from libs.common import consumers, streams
from libs.common.config import ServiceSettings
from libs.common.db import Database
from libs.common.listening import Listener, Listeners
from libs.common.log import logger, sparing
from libs.common.objects import Bucket
from libs.common.pulling import lost_consumers
from libs.common.receiving import subscribe
from libs.common.refilling import refill
from libs.common.relay import Relay
from libs.common.tables import listeners as listeners_table

log = logger(__name__)

DRIFT_EXIT_CODE: Final = 78
ResultT = TypeVar("ResultT")

report = sparing(log)
_RETRY: Final = 1.0
_STOP_WITHIN: Final = 4.0


class Messaging:
    """Everything between a service and NATS, for the life of a process."""

    def __init__(
        self,
        service: str,
        settings: ServiceSettings,
        database: Database,
        listeners: Listeners,
        buckets: Sequence[Bucket] = (),
    ) -> None:
        self.service = service
        self._settings = settings
        self._database = database
        self._listeners = list(listeners)
        self._buckets = buckets
        self._starting: asyncio.Task[None] | None = None
        self._relaying: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None
        self._client: Client | None = None
        self.broker = self._make_broker()
        self._lost = lost_consumers(self.broker)
        self.started = False

    def start(self) -> None:
        """Begins to connect; returns at once."""
        self._starting = asyncio.create_task(self._start())

    async def stop(self) -> None:
        """Stops pulling, lets running handlers finish, then stops the relay and closes the connections: within a few
        seconds, whether NATS answers or not."""
        await _cancelled(self._starting, self._watching)
        await _in_time(self.broker.stop())
        await _cancelled(self._relaying)
        if self._client is not None:
            await _in_time(self._client.close())

    async def publish_proof(self) -> None:
        """A real publish with a PubAck on the stream HEALTH. Raises what NATS raises."""
        if self._client is None or not self._client.is_connected:
            raise NatsError
        await self._client.jetstream().publish(f"health.{self.service}", b"{}", timeout=2, stream="HEALTH")

    def _make_broker(self) -> NatsBroker:
        broker = make_broker(self.service, self._settings)
        for listener in self._listeners:
            subscribe(broker, listener, self._database, inbox_prefix=_inbox_prefix(self._settings))
        return broker

    async def _start(self) -> None:
        client = await _until_done(self._connect)
        js = client.jetstream()
        relay = Relay(dsn=self._settings.database_url.get_secret_value(), nats=client, js=js)
        self._database.on_staged = relay.wake
        self._relaying = asyncio.create_task(relay.run())
        await _until_done(lambda: self._prepare(js))
        await _until_done(self.broker.start)
        self._watching = asyncio.create_task(self._watch(js))
        self.started = True
        log.info("messaging_started", listeners=len(self._listeners))

    async def _watch(self, js: JetStreamContext) -> None:
        await consumers.watch(js, self._listeners, self._lost, lambda: self._ensure_streams(js))

    async def _connect(self) -> Client:
        options = _connection(self.service, self._settings)
        self._client = await nats.connect(self._settings.nats_url, error_cb=_report, **options)
        return self._client

    async def _prepare(self, js: JetStreamContext) -> None:
        await streams.check_sync(self._settings.nats_monitor_url)
        await self._ensure_streams(js)
        await self._ensure_consumers(js)

    async def _ensure_streams(self, js: JetStreamContext) -> None:
        for stream in streams.streams_of(self.service):
            await streams.ensure_stream(js, stream)
            async with self._database.transaction() as session:
                await refill(session, js, stream)
        for bucket in self._buckets:
            await streams.ensure_stream(js, bucket.stream)
            bucket.connect(js)

    async def _ensure_consumers(self, js: JetStreamContext) -> None:
        for listener in self._listeners:
            known = await self._is_known(listener)
            await consumers.ensure_consumer(js, listener, known=known)
            async with self._database.transaction() as session:
                await consumers.register(session, listener)

    async def _is_known(self, listener: Listener) -> bool:
        async with self._database.transaction() as session:
            found = select(listeners_table.c.listener).where(listeners_table.c.listener == listener.name)
            return (await session.execute(found)).first() is not None


async def _until_done(step: Callable[[], Awaitable[ResultT]]) -> ResultT:
    while True:
        try:
            return await step()
        except streams.Drift as drift:
            _refuse(drift)
        except Exception as error:  # NATS or PostgreSQL is away, or something else is wrong: said, and tried again
            report("messaging_waits", error=f"{type(error).__name__}: {error}"[:200])
            await asyncio.sleep(_RETRY)


async def _cancelled(*tasks: asyncio.Task[None] | None) -> None:
    running = [task for task in tasks if task is not None]
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


async def _in_time(ending: Awaitable[None]) -> None:
    try:
        async with asyncio.timeout(_STOP_WITHIN):
            await ending
    except Exception as error:  # a connection that is away or closed says so in many ways; we leave all the same
        log.info("stopped_without_nats", error=type(error).__name__)


def make_broker(name: str, settings: ServiceSettings) -> NatsBroker:
    """A broker that never gives up reconnecting; what goes wrong is logged by us, not by it."""
    options = _connection(name, settings)
    security = NatsUserPassword(options.pop("user"), options.pop("password"))
    return NatsBroker(
        settings.nats_url,
        security=security,
        apply_types=False,
        graceful_timeout=_STOP_WITHIN,
        logger=None,
        error_cb=_report,
        **options,
    )


def _connection(service: str, settings: ServiceSettings) -> dict[str, Any]:
    return {
        "user": settings.nats_user,
        "password": settings.nats_password.get_secret_value(),
        "name": service,
        "inbox_prefix": _inbox_prefix(settings),
        "max_reconnect_attempts": -1,
        "reconnect_time_wait": 0.5,
        "connect_timeout": 3,
    }


def _inbox_prefix(settings: ServiceSettings) -> bytes:
    return f"_INBOX_{settings.nats_user}".encode()


async def _report(error: Exception) -> None:
    report("nats_reports", error=f"{type(error).__name__}: {error}"[:200])


def _refuse(drift: streams.Drift) -> NoReturn:
    log.error("drift", reason=str(drift))
    sys.stderr.flush()
    os._exit(DRIFT_EXIT_CODE)
