"""Every listener handled every event of its subjects staged since it was registered, and no dead letter is open."""

import re
from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from typing import Any

from ops.audit.findings import Finding, some
from ops.places import Places
from ops.services import SERVICES

LISTENERS = "SELECT listener, stream, subjects, registered_at FROM listeners ORDER BY listener"
HANDLED = "SELECT event_id::text FROM inbox WHERE listener = $1"
OPEN_LETTERS = "SELECT id, listener, reason FROM dead_letters WHERE resolved_at IS NULL ORDER BY id"
# Outbox and inbox are kept 90 days; at the edge one may be gone before the other.
STAGED = """
SELECT event_id::text FROM outbox
WHERE stream = $1 AND subject ~ $2 AND staged_at >= $3 AND staged_at > now() - interval '85 days'
"""


async def handled_events(places: Places) -> list[Finding]:
    """Per listener: the events it must have handled, less those in its inbox, are none."""
    findings: list[Finding] = []
    async with AsyncExitStack() as stack:
        databases = {service: await stack.enter_async_context(places.database(service)) for service in SERVICES}
        for database in databases.values():
            listeners = await database.fetch(LISTENERS)
            due = [(listener["listener"], await due_events(databases, listener)) for listener in listeners]
            for name, events in due:
                handled = {row["event_id"] for row in await database.fetch(HANDLED, name)}
                findings += unhandled(name, events - handled)
    return findings


async def dead_letters(places: Places) -> list[Finding]:
    """No event lies aside with a reason that nobody has resolved."""
    findings: list[Finding] = []
    for service in SERVICES:
        async with places.database(service) as database:
            findings += open_letters(service, await database.fetch(OPEN_LETTERS))
    return findings


async def due_events(databases: Mapping[str, Any], listener: Any) -> set[str]:
    """Ids of the events that the listener must have handled, from the outboxes of those who publish them."""
    subjects, events = listener["subjects"].split(), set[str]()
    pattern = as_pattern(subjects)
    for publisher in publishers(subjects):
        rows = await databases[publisher].fetch(STAGED, listener["stream"], pattern, listener["registered_at"])
        events |= {row["event_id"] for row in rows}
    return events


def publishers(subjects: Iterable[str]) -> list[str]:
    """The services that own events of these subjects."""
    return sorted({subject.removeprefix("private.").partition(".")[0] for subject in subjects})


def as_pattern(subjects: Iterable[str]) -> str:
    """Subjects with NATS wildcards (`*` one word, `>` the rest) as one regular expression."""
    words = {"*": "[^.]+", ">": ".+"}
    patterns = (r"\.".join(words.get(word) or re.escape(word) for word in subject.split(".")) for subject in subjects)
    return f"^({'|'.join(patterns)})$"


def unhandled(listener: str, events: set[str]) -> list[Finding]:
    """Events that a listener has not handled."""
    if not events:
        return []
    return [
        Finding(
            f"{listener}: {len(events)} sự kiện chưa xử lý ({some(events)})",
            f"{listener}: {len(events)} events not handled ({some(events)})",
        )
    ]


def open_letters(service: str, letters: list[Any]) -> list[Finding]:
    """Events set aside with a reason that nobody has resolved."""
    return [
        Finding(
            f"{service}: sự kiện bị gác lại {service}/{letter['id']} ({letter['listener']}): {letter['reason']}",
            f"{service}: dead letter {service}/{letter['id']} of {letter['listener']} is open: {letter['reason']}",
        )
        for letter in letters
    ]
