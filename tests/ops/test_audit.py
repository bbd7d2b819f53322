"""The audit is worth something only if it turns red: each fault made by hand is found, and named in words."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

import pytest

from ops.audit.proof import audit
from ops.places import Places, of_home
from tests.support.system import RunningSystem

PAST = "'2000-01-01 00:00:00+00'"


class Fault(NamedTuple):
    """How to break a service's tables, how to mend them, and what the audit must say."""

    service: str
    breaks: str
    mends: str
    said: str


FAULTS = {
    "gap": Fault(
        "petitions",
        "UPDATE holdings SET from_at = from_at - interval '1 second' WHERE id = (SELECT min(id) FROM holdings)",
        "UPDATE holdings SET from_at = from_at + interval '1 second' WHERE id = (SELECT min(id) FROM holdings)",
        "không cộng đủ từ lúc ghi nhận",
    ),
    "no clock": Fault(
        "petitions",
        f"UPDATE clocks SET closed_at = {PAST} WHERE closed_at IS NULL",
        f"UPDATE clocks SET closed_at = NULL WHERE closed_at = {PAST}",
        "không có thời hạn nào đang chạy",
    ),
    "altered history": Fault(
        "petitions",
        "UPDATE history SET at = at + interval '1 day' WHERE seq = 1",
        "UPDATE history SET at = at - interval '1 day' WHERE seq = 1",
        "dòng lịch sử đã bị sửa",
    ),
    "altered note": Fault(
        "petitions",
        "UPDATE history_notes SET text = text || '!'",
        "UPDATE history_notes SET text = left(text, -1)",
        "ghi chú lịch sử đã bị sửa",
    ),
    "not in the stream": Fault(
        "meetings",
        "UPDATE outbox SET stream_sequence = stream_sequence + 1000000 WHERE id = (SELECT min(id) FROM outbox)",
        "UPDATE outbox SET stream_sequence = stream_sequence - 1000000 WHERE id = (SELECT min(id) FROM outbox)",
        "không có trong luồng MEETINGS",
    ),
    "never handled": Fault(
        "petitions",
        "UPDATE inbox SET listener = 'gone/' || listener WHERE listener = 'petitions-keep_meeting'",
        "UPDATE inbox SET listener = substr(listener, 6) WHERE listener LIKE 'gone/%'",
        "petitions-keep_meeting",
    ),
    "dead letter": Fault(
        "notifications",
        """INSERT INTO dead_letters (listener, event_id, stream, stream_sequence, subject, body, reason)
           VALUES ('notifications-nobody', gen_random_uuid(), 'PETITIONS', 1, 'petitions.x', '{}', 'thử nghiệm')""",
        "DELETE FROM dead_letters WHERE listener = 'notifications-nobody'",
        "thử nghiệm",
    ),
}


@asynccontextmanager
async def broken(places: Places, fault: Fault) -> AsyncIterator[None]:
    """The tables with the fault, made as only a superuser past all triggers can."""
    async with places.database(fault.service) as database:
        await database.execute("SET session_replication_role = replica")
        await database.execute(fault.breaks)
        try:
            yield
        finally:
            await database.execute(fault.mends)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
async def test_a_fault_is_found_and_named(running_system: RunningSystem, fault: Fault) -> None:
    places = of_home(running_system.home)

    async with broken(places, fault):
        findings = await audit(places, patience=0)

    assert any(fault.said in finding.vi for finding in findings), findings


async def test_mended_it_is_clean_again(running_system: RunningSystem) -> None:
    assert await audit(of_home(running_system.home)) == []


async def test_a_dead_letter_is_listed_delivered_again_and_resolved(running_system: RunningSystem) -> None:
    letter = await buried(of_home(running_system.home))

    assert letter in running_system.lienthong("dead-letters", "list").stdout
    assert "petitions-keep_unit" in running_system.lienthong("dead-letters", "show", letter).stdout
    assert "1 sự kiện được giao lại" in running_system.lienthong("dead-letters", "replay", letter).stdout
    assert "Không có sự kiện nào" in running_system.lienthong("dead-letters", "list").stdout


async def buried(places: Places) -> str:
    """A unit's event, long since handled, set aside as if petitions had refused it."""
    async with places.database("members") as members:
        event = await members.fetchrow(
            """SELECT event_id, stream, stream_sequence, subject, body FROM outbox
               WHERE type LIKE 'members.unit.%' ORDER BY id LIMIT 1"""
        )
    async with places.database("petitions") as petitions:
        number = await petitions.fetchval(
            """INSERT INTO dead_letters (listener, event_id, stream, stream_sequence, subject, body, reason)
               VALUES ('petitions-keep_unit', $1, $2, $3, $4, $5, 'thử nghiệm') RETURNING id""",
            *event.values(),
        )
    return f"petitions/{number}"
