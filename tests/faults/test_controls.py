"""The proof itself is put to the test: whatever is taken away or altered, the audit names it.

The damage is done in a transaction that is rolled back, so that the audit sees it and nobody else does.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest

from ops.audit.findings import Finding
from ops.audit.history import untouched_history
from ops.audit.listeners import dead_letters, handled_events
from ops.audit.petitions import petitions_in_hand
from ops.audit.streams import StreamCopy, sent_events
from ops.places import Places
from tests.faults.load import Recommending
from tests.faults.proof import TOLD, all_arrived
from tests.support.streams import operator
from tests.support.system import RunningSystem

Check = Callable[[Places], Awaitable[list[Finding]]]
NEWEST = "(SELECT id FROM petitions ORDER BY logged_at DESC LIMIT 1)"


@dataclass(frozen=True, slots=True)
class DamagedPlaces(Places):
    """The same places, one of them damaged for as long as one looks."""

    service: str = ""
    damage: str = ""

    @asynccontextmanager
    async def database(self, service: str) -> AsyncIterator[Any]:
        """A connection that sees the damage."""
        async with Places.database(self, service) as connection:
            if service != self.service:
                yield connection
                return
            transaction = connection.transaction()
            await transaction.start()
            await connection.execute("SET LOCAL session_replication_role = replica")
            assert await connection.fetch(f"{self.damage} RETURNING 1"), "nothing was there to damage"
            yield connection
            await transaction.rollback()


class Control(NamedTuple):
    """What is done, where, and which check must find it and say so."""

    service: str
    damage: str
    check: Check
    says: str


CONTROLS = {
    "an event was not handled": Control(
        "petitions",
        "DELETE FROM inbox WHERE listener = 'petitions-open_petition'",
        handled_events,
        "petitions-open_petition: .* events not handled",
    ),
    "one inbox row is gone": Control(
        "notifications",
        """DELETE FROM inbox WHERE (listener, event_id) = (SELECT listener, event_id FROM inbox
           WHERE listener = 'notifications-tell_of_petitions' ORDER BY handled_at DESC LIMIT 1)""",
        handled_events,
        "notifications-tell_of_petitions: 1 events not handled",
    ),
    "a petition is gone": Control(
        "petitions", f"DELETE FROM petitions WHERE id = {NEWEST}", petitions_in_hand, "1 recommendations without"
    ),
    "a petition came from nowhere": Control(
        "meetings",
        "DELETE FROM recommendations WHERE id = (SELECT id FROM recommendations ORDER BY logged_at DESC LIMIT 1)",
        petitions_in_hand,
        "1 petitions without a recommendation",
    ),
    "nobody holds a petition": Control(
        "petitions",
        f"UPDATE holdings SET to_at = now() WHERE petition_id = {NEWEST} AND to_at IS NULL",
        petitions_in_hand,
        "1 unfinished petitions without exactly one open holder interval",
    ),
    "no clock runs": Control(
        "petitions",
        f"UPDATE clocks SET closed_at = now() WHERE petition_id = {NEWEST} AND closed_at IS NULL",
        petitions_in_hand,
        "1 unfinished petitions without a running clock",
    ),
    "a line of history is gone": Control(
        "petitions",
        f"DELETE FROM history WHERE petition_id = {NEWEST} AND seq = 1",
        petitions_in_hand,
        "1 petitions (whose history lacks lines|with a broken chain)",
    ),
    "a line of history was altered": Control(
        "petitions",
        f"UPDATE history SET verb = 'answer' WHERE petition_id = {NEWEST} AND seq = 1",
        untouched_history,
        "1 lines of history were altered",
    ),
    "an event lies aside": Control(
        "notifications",
        """INSERT INTO dead_letters (listener, event_id, stream, stream_sequence, subject, body, reason)
           VALUES ('notifications-tell_of_petitions', gen_random_uuid(), 'PRIVATE', 1, 'private.x', '{}',
                   'no reason')""",
        dead_letters,
        "of notifications-tell_of_petitions is open: no reason",
    ),
}


@pytest.fixture(autouse=True)
async def _something_to_damage(places: Places, recommending: Recommending) -> None:
    recommending.most = 1
    with recommending:
        recommending.flows(1)
    await all_arrived(places, TOLD, recommending.sent)


@pytest.mark.parametrize("fault", CONTROLS)
async def test_the_audit_names_what_is_wrong(places: Places, fault: str) -> None:
    control = CONTROLS[fault]
    damaged = DamagedPlaces(places.postgres_url, places.nats_url, places.nats_password, control.service, control.damage)

    found = await control.check(damaged)

    assert await control.check(places) == []
    assert any(re.search(control.says, finding.en) for finding in found), found


async def test_the_audit_names_an_event_that_was_never_sent(running_system: RunningSystem, places: Places) -> None:
    unsent = "UPDATE outbox SET published_at = NULL WHERE id = (SELECT max(id) FROM outbox)"
    damaged = DamagedPlaces(places.postgres_url, places.nats_url, places.nats_password, "petitions", unsent)

    async with operator(running_system) as js:
        found = await sent_events(damaged, js, {})

    assert [finding.en.partition(" (")[0] for finding in found] == ["petitions: 1 events unsent"]


async def test_the_audit_names_an_event_that_its_stream_has_lost(running_system: RunningSystem, places: Places) -> None:
    copies: dict[str, StreamCopy] = {}
    async with operator(running_system) as js:
        assert await sent_events(places, js, copies) == []
        del copies["PETITIONS"].ids[max(copies["PETITIONS"].ids)]
        found = await sent_events(places, js, copies)

    assert [finding.en.partition(" (")[0] for finding in found] == [
        "petitions: 1 events marked as sent are not in the stream PETITIONS"
    ]
