"""The one place that creates streams, and that says when a stream is not as it must be (traps: JStream(declare=True)
rewrites settings at every start; discard OLD loses in silence; the default sync loses acknowledged messages)."""

import json
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import httpx
from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

from libs.common.log import logger

log = logger(__name__)

DUPLICATE_WINDOW: Final = 600.0
PRIVATE_KEPT: Final = 35 * 86_400.0
ADVISORIES_KEPT: Final = 90 * 86_400.0


class Drift(Exception):
    """What stands on the server is not what the code needs, and cannot be changed from here."""


@dataclass(frozen=True)
class Stream:
    """A stream by what differs between ours; all are files, discard new, with atomic batches allowed. One that is
    `shared` is made by whoever comes first, and changed by the operator only; one that `holds_objects` is laid out as
    an object store and read by subject."""

    name: str
    subjects: tuple[str, ...]
    max_age: float = 0.0
    max_msgs_per_subject: int = -1
    shared: bool = False
    holds_objects: bool = False

    def config(self) -> StreamConfig:
        """The whole configuration as the server takes it."""
        return StreamConfig(
            name=self.name,
            subjects=list(self.subjects),
            retention=RetentionPolicy.LIMITS,
            storage=StorageType.FILE,
            discard=DiscardPolicy.OLD if self.max_msgs_per_subject > 0 else DiscardPolicy.NEW,
            duplicate_window=DUPLICATE_WINDOW,
            max_age=self.max_age,
            max_msgs_per_subject=self.max_msgs_per_subject,
            allow_atomic=True,
            allow_rollup_hdrs=self.holds_objects,
            allow_direct=self.holds_objects,
        )


PRIVATE: Final = Stream("PRIVATE", ("private.>",), max_age=PRIVATE_KEPT, shared=True)
HEALTH: Final = Stream("HEALTH", ("health.>",), max_msgs_per_subject=1, shared=True)
ADVISORIES: Final = Stream(
    "ADVISORIES",
    ("$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.>", "$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.>"),
    max_age=ADVISORIES_KEPT,
    shared=True,
)
SHARED: Final = (PRIVATE, HEALTH, ADVISORIES)


def streams_of(service: str) -> tuple[Stream, ...]:
    """What a service makes sure of: its own stream and the three that all share."""
    return (Stream(service.upper(), (f"{service}.>",)), *SHARED)


async def ensure_stream(js: JetStreamContext, stream: Stream, *, by_operator: bool = False) -> None:
    """Creates it, or compares it with what is there and mends what may be changed. Raises Drift otherwise."""
    wanted = stream.config()
    try:
        info = await js.stream_info(stream.name)
    except NotFoundError:
        await js.add_stream(wanted)
        log.info("stream_created", stream=stream.name)
        return
    differs = _differences(wanted, info.config)
    if not differs:
        return
    if differs & {"storage", "retention"}:
        raise Drift(f"stream {stream.name} stands with other settings: {', '.join(sorted(differs))}")
    if stream.shared and not by_operator:
        raise Drift(f"stream {stream.name} needs {', '.join(sorted(differs))} changed: lienthong streams")
    await js.update_stream(info.config.evolve(**{name: getattr(wanted, name) for name in differs}))
    log.warning("stream_mended", stream=stream.name, settings=sorted(differs))
    still = _differences(wanted, (await js.stream_info(stream.name)).config)
    if still:
        raise Drift(f"stream {stream.name} keeps other settings: {', '.join(sorted(still))}")


def _differences(wanted: StreamConfig, found: StreamConfig) -> set[str]:
    names = (
        "subjects", "retention", "storage", "discard", "duplicate_window", "max_age", "max_msgs_per_subject",
        "allow_atomic", "allow_rollup_hdrs", "allow_direct",
    )  # fmt: skip
    return {name for name in names if plain(getattr(wanted, name)) != plain(getattr(found, name))}


def plain(value: object) -> str:
    """A setting so that what we ask for and what the server tells compare."""
    if isinstance(value, list):
        return json.dumps(sorted(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(float(value))
    return str(getattr(value, "value", value))


async def check_sync(monitor_url: str) -> None:
    """Refuses a server that acknowledges before it has written to disk (`sync_interval: always` is missing)."""
    if not monitor_url:
        return
    async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
        answer = await client.get(f"{monitor_url.rstrip('/')}/varz")
    config = answer.json().get("jetstream", {}).get("config", {})
    if not config.get("sync_always"):
        raise Drift(f"NATS at {urlsplit(monitor_url).netloc} does not sync always: set jetstream sync_interval: always")
