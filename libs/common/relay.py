"""The relay: the only publisher. One per service (advisory lock; a replica tells it of what is staged there), in the
order of the outbox, each row marked with the place its PubAck names.

No transaction is open while it publishes. Rows are found by "not yet published", never by a cursor, so a late commit is
not stepped over. A publish whose outcome is unknown is tried again: `Nats-Msg-Id` and the listeners' inboxes make that
harmless. For the same reason marking waits neither for the disk nor for each row: it is done for many rows at once.
"""

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from typing import Any, Final, NamedTuple
from uuid import UUID

import asyncpg
from nats.aio.client import Client
from nats.errors import MaxPayloadError
from nats.js import JetStreamContext

from libs.common import metrics
from libs.common.ids import new_id
from libs.common.log import logger, sparing
from libs.contracts.envelope import CONTENT_TYPE

log = logger(__name__)
report = sparing(log)

_LOCK: Final = 7_266_002
_CHANNEL: Final = "outbox"
_READ: Final = 1_000
_BATCH: Final = 100
_FEW: Final = 6  # so many cost the server less singly than as an atomic batch
_POLL: Final = 1.0
_TIMEOUT: Final = 5.0
_FIRST_DELAY: Final = 0.1
_LONGEST_DELAY: Final = 5.0
_REST: Final = 0.5
_MARK_TOGETHER: Final = 64
_MARK_WITHIN: Final = 0.1
_MARK_AT_END: Final = 1.0

_UNSENT = """
SELECT id, event_id, type, stream, subject, body FROM outbox
WHERE published_at IS NULL AND id <> ALL($1::bigint[]) AND stream <> ALL($2::text[]) ORDER BY id LIMIT $3
"""
_MARK = """
UPDATE outbox SET published_at = clock_timestamp() - sent.age * interval '1 second', stream_sequence = sent.place
FROM unnest($1::bigint[], $2::bigint[], $3::float8[]) AS sent (id, place, age) WHERE outbox.id = sent.id
"""


class Sent(NamedTuple):
    """A row that has gone: its place in its stream, and when the server said so (of the event loop's clock)."""

    row: Any
    place: int
    at: float


class BatchRefused(Exception):
    """The server took none of an atomic batch."""


class Relay:
    """Publishes a service's outbox for as long as `run` is awaited."""

    def __init__(self, *, dsn: str, nats: Client, js: JetStreamContext, poll: float = _POLL) -> None:
        self._poll = poll
        self._dsn = dsn.replace("postgresql+asyncpg://", "postgresql://")
        self._nats = nats
        self._js = js
        self._wake = asyncio.Event()
        self._unmarked: dict[int, Sent] = {}
        self._resting: dict[str, float] = {}

    def wake(self) -> None:
        """Something was staged here: look now rather than at the next poll."""
        self._wake.set()

    async def run(self) -> None:
        """Works until cancelled; what goes wrong is logged and tried again with a growing delay."""
        delay = _FIRST_DELAY
        while True:
            began = time.monotonic()
            try:
                await self._lead()
            except Exception as error:  # the database went away, or something worse: the rows stay, and are tried again
                report("relay_stopped", error=f"{type(error).__name__}: {error}"[:200])
            delay = _FIRST_DELAY if time.monotonic() - began > _LONGEST_DELAY else min(delay * 2, _LONGEST_DELAY)
            await asyncio.sleep(delay)

    async def connect(self) -> Any:
        """The connection that `drain` works on: what it marks is not waited for."""
        settings = {"application_name": "relay", "synchronous_commit": "off"}
        return await asyncpg.connect(self._dsn, timeout=5, server_settings=settings)

    async def _lead(self) -> None:
        connection = await self.connect()
        self._unmarked = {}
        try:
            while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", _LOCK):
                if await self._woken(self._poll):
                    await connection.execute(f"NOTIFY {_CHANNEL}")
            await connection.add_listener(_CHANNEL, lambda *_: self.wake())
            while True:
                self._wake.clear()
                if not await self.drain(connection) and not await self._woken(self._patience):
                    await self.mark(connection)
        except asyncio.CancelledError:
            with suppress(Exception):  # not marked, they are sent again
                async with asyncio.timeout(_MARK_AT_END):
                    await self.mark(connection)
            raise
        finally:
            connection.terminate()

    @property
    def _patience(self) -> float:
        if self._unmarked:
            return _MARK_WITHIN
        return _REST if self._resting else self._poll

    def _mark_is_due(self) -> bool:
        first = next(iter(self._unmarked.values()), None)
        now = asyncio.get_running_loop().time()
        return first is not None and (len(self._unmarked) >= _MARK_TOGETHER or now - first.at > _MARK_WITHIN)

    async def _woken(self, within: float) -> bool:
        """Waits for something to be staged here, for so many seconds at most."""
        try:
            async with asyncio.timeout(within):
                await self._wake.wait()
        except TimeoutError:
            return False
        self._wake.clear()
        return True

    async def drain(self, connection: Any) -> bool:
        """Publishes what is unsent now, up to a thousand rows, the streams beside each other; whether there may be
        more. A stream that takes nothing rests for a moment, and keeps only its own rows waiting."""
        now = asyncio.get_running_loop().time()
        self._resting = {stream: until for stream, until in self._resting.items() if until > now}
        rows = await connection.fetch(_UNSENT, list(self._unmarked), list(self._resting), _READ)
        runs = [list(run) for _, run in groupby(_by_stream(rows), key=lambda row: row["stream"])]
        for run, sent in zip(runs, await asyncio.gather(*map(self._publish_run, runs)), strict=True):
            if len(sent) < len(run):
                self._resting[run[0]["stream"]] = now + _REST
            for one in sent:
                self._unmarked[one.row["id"]] = one
                metrics.published.labels(one.row["type"]).inc()
        if self._mark_is_due():
            await self.mark(connection)
        return len(rows) == _READ

    async def mark(self, connection: Any) -> None:
        """Notes of what was published where in its stream it is."""
        if not self._unmarked:
            return
        now, sent = asyncio.get_running_loop().time(), list(self._unmarked.values())
        ages = [now - one.at for one in sent]
        await connection.execute(_MARK, list(self._unmarked), [one.place for one in sent], ages)
        self._unmarked = {}

    async def _publish_run(self, rows: Sequence[Any]) -> list[Sent]:
        """The rows of one stream that have gone, with their places there. Of an atomic batch all go or none; of few
        rows those behind one that is refused may go before it: listeners take events in any order."""
        sent: list[Sent] = []
        try:
            if not self._nats.is_connected:
                raise ConnectionError("NATS is away")
            for part in batches(rows):
                places = await self._publish(part)
                at = asyncio.get_running_loop().time()
                sent += [
                    Sent(row, place, at) for row, place in zip(part, places, strict=True) if isinstance(place, int)
                ]
                for refused in (place for place in places if isinstance(place, BaseException)):
                    raise refused
        except Exception as error:  # whatever NATS answers, the rows stay unsent and are tried again
            report("relay_publish_failed", error=f"{type(error).__name__}: {error}"[:200], stream=rows[0]["stream"])
        return sent

    async def _publish(self, rows: Sequence[Any]) -> Sequence[int | BaseException]:
        if len(rows) > _FEW:
            try:
                return await self._publish_batch(rows)
            except (BatchRefused, MaxPayloadError) as refused:
                log.info("relay_batch_refused", reason=str(refused), rows=len(rows))
        return await asyncio.gather(*map(self._publish_one, rows), return_exceptions=True)

    async def _publish_one(self, row: Any) -> int:
        ack = await self._js.publish(
            row["subject"],
            row["body"].encode(),
            timeout=_TIMEOUT,
            stream=row["stream"],
            headers=headers(row["event_id"]),
        )
        if ack.stream != row["stream"]:
            raise ConnectionError(f"answered by {ack.stream}")
        return ack.seq

    async def _publish_batch(self, rows: Sequence[Any]) -> list[int]:
        batch_id = new_id().hex
        for place, row in enumerate(rows[:-1], start=1):
            extra = {"Nats-Batch-Id": batch_id, "Nats-Batch-Sequence": str(place)}
            body = row["body"].encode()
            if place == 1:
                first = await self._nats.request(
                    row["subject"], body, timeout=_TIMEOUT, headers=headers(row["event_id"]) | extra
                )
                _refused(first.data)
            else:
                await self._nats.publish(row["subject"], body, headers=headers(row["event_id"]) | extra)
        last = rows[-1]
        commit = {"Nats-Batch-Id": batch_id, "Nats-Batch-Sequence": str(len(rows)), "Nats-Batch-Commit": "1"}
        answer = await self._nats.request(
            last["subject"], last["body"].encode(), timeout=_TIMEOUT, headers=headers(last["event_id"]) | commit
        )
        ack = _refused(answer.data)
        if ack.get("stream") != last["stream"] or ack.get("count") != len(rows):
            raise BatchRefused(f"unexpected answer {ack}")
        return list(range(ack["seq"] - len(rows) + 1, ack["seq"] + 1))


def batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The rows of one stream, at most a hundred at a time, in their order."""
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH]


def _by_stream(rows: Sequence[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row["stream"], row["id"]))


def headers(event_id: UUID) -> dict[str, str]:
    """What every event is sent with; without `Nats-Msg-Id` nothing would be recognised as sent before."""
    return {"Nats-Msg-Id": str(event_id), "content-type": CONTENT_TYPE}


def _refused(data: bytes) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(data) if data else {}
    if "error" in answer:
        raise BatchRefused(answer["error"].get("description", "refused"))
    return answer
