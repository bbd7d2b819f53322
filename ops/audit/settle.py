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


async def settle(check: Callable[[], Awaitable[list[Finding]]], patience: float) -> list[Finding]:
    """The findings of the first clean run, or of the last one in time."""
    until = time.monotonic() + patience
    while (findings := await check()) and time.monotonic() < until:
        await asyncio.sleep(LOOK_EVERY)
    return findings


async def on_its_way(places: Places) -> list[Finding]:
    """What one database already knows and another not yet."""
    findings = await handled_events(places)
    for service in SERVICES:
        async with places.database(service) as database:
            findings += unsent_rows(service, [row["id"] for row in await database.fetch(UNSENT)])
    return findings
