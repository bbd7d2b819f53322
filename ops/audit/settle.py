"""Waits until what is younger than a moment has settled: events on their way between databases are no fault yet."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from ops.audit.findings import Finding
from ops.audit.listeners import handled_events
from ops.audit.streams import UNSENT, unsent_rows
from ops.places import Places
from ops.services import SERVICES

LOOK_EVERY = 1.0
STREAMS = (*(service.upper() for service in SERVICES), "PRIVATE")
OURS = tuple(f"{service}-" for service in SERVICES)


async def settle(check: Callable[[], Awaitable[list[Finding]]], patience: float) -> list[Finding]:
    """The findings of the first clean run, or of the last one in time."""
    until = time.monotonic() + patience
    while (findings := await check()) and time.monotonic() < until:
        await asyncio.sleep(LOOK_EVERY)
    return findings


async def on_its_way(places: Places) -> list[Finding]:
    """What one database already knows and another not yet."""
    findings: list[Finding] = []
    for service in SERVICES:
        async with places.database(service) as database:
            findings += unsent_rows(service, [row["id"] for row in await database.fetch(UNSENT)])
    return findings or await undelivered(places) or await handled_events(places)


async def undelivered(places: Places) -> list[Finding]:
    """What NATS itself knows to be still waiting: far cheaper to ask than the tables, which have the last word."""
    findings: list[Finding] = []
    async with places.nats() as client:
        for stream in STREAMS:
            for consumer in await client.jetstream(timeout=10).consumers_info(stream):
                waiting = (consumer.num_pending or 0) + (consumer.num_ack_pending or 0)
                if waiting and consumer.name.startswith(OURS):
                    words = f"{consumer.name}: còn {waiting} sự kiện", f"{consumer.name}: {waiting} events to come"
                    findings.append(Finding(*words))
    return findings
