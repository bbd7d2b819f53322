"""From a delivery to its end: acked, tried again later, or a dead letter. FastStream pulls; what becomes of it is
decided here."""

from typing import Any, Final
from uuid import NAMESPACE_OID, UUID, uuid5

from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker, NatsMessage, PullSub
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common import clock, metrics
from libs.common.consumers import config_of
from libs.common.db import Database
from libs.common.listening import Listener, Listeners, Undecodable, describe
from libs.common.log import logger
from libs.common.refusals import NotYet, Refusal
from libs.common.tables import dead_letters, inbox

log = logger(__name__)

_LONGEST_DELAY: Final = 60.0
_ALARM_AFTER: Final = 600.0
_REPLAYS: Final = 50


def subscribe(broker: NatsBroker, listener: Listener, database: Database, *, inbox_prefix: bytes) -> None:
    """Declares the subscription of one listener: durable, pull, acked by hand, at most `workers` handlers at once."""

    async def receive(message: NatsMessage) -> None:
        await _receive(message, listener, database)

    broker.subscriber(
        "",
        config=config_of(listener),
        stream=JStream(listener.stream, declare=False),
        durable=listener.name,
        pull_sub=PullSub(batch_size=1),
        max_workers=listener.workers,
        inbox_prefix=inbox_prefix + b".",
        ack_policy=AckPolicy.MANUAL,
        no_reply=True,
        decoder=_undecoded,
        title=listener.name,
    )(receive)


async def _undecoded(message: NatsMessage) -> NatsMessage:
    """Keeps FastStream from guessing what a body is; the listener reads it."""
    return message


async def _receive(message: NatsMessage, listener: Listener, database: Database) -> None:
    try:
        result = await _handle(message, listener, database)
    except Exception as error:  # whatever it was, it is tried again
        result = await _later(message, listener, error)
    metrics.handled.labels(listener.name, result).inc()


async def _handle(message: NatsMessage, listener: Listener, database: Database) -> str:
    try:
        event, meta = listener.read(bytes(message.body))
    except Undecodable as error:
        return await _bury(message, listener, database, f"undecodable: {error}")
    try:
        async with database.transaction() as session:
            first = await listener.deliver(session, event, meta)
    except Refusal as refusal:
        return await _bury(message, listener, database, f"{refusal.slug}: {refusal}")
    await message.ack()
    metrics.waiting.labels(listener.name).set(0)
    if first:
        metrics.event_age.labels(listener.name).observe(max(0.0, (clock.now() - meta.time).total_seconds()))
    return "done" if first else "duplicate"


async def _later(message: NatsMessage, listener: Listener, error: Exception) -> str:
    delivered = message.raw_message.metadata.num_delivered or 1
    delay = min(_LONGEST_DELAY, 0.25 * 2 ** min(delivered - 1, 10))
    age = (clock.now() - message.raw_message.metadata.timestamp).total_seconds()
    metrics.waiting.labels(listener.name).set(age)
    facts: dict[str, Any] = {"listener": listener.name, "delivered": delivered, "again_in": delay}
    if isinstance(error, NotYet):
        report = log.error if age > _ALARM_AFTER else log.info
        report("event_waits", reason=str(error), age_seconds=round(age, 1), **facts)
    else:
        log.warning("event_failed", error=describe(error), exc_info=error, **facts)
    await message.nack(delay=delay)
    return "retried"


async def _bury(message: NatsMessage, listener: Listener, database: Database, reason: str) -> str:
    sequence = message.raw_message.metadata.sequence.stream
    event_id = _event_id(message, listener, sequence)
    async with database.transaction() as session:
        await session.execute(insert(inbox).values(listener=listener.name, event_id=event_id).on_conflict_do_nothing())
        letter = insert(dead_letters).values(
            listener=listener.name,
            event_id=event_id,
            stream=listener.stream,
            stream_sequence=sequence,
            subject=message.raw_message.subject,
            body=bytes(message.body).decode("utf-8", "backslashreplace").replace("\x00", "\\x00"),
            reason=reason,
        )
        await session.execute(letter.on_conflict_do_nothing())
    await message.raw_message.term()
    log.error("dead_letter", listener=listener.name, event_id=str(event_id), reason=reason)
    return "dead"


def _event_id(message: NatsMessage, listener: Listener, sequence: int) -> UUID:
    try:
        return UUID((message.raw_message.headers or {}).get("Nats-Msg-Id", ""))
    except ValueError:
        return uuid5(NAMESPACE_OID, f"{listener.stream}/{sequence}")


async def replay(session: AsyncSession, listeners: Listeners) -> int:
    """Delivers again the dead letters that an operator asked for; one that fails again stays open with its new reason.
    Gives how many were tried."""
    asked = (
        select(dead_letters)
        .where(dead_letters.c.replay_requested_at.is_not(None), dead_letters.c.resolved_at.is_(None))
        .order_by(dead_letters.c.id)
        .limit(_REPLAYS)
        .with_for_update(skip_locked=True)
    )
    letters = (await session.execute(asked)).mappings().all()
    by_name = {listener.name: listener for listener in listeners}
    for letter in letters:
        await _replay_one(session, dict(letter), by_name.get(letter["listener"]))
    return len(letters)


async def _replay_one(session: AsyncSession, letter: dict[str, Any], listener: Listener | None) -> None:
    outcome: dict[str, Any] = {"replay_requested_at": None}
    try:
        if listener is None:
            raise Undecodable("this listener no longer exists")
        event, meta = listener.read(letter["body"].encode())
        async with session.begin_nested():
            await session.execute(
                inbox.delete().where(inbox.c.listener == letter["listener"], inbox.c.event_id == letter["event_id"])
            )
            await listener.deliver(session, event, meta)
        outcome |= {"resolved_at": func.clock_timestamp(), "resolution": "replayed"}
    except (Undecodable, Refusal, NotYet) as error:
        outcome |= {"reason": f"again: {error}"}
    await session.execute(update(dead_letters).where(dead_letters.c.id == letter["id"]).values(**outcome))
