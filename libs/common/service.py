"""A service put together: settings → database → messaging → timers → HTTP. Each `main.py` fills in a `Service`."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import uvicorn
from fastapi import APIRouter, FastAPI
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common import clock, log
from libs.common.config import ServiceSettings
from libs.common.consumers import INBOX_KEPT_DAYS
from libs.common.db import Database
from libs.common.dead_letters import replay
from libs.common.door import Door
from libs.common.health import health_router
from libs.common.http import forget_keys
from libs.common.listening import Listeners
from libs.common.messaging import Messaging
from libs.common.migrations import migrate
from libs.common.objects import Bucket
from libs.common.openapi import DescribedApp
from libs.common.problems import handle_problems
from libs.common.rules import rule_book
from libs.common.tables import ANSWERS_KEPT, inbox, outbox
from libs.common.timers import Timer, Timers
from libs.common.tokens import Verifier
from libs.common.watchdog import Watchdog

KeyLoader = Callable[[Database], Callable[[str], Awaitable[str | None]]]
Hook = Callable[[Database], Awaitable[None]]

_STOP_WITHIN = 5


async def _no_gauges(session: AsyncSession) -> None:
    """No gauges of its own."""


@dataclass(frozen=True)
class Service:
    """What makes a service this one. `gauges` refreshes its own metrics when they are scraped; `on_start` runs once the
    database is migrated, before the door opens; `append_only` tables cannot be changed by the running service."""

    name: str
    settings: ServiceSettings
    routers: Sequence[APIRouter]
    listeners: Listeners
    timers: Timers
    load_key: KeyLoader
    append_only: Sequence[str] = ()
    body_limits: Mapping[str, int] = field(default_factory=dict)
    buckets: Sequence[Bucket] = ()
    on_start: Sequence[Hook] = ()
    gauges: Callable[[AsyncSession], Awaitable[None]] = _no_gauges


def create_app(service: Service) -> FastAPI:
    """The ASGI application; nothing is connected before its lifespan begins."""
    base = f"/api/{service.name}"
    app = DescribedApp(
        title=f"Liên Thông: {service.name}",
        version="1",
        openapi_url=f"{base}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(service),
        generate_unique_id_function=lambda route: route.name,
        separate_input_output_schemas=False,
    )
    app.state.service = service
    app.include_router(health_router())
    for router in service.routers:
        app.include_router(router)
    handle_problems(app)
    app.add_middleware(Door, service=service.name, body_limits=service.body_limits)
    return app


def _lifespan(service: Service) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        settings = service.settings
        clock.follow(settings.clock_file)
        app_url = settings.database_url.get_secret_value()
        await migrate(
            service=service.name,
            migrations_url=settings.migrations_url.get_secret_value(),
            app_url=app_url,
            append_only=service.append_only,
        )
        database = Database(app_url, pool_size=settings.database_pool, application_name=service.name)
        for hook in service.on_start:
            await hook(database)
        messaging = Messaging(service.name, settings, database, service.listeners, service.buckets)
        app.state.database, app.state.messaging = database, messaging
        app.state.verifier = Verifier(service.load_key(database))
        app.state.stopping = asyncio.Event()
        watchdog = Watchdog()
        watchdog.start()
        messaging.start()
        tasks = [asyncio.create_task(timer.run(database)) for timer in (*service.timers, *_own_timers(service))]
        try:
            yield
        finally:
            app.state.stopping.set()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await messaging.stop()
            await database.dispose()
            watchdog.stop()

    return lifespan


def _own_timers(service: Service) -> tuple[Timer, ...]:
    async def replay_dead_letters(session: AsyncSession) -> int:
        return await replay(session, service.listeners)

    return (Timer("replay_dead_letters", 2, replay_dead_letters), Timer("forget_old", 3600, forget_old))


async def forget_old(session: AsyncSession) -> int:
    """Deletes outbox and inbox rows that have been kept long enough, and old idempotency keys."""
    limit = clock.now() - timedelta(days=INBOX_KEPT_DAYS)
    await session.execute(delete(outbox).where(outbox.c.published_at < limit))
    await session.execute(delete(inbox).where(inbox.c.handled_at < limit))
    kept = (await rule_book(session)).number(ANSWERS_KEPT, clock.today())
    await forget_keys(session, older_than=clock.now() - timedelta(hours=kept))
    return 0


class _Server(uvicorn.Server):
    """Tells open streams to end before it waits for them."""

    def handle_exit(self, sig: int, frame: object) -> None:
        app = self.config.loaded_app
        while not isinstance(app, FastAPI) and hasattr(app, "app"):
            app = app.app
        stopping = getattr(getattr(app, "state", None), "stopping", None)
        if stopping is not None:
            stopping.set()
        super().handle_exit(sig, None)


def run(service: Service) -> None:
    """Serves until SIGTERM or SIGINT."""
    settings = service.settings
    log.configure(service.name, settings.log_format)
    config = uvicorn.Config(
        create_app(service),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=_STOP_WITHIN,
        timeout_keep_alive=75,
        h11_max_incomplete_event_size=65_536,
    )
    _Server(config).run()
