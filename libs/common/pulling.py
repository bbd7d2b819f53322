"""How messages are pulled: a standing request, and whatever has arrived is handed on at once, together.

FastStream's own pull subscribers either ask for every message anew, or hold messages back until a batch is full or
timed out, and ask thousands of times a second while nobody answers. This keeps FastStream's subscriber and replaces
only its loop.
"""

import asyncio
import json
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Final

from faststream.nats import NatsBroker, PullSub
from faststream.nats.subscriber.usecases import BatchPullStreamSubscriber
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError
from nats.errors import TimeoutError as NatsTimeout

from libs.common.log import logger, sparing

log = logger(__name__)
report = sparing(log)

LOST: Final = "lost"

_LOOK: Final = 2.0
_WAIT: Final = 1.0
_AT_HAND: Final = 0.001
_EXPIRES: Final = 30.0
_HEARTBEAT: Final = 5.0
_BACK_AFTER: Final = 0.2  # not at once, or it would come here again
_SILENCE: Final = 2.5 * _HEARTBEAT
_NANO: Final = 1_000_000_000


def lost_consumers(broker: NatsBroker) -> asyncio.Event:
    """Set whenever a pull finds nobody who answers: some durable may have been deleted."""
    lost = asyncio.Event()
    broker.context.set_global(LOST, lost)
    return lost


class GatheringSubscriber(BatchPullStreamSubscriber):
    """Hands over what is there, from one message to `batch_size`, as soon as the former group is done and the first
    has waited `timeout` seconds for company."""

    __slots__ = ()

    async def _consume_pull(self) -> None:
        client: Client = self._outer_config.connection_state.connection
        subject = f"$JS.API.CONSUMER.MSG.NEXT.{self.stream.name}.{self.extra_options['durable']}"
        inbox = await client.subscribe(client.new_inbox())
        pull = StandingPull(client, inbox, subject, self.pull_sub, self._outer_config.context.get(LOST))
        try:
            while self.running:
                if messages := await pull.gather():
                    await self.consume(messages)
        finally:
            await _to_its_end(pull.give_back())

    async def stop(self) -> None:
        """Waits until what was handed out is given back: a connection that is drained meanwhile would wait for it."""
        pulling = list(self.tasks)
        await super().stop()
        await asyncio.gather(*pulling, return_exceptions=True)


class StandingPull:
    """One pull request that always stands for one durable consumer, and what has arrived on it."""

    def __init__(
        self, client: Client, inbox: Subscription, subject: str, pull: PullSub, lost: asyncio.Event | None
    ) -> None:
        self._client = client
        self._inbox = inbox
        self._subject = subject
        self._most = pull.batch_size
        self._linger = pull.timeout or 0.0
        self._lost = lost
        self._gathered: list[Msg] = []
        self._asked = 0
        self._reconnects = 0
        self._heard_at = 0.0

    async def gather(self) -> list[Msg]:
        """The messages there are now, waiting up to two seconds for the first; empty if none came."""
        if self._asked <= 0 or self._is_forgotten():
            await self._ask()
        try:
            first = await self._inbox.next_msg(timeout=_LOOK)
        except (NatsTimeout, TimeoutError):
            return []
        except NatsError:
            await asyncio.sleep(_WAIT)
            return []
        await self._keep(first)
        await self._gather_more()
        messages, self._gathered = self._gathered, []
        return messages

    async def _gather_more(self) -> None:
        until = asyncio.get_running_loop().time() + self._linger
        while len(self._gathered) < self._most:
            left = until - asyncio.get_running_loop().time()
            if not self._inbox.pending_msgs and left <= 0:
                return
            try:
                await self._keep(await self._inbox.next_msg(timeout=max(left, _AT_HAND)))
            except (NatsError, TimeoutError):
                return

    async def _keep(self, message: Msg) -> None:
        if await self._is_event(message):
            self._gathered.append(message)

    async def give_back(self) -> None:
        """Returns what was handed out but not begun, so that nobody has to wait for `ack_wait`."""
        with suppress(NatsError, TimeoutError):  # a closing connection: the server gives it out again after `ack_wait`
            while self._inbox.pending_msgs:
                await self._keep(await self._inbox.next_msg(timeout=_LOOK))
            for message in self._gathered:
                await message.nak(delay=_BACK_AFTER)
            await self._inbox.unsubscribe()

    def _is_forgotten(self) -> bool:
        """Whether the server no longer knows of the request: it was restarted, or has been silent for too long."""
        silent = asyncio.get_running_loop().time() - self._heard_at > _SILENCE
        return silent or self._client.stats["reconnects"] != self._reconnects

    async def _ask(self) -> None:
        self._asked, self._reconnects = self._most, self._client.stats["reconnects"]
        self._heard_at = asyncio.get_running_loop().time()
        wanted: dict[str, Any] = {"batch": self._most}
        wanted |= {"expires": int(_EXPIRES * _NANO), "idle_heartbeat": int(_HEARTBEAT * _NANO)}
        await self._client.publish(self._subject, json.dumps(wanted).encode(), reply=self._inbox.subject)

    async def _is_event(self, message: Msg) -> bool:
        """Counts it off if it is; what the server says of the request itself prolongs or ends the request."""
        self._heard_at = asyncio.get_running_loop().time()
        status = (message.headers or {}).get("Status")
        if status is None or message.reply.startswith("$JS.ACK"):
            self._asked -= 1
            return True
        if status != "100":
            self._asked = 0
        if status not in ("100", "404", "408"):
            await self._unanswered(status)
        return False

    async def _unanswered(self, status: str) -> None:
        report("pull_unanswered", error=status, consumer=self._subject.rpartition(".")[2])
        if self._lost is not None:
            self._lost.set()
        await asyncio.sleep(_WAIT)


async def _to_its_end(work: Coroutine[Any, Any, None]) -> None:
    """Awaits it although the one who waits is cancelled meanwhile."""
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
