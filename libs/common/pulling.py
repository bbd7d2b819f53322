"""FastStream's pull loop as we need it: a message is handled the moment it comes, together with what waits behind it
(FastStream's own batches wait until they are full), and where nobody answers it waits before it asks again (FastStream
asks thousands of times a second when a durable was deleted)."""

import asyncio
from typing import Final

from faststream.nats import NatsBroker
from faststream.nats.subscriber.usecases import BatchPullStreamSubscriber
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.errors import APIError

from libs.common.log import logger, sparing

log = logger(__name__)
report = sparing(log.warning)

_GATHER_WITHIN: Final = 0.1
_AFTER_FAILURE: Final = 1.0


class GatheringSubscriber(BatchPullStreamSubscriber):
    """Pulls one message, then as many of those that wait behind it as a batch holds."""

    __slots__ = ()

    async def _consume_pull(self) -> None:
        while self.running:
            messages = await self._gather()
            if messages and self.running:
                await self.consume(messages)

    async def _gather(self) -> list[Msg]:
        messages: list[Msg] = []
        try:
            messages += await self._fetch(1, self.pull_sub.timeout)
            if waiting := min(messages[0].metadata.num_pending, self.pull_sub.batch_size - 1):
                messages += await self._fetch(waiting, _GATHER_WITHIN)
        except TimeoutError:
            return messages
        except NatsError as error:
            await self._unanswered(error)
        return messages

    async def _fetch(self, most: int, seconds: float | None) -> list[Msg]:
        if self.subscription is None:
            raise TimeoutError
        return await self.subscription.fetch(batch=most, timeout=seconds)

    async def _unanswered(self, error: NatsError) -> None:
        report("pull_unanswered", error=type(error).__name__, consumer=self.config.durable_name)
        lost = self._outer_config.context.get(LOST)
        if isinstance(error, APIError) and lost is not None:
            lost.set()
        await asyncio.sleep(_AFTER_FAILURE)


LOST: Final = "lost"


def lost_consumers(broker: NatsBroker) -> asyncio.Event:
    """Set whenever a pull finds nobody who answers: some durable may have been deleted."""
    lost = asyncio.Event()
    broker.context.set_global(LOST, lost)
    return lost
