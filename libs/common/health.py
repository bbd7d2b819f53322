"""`/livez`, `/readyz` and `/metrics`, on a service's own port only. `/livez` is for the gateway and for restarts,
`/readyz` for starting and for operators: ready means a database that answers and a real PubAck. `/metrics` asks the
same, so that Prometheus needs nobody else to ask."""

import asyncio
from collections.abc import Awaitable
from typing import Any, Final

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common import metrics
from libs.common.log import logger
from libs.common.tables import dead_letters, outbox

log = logger(__name__)

RELAY_LAG_LIMIT: Final = 30.0
_WITHIN: Final = 3.0


def health_router() -> APIRouter:
    """The three routes, outside the OpenAPI document."""
    router = APIRouter(include_in_schema=False)

    @router.get("/livez")
    async def livez() -> PlainTextResponse:
        return PlainTextResponse("ok")

    @router.get("/readyz")
    async def readyz(request: Request) -> JSONResponse:
        checks = await _checked(request.app)
        return JSONResponse(checks, status_code=200 if all(checks.values()) else 503)

    @router.get("/metrics")
    async def measured(request: Request) -> Response:
        checks, read = await asyncio.gather(_checked(request.app), _passes("gauges", _refresh_all(request.app)))
        for name, passed in {**checks, "gauges": read}.items():
            metrics.ready.labels(name).set(passed)
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router


async def _checked(app: FastAPI) -> dict[str, bool]:
    database, nats, relay = await asyncio.gather(
        _passes("database", _database_answers(app)),
        _passes("nats", _nats_acknowledges(app)),
        _passes("relay", _relay_keeps_up(app)),
    )
    listeners = getattr(getattr(app.state, "messaging", None), "started", False)
    return {"database": database, "nats": nats, "listeners": listeners, "relay": relay}


async def _passes(name: str, check: Awaitable[Any]) -> bool:
    try:
        async with asyncio.timeout(_WITHIN):
            await check
    except Exception as error:  # a check that fails, however it fails, is the answer
        log.warning("not_ready", check=name, error=type(error).__name__)
        return False
    return True


async def _database_answers(app: FastAPI) -> None:
    async with app.state.database.transaction() as session:
        await session.execute(select(1))


async def _nats_acknowledges(app: FastAPI) -> None:
    await app.state.messaging.publish_proof()


async def _relay_keeps_up(app: FastAPI) -> None:
    async with app.state.database.transaction() as session:
        _, oldest = await outbox_backlog(session)
    if oldest > RELAY_LAG_LIMIT:
        raise TimeoutError


async def _refresh_all(app: FastAPI) -> None:
    async with app.state.database.transaction() as session:
        await refresh(session)
        await app.state.service.gauges(session)


async def outbox_backlog(session: AsyncSession) -> tuple[int, float]:
    """How many rows are unpublished, and the age of the oldest in seconds."""
    unsent = outbox.c.published_at.is_(None)
    age = func.extract("epoch", func.clock_timestamp() - func.min(outbox.c.staged_at))
    count, oldest = (await session.execute(select(func.count(), age).where(unsent))).one()
    return int(count), max(0.0, float(oldest or 0))


async def refresh(session: AsyncSession) -> None:
    """Brings the gauges that come from the database up to date."""
    count, oldest = await outbox_backlog(session)
    metrics.outbox_pending.set(count)
    metrics.outbox_oldest.set(oldest)
    open_letters = (
        select(dead_letters.c.listener, func.count(1))
        .where(dead_letters.c.resolved_at.is_(None))
        .group_by(dead_letters.c.listener)
    )
    metrics.dead_letters.clear()
    for listener, number in (await session.execute(open_letters)).all():
        metrics.dead_letters.labels(listener).set(number)
