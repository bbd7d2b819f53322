"""The durable consumers behind the listeners: created, compared at start and watched, in one place.

A deleted durable is never re-created by the client and changed settings never reach an existing one, so this does both.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, timedelta
from functools import partial
from typing import Final

from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, ConsumerInfo, DeliverPolicy
from nats.js.errors import NotFoundError
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common import clock, metrics
from libs.common.listening import Listener
from libs.common.log import logger
from libs.common.streams import Drift, plain
from libs.common.tables import listeners as listeners_table

log = logger(__name__)

ACK_WAIT: Final = 30.0
MAX_ACK_PENDING: Final = 256
INBOX_KEPT_DAYS: Final = 90
_LOOK_BACK: Final = timedelta(days=INBOX_KEPT_DAYS - 5)
_WATCH: Final = 15.0


def config_of(listener: Listener) -> ConsumerConfig:
    """A listener's consumer: pull, explicit ack, tried without end, from the first event on."""
    return ConsumerConfig(
        name=listener.name,
        durable_name=listener.name,
        filter_subjects=list(listener.subjects),
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=ACK_WAIT,
        max_deliver=-1,
        max_ack_pending=MAX_ACK_PENDING,
    )


async def register(session: AsyncSession, listener: Listener) -> None:
    """Notes since when the listener has listened, for the audit."""
    row = insert(listeners_table).values(
        listener=listener.name, stream=listener.stream, subjects=" ".join(listener.subjects)
    )
    await session.execute(
        row.on_conflict_do_update(
            index_elements=["listener"],
            set_={"stream": row.excluded.stream, "subjects": row.excluded.subjects},
            where=listeners_table.c.subjects != row.excluded.subjects,
        )
    )


async def ensure_consumer(js: JetStreamContext, listener: Listener, *, known: bool) -> None:
    """Creates the consumer, or mends what differs. Raises Drift where the server will not have it.

    `known`: this listener has listened before, so a missing durable was deleted; it starts again no further back than
    the inbox reaches, so that nothing is done twice.
    """
    wanted = config_of(listener)
    try:
        found = (await js.consumer_info(listener.stream, listener.name)).config
    except NotFoundError:
        if known:
            wanted.deliver_policy = DeliverPolicy.BY_START_TIME
            wanted.opt_start_time = (clock.now() - _LOOK_BACK).astimezone(UTC)
            log.error("consumer_was_gone", listener=listener.name)
        await js.add_consumer(listener.stream, wanted)
        return
    differs = differences(wanted, found)
    if not differs:
        return
    wanted.deliver_policy, wanted.opt_start_time = found.deliver_policy, found.opt_start_time
    try:
        await js.add_consumer(listener.stream, wanted)
    except NatsError as error:
        raise Drift(f"consumer {listener.name}: {', '.join(sorted(differs))} cannot be changed: {error}") from error
    log.warning("consumer_mended", listener=listener.name, settings=sorted(differs))
    still = differences(wanted, (await js.consumer_info(listener.stream, listener.name)).config)
    if still:
        raise Drift(f"consumer {listener.name} keeps other settings: {', '.join(sorted(still))}")


def differences(wanted: ConsumerConfig, found: ConsumerConfig) -> set[str]:
    """The settings in which a consumer is not as its listener needs it."""
    differs = {
        name
        for name in ("ack_policy", "ack_wait", "max_deliver", "max_ack_pending")
        if plain(getattr(wanted, name)) != plain(getattr(found, name))
    }
    subjects = set(found.filter_subjects or []) | ({found.filter_subject} if found.filter_subject else set())
    if subjects != set(wanted.filter_subjects or []):
        differs.add("filter_subjects")
    if found.deliver_subject:
        differs.add("deliver_subject")
    return differs


async def measure(js: JetStreamContext, listener: Listener) -> None:
    """Says what is left for a listener to do and for how long it has done nothing, also of one that never pulls."""
    info = await js.consumer_info(listener.stream, listener.name)
    left = (info.num_pending or 0) + (info.num_ack_pending or 0)
    metrics.pending.labels(listener.name).set(left)
    metrics.standing.labels(listener.name).set(_idle_seconds(info) if left else 0)


def _idle_seconds(info: ConsumerInfo) -> float:
    moved = (info.ack_floor.last_active if info.ack_floor else None) or info.created
    return max(0.0, (clock.of_machine() - moved).total_seconds()) if moved else 0.0


async def watch(
    js: JetStreamContext, listeners: list[Listener], lost: asyncio.Event, streams: Callable[[], Awaitable[None]]
) -> None:
    """Re-creates a stream or a durable that somebody deletes while we run, and measures how far each listener is: when
    a pull was unanswered, and every quarter of a minute, for ever."""
    checks: dict[str, Callable[[], Awaitable[None]]] = {"streams": streams}
    checks |= {listener.name: partial(ensure_consumer, js, listener, known=True) for listener in listeners}
    checks |= {f"{listener.name} measured": partial(measure, js, listener) for listener in listeners}
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(lost.wait(), _WATCH)
        lost.clear()
        for name, check in checks.items():
            try:
                await check()
            except Exception as error:  # whatever it was, it is looked at again
                log.warning("not_checked", what=name, error=f"{type(error).__name__}: {error}"[:200])
