"""From a delivery to its end: acked, tried again later, or a dead letter. FastStream brings the messages; what becomes
of them is decided here.

Messages that wait together share one transaction; if anything in it goes wrong, each is done again in one of its own.
"""

from dataclasses import dataclass
from typing import Any, Final
from uuid import NAMESPACE_OID, UUID, uuid5

from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker, PullSub
from faststream.nats.message import NatsBatchMessage
from nats.aio.msg import Msg

from libs.common import clock, metrics
from libs.common.consumers import config_of
from libs.common.db import Database
from libs.common.dead_letters import Letter, bury
from libs.common.listening import Listener, Meta, Undecodable, describe
from libs.common.log import logger
from libs.common.pulling import GatheringSubscriber
from libs.common.refusals import NotYet, Refusal
from libs.contracts.envelope import CONTENT_TYPE, Event

log = logger(__name__)

_LONGEST_DELAY: Final = 60.0
_ALARM_AFTER: Final = 600.0


def subscribe(broker: NatsBroker, listener: Listener, database: Database, *, inbox_prefix: bytes) -> None:
    """Declares the subscription of one listener: durable, pull, acked by hand, at most `together` messages at once."""
    receiver = Receiver(listener, database)

    async def receive(message: NatsBatchMessage) -> None:
        try:
            await receiver.take(message.raw_message)
        except Exception as error:  # an answer that cannot be given; FastStream would swallow it without a word
            log.error("delivery_unanswered", listener=listener.name, error=describe(error), exc_info=error)

    subscriber = broker.subscriber(
        "",
        config=config_of(listener),
        stream=JStream(listener.stream, declare=False),
        durable=listener.name,
        pull_sub=PullSub(batch_size=listener.together, timeout=listener.linger or None, batch=True),
        inbox_prefix=inbox_prefix + b".",
        ack_policy=AckPolicy.MANUAL,
        no_reply=True,
        decoder=_undecoded,
        title=listener.name,
    )
    subscriber.__class__ = GatheringSubscriber
    subscriber(receive)


async def _undecoded(message: NatsBatchMessage) -> NatsBatchMessage:
    """Keeps FastStream from guessing what a body is; the listener reads it."""
    return message


@dataclass(frozen=True)
class Delivery:
    """One message that could be read."""

    message: Msg
    event: Event
    meta: Meta


class Receiver:
    """Brings the messages of one listener to their end."""

    def __init__(self, listener: Listener, database: Database) -> None:
        self._listener = listener
        self._database = database

    async def take(self, messages: list[Msg]) -> None:
        """Handles what arrived together, each to its answer."""
        deliveries = [delivery for message in messages if (delivery := await self._read(message))]
        if len(deliveries) > 1 and await self._all_at_once(deliveries):
            return
        for delivery in deliveries:
            await self._alone(delivery)

    async def _read(self, message: Msg) -> Delivery | None:
        try:
            _require_content_type(message)
            event, meta = self._listener.read(message.data)
        except Undecodable as error:
            await self._bury_or_later(message, f"undecodable: {error}")
            return None
        return Delivery(message, event, meta)

    async def _all_at_once(self, deliveries: list[Delivery]) -> bool:
        """One transaction for all; False, with nothing done, if anything went wrong."""
        try:
            async with self._database.transaction() as session:
                new = await self._listener.deliver_all(session, [(one.event, one.meta) for one in deliveries])
        except Exception as error:  # which of them it was shows when each is done alone
            log.info("group_split", listener=self._listener.name, size=len(deliveries), error=describe(error))
            return False
        for delivery in deliveries:
            await self._done(delivery, first=delivery.meta.event_id in new)
        return True

    async def _alone(self, delivery: Delivery) -> None:
        try:
            async with self._database.transaction() as session:
                new = await self._listener.deliver_all(session, [(delivery.event, delivery.meta)])
        except Refusal as refusal:
            await self._bury_or_later(delivery.message, f"{refusal.slug}: {refusal}")
        except Exception as error:  # whatever it was, it is tried again
            await self._later(delivery.message, error)
        else:
            await self._done(delivery, first=bool(new))

    async def _done(self, delivery: Delivery, *, first: bool) -> None:
        await delivery.message.ack()
        metrics.waiting.labels(self._listener.name).set(0)
        metrics.handled.labels(self._listener.name, "done" if first else "duplicate").inc()
        if first:
            age = (clock.now() - delivery.meta.time).total_seconds()
            metrics.event_age.labels(self._listener.name).observe(max(0.0, age))

    async def _later(self, message: Msg, error: Exception) -> None:
        delivered = message.metadata.num_delivered or 1
        delay = min(_LONGEST_DELAY, 0.25 * 2 ** min(delivered - 1, 10))
        age = (clock.now() - message.metadata.timestamp).total_seconds()
        metrics.waiting.labels(self._listener.name).set(age)
        metrics.handled.labels(self._listener.name, "retried").inc()
        facts: dict[str, Any] = {"listener": self._listener.name, "delivered": delivered, "again_in": delay}
        if isinstance(error, NotYet):
            report = log.error if age > _ALARM_AFTER else log.info
            report("event_waits", reason=str(error), age_seconds=round(age, 1), **facts)
        else:
            log.warning("event_failed", error=describe(error), exc_info=error, **facts)
        await message.nak(delay=delay)

    async def _bury_or_later(self, message: Msg, reason: str) -> None:
        letter = Letter(
            listener=self._listener.name,
            event_id=_event_id(message, self._listener),
            stream=self._listener.stream,
            stream_sequence=message.metadata.sequence.stream,
            subject=message.subject,
            body=message.data,
            reason=reason,
        )
        try:
            async with self._database.transaction() as session:
                await bury(session, letter)
        except Exception as error:  # not even that: the event stays where it is
            await self._later(message, error)
            return
        await message.term()
        metrics.waiting.labels(self._listener.name).set(0)
        metrics.handled.labels(self._listener.name, "dead").inc()
        log.error("dead_letter", listener=letter.listener, event_id=str(letter.event_id), reason=reason)


def _require_content_type(message: Msg) -> None:
    given = (message.headers or {}).get("content-type", CONTENT_TYPE)
    if given.partition(";")[0].strip().lower() != CONTENT_TYPE:
        raise Undecodable("not a CloudEvent in structured JSON by its content type")


def _event_id(message: Msg, listener: Listener) -> UUID:
    try:
        return UUID((message.headers or {}).get("Nats-Msg-Id", ""))
    except ValueError:
        return uuid5(NAMESPACE_OID, f"{listener.stream}/{message.metadata.sequence.stream}")
