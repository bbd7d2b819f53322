"""Every sent outbox row stands in its stream at the sequence that the acknowledgement named, unless expired there."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import NotFoundError

from ops.audit.findings import Finding, some
from ops.places import Places
from ops.services import SERVICES

READ_AT_ONCE = 500
# A row is marked after its stream has had it for a while: what is about to expire may be gone already.
NEARLY = timedelta(days=1)
SENT = """
SELECT stream, stream_sequence, event_id::text, clock_timestamp() - published_at AS age
FROM outbox WHERE published_at IS NOT NULL
"""
UNSENT = "SELECT id FROM outbox WHERE published_at IS NULL"


@dataclass
class StreamCopy:
    """The ids of a stream's messages by sequence, read on from where the last reading ended."""

    name: str
    ids: dict[int, str] = field(default_factory=dict)
    first: int = 1
    read_to: int = 0
    kept: timedelta | None = None

    async def read_on(self, js: JetStreamContext) -> None:
        """Fetch what has been added; headers only, without acknowledgements, without touching any listener."""
        try:
            info = await js.stream_info(self.name)
        except NotFoundError:
            return
        state = info.state
        self.first = state.first_seq
        self.kept = timedelta(seconds=info.config.max_age) if info.config.max_age else None
        if state.last_seq <= self.read_to or not state.messages:
            return
        name = f"audit-{secrets.token_hex(4)}"
        await js.add_consumer(self.name, self._consumer(name))
        subscription = await js.pull_subscribe_bind(name, stream=self.name)
        while self.read_to < state.last_seq:
            for message in await subscription.fetch(READ_AT_ONCE, timeout=10):
                self.read_to = message.metadata.sequence.stream
                self.ids[self.read_to] = (message.headers or {}).get("Nats-Msg-Id", "")
        await js.delete_consumer(self.name, name)

    def knows(self, row: Any) -> bool:
        """Whether a sent row stands where its acknowledgement said, or is old enough to have expired there."""
        sequence = row["stream_sequence"]
        if sequence is not None and sequence < self.first:
            return self.kept is not None and row["age"] > self.kept - NEARLY
        return sequence is not None and self.ids.get(sequence) == row["event_id"]

    def _consumer(self, name: str) -> ConsumerConfig:
        return ConsumerConfig(
            name=name,
            ack_policy=AckPolicy.NONE,
            deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=self.read_to + 1,
            headers_only=True,
            inactive_threshold=30,
            mem_storage=True,
        )


async def sent_events(places: Places, js: JetStreamContext, copies: dict[str, StreamCopy]) -> list[Finding]:
    """Per service: no row unsent, and every sent row where its acknowledgement said."""
    findings: list[Finding] = []
    for service in SERVICES:
        async with places.database(service) as database:
            unsent = await database.fetch(UNSENT)
            sent = await database.fetch(SENT)
        findings += unsent_rows(service, [row["id"] for row in unsent])
        for stream in sorted({row["stream"] for row in sent}):
            copy = copies.setdefault(stream, StreamCopy(stream))
            await copy.read_on(js)
            findings += missing_messages(service, copy, [row for row in sent if row["stream"] == stream])
    return findings


def unsent_rows(service: str, ids: list[int]) -> list[Finding]:
    """The outbox is empty of what still waits."""
    if not ids:
        return []
    return [
        Finding(
            f"{service}: {len(ids)} sự kiện chưa gửi (outbox {some(ids)})",
            f"{service}: {len(ids)} events unsent (outbox {some(ids)})",
        )
    ]


def missing_messages(service: str, copy: StreamCopy, rows: list[Any]) -> list[Finding]:
    """Rows marked as sent that their stream does not know at that sequence."""
    missing = {row["event_id"] for row in rows if not copy.knows(row)}
    if not missing:
        return []
    return [
        Finding(
            f"{service}: {len(missing)} sự kiện ghi là đã gửi nhưng không có trong luồng {copy.name} ({some(missing)})",
            f"{service}: {len(missing)} events marked as sent are not in the stream {copy.name} ({some(missing)})",
        )
    ]
