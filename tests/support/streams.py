"""The event side of a running system: as its operator sees it, and where tests make trouble."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
from nats.js import JetStreamContext
from prometheus_client.parser import text_string_to_metric_families

from ops.places import of_home
from tests.support.system import RunningSystem


@asynccontextmanager
async def operator(system: RunningSystem) -> AsyncIterator[JetStreamContext]:
    """JetStream, as the operator."""
    async with of_home(system.home).nats() as client:
        yield client.jetstream(timeout=10)


@asynccontextmanager
async def held_back(system: RunningSystem, stream: str, listener: str) -> AsyncIterator[None]:
    """What a listener waits for comes late: nothing is given to it within this block."""
    async with operator(system) as js:
        await js.pause_consumer(stream, listener, (datetime.now(UTC) + timedelta(hours=1)).isoformat())
        try:
            yield
        finally:
            await js.resume_consumer(stream, listener)


def handled(system: RunningSystem, listener: str, result: str) -> float:
    """How often a listener's process has come to this result since it was started."""
    port = system.ports[listener.partition("-")[0]]
    measured = httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False, timeout=30).text
    wanted = {"listener": listener, "result": result}
    samples = [sample for family in text_string_to_metric_families(measured) for sample in family.samples]
    return sum(one.value for one in samples if one.name == "lienthong_events_handled_total" and one.labels == wanted)


async def again(system: RunningSystem, stream: str, subject: str, *, event_id: str | None = None) -> str:
    """The last event of a subject once more, as after an answer that was lost; gives its id."""
    async with operator(system) as js:
        last = await js.get_last_msg(stream, subject)
        known = (last.headers or {})["Nats-Msg-Id"]
        body = last.data or b""
        if event_id:
            body = body.replace(known.encode(), event_id.encode())
        headers = {
            "Nats-Msg-Id": f"again-{event_id or known}-{last.seq}",
            "content-type": "application/cloudevents+json",
        }
        await js.publish(last.subject or subject, body, stream=stream, headers=headers)
        return event_id or known
