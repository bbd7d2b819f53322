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
from itertools import groupby
from typing import Any, Final
from uuid import UUID

import asyncpg
from nats.aio.client import Client
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
_AFTER_FAILURE: Final = 0.5
_MARK_TOGETHER: Final = 64
_MARK_WITHIN: Final = 0.1

_UNSENT = """
SELECT id, event_id, type, stream, subject, body FROM outbox
WHERE published_at IS NULL AND id <> ALL($1::bigint[]) ORDER BY id LIMIT $2
"""
_MARK = """
UPDATE outbox SET published_at = clock_timestamp(), stream_sequence = sent.stream_sequence
FROM unnest($1::bigint[], $2::bigint[]) AS sent (id, stream_sequence) WHERE outbox.id = sent.id
"""


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
        self._unmarked: dict[int, int] = {}

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
            await self.mark(connection)
            raise
        finally:
            connection.terminate()

    @property
    def _patience(self) -> float:
        return _MARK_WITHIN if self._unmarked else self._poll

    async def _woken(self, within: float) -> bool:
        """Waits for something to be staged here, for so many seconds at most."""
        try:
            await asyncio.wait_for(self._wake.wait(), within)
        except TimeoutError:
            return False
        self._wake.clear()
        return True

    async def drain(self, connection: Any) -> bool:
        """Publishes what is unsent now, up to a thousand rows, each stream beside the others; whether there may be more
        that would go. A stream that takes nothing keeps only its own rows waiting."""
        rows = await connection.fetch(_UNSENT, list(self._unmarked), _READ)
        runs = [list(run) for _, run in groupby(_by_stream(rows), key=lambda row: row["stream"])]
        sent = [one for run in await asyncio.gather(*map(self._publish_run, runs)) for one in run]
        for row, sequence in sent:
            self._unmarked[row["id"]] = sequence
            metrics.published.labels(row["type"]).inc()
        if len(self._unmarked) >= _MARK_TOGETHER:
            await self.mark(connection)
        if len(sent) < len(rows):
            await asyncio.sleep(_AFTER_FAILURE)
        return len(sent) == _READ

    async def mark(self, connection: Any) -> None:
        """Notes of what was published where in its stream it is."""
        if self._unmarked:
            await connection.execute(_MARK, list(self._unmarked), list(self._unmarked.values()))
            self._unmarked = {}

    async def _publish_run(self, rows: Sequence[Any]) -> list[tuple[Any, int]]:
        """The rows of one stream that have gone, with their places there. Of an atomic batch all go or none; of few
        rows those behind one that is refused may go before it: listeners take events in any order."""
        sent: list[tuple[Any, int]] = []
        try:
            if not self._nats.is_connected:
                raise ConnectionError("NATS is away")
            for part in batches(rows):
                places = await self._publish(part)
                sent += [(row, place) for row, place in zip(part, places, strict=True) if isinstance(place, int)]
                for refused in (place for place in places if isinstance(place, BaseException)):
                    raise refused
        except Exception as error:  # whatever NATS answers, the rows stay unsent and are tried again
            report("relay_publish_failed", error=f"{type(error).__name__}: {error}"[:200], stream=rows[0]["stream"])
        return sent

    async def _publish(self, rows: Sequence[Any]) -> Sequence[int | BaseException]:
        if len(rows) > _FEW:
            try:
                return await self._publish_batch(rows)
            except BatchRefused as refused:
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
