"""Runs the checks until they are clean or the patience is over: what is younger than that may still be on its way."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from nats.js import JetStreamContext

from ops.audit.findings import Finding
from ops.audit.history import untouched_history
from ops.audit.listeners import dead_letters, handled_events
from ops.audit.petitions import petitions_in_hand
from ops.audit.streams import UNSENT, StreamCopy, sent_events, unsent_rows
from ops.places import Places
from ops.services import SERVICES

PATIENCE = 30.0
LOOK_EVERY = 1.0


async def audit(places: Places, patience: float = PATIENCE) -> list[Finding]:
    """What is wrong after everything had its time to settle; empty is clean."""
    async with places.nats() as client:
        js, copies = client.jetstream(timeout=10), dict[str, StreamCopy]()
        return await settle(lambda: examine(places, js, copies), patience)


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


async def examine(places: Places, js: JetStreamContext, copies: dict[str, StreamCopy]) -> list[Finding]:
    """Every check once."""
    return [
        *await sent_events(places, js, copies),
        *await handled_events(places),
        *await dead_letters(places),
        *await petitions_in_hand(places),
        *await untouched_history(places),
    ]
