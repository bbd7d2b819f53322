"""Each day is sealed once, after its midnight, whatever the clock does and however long the service stood still."""

import asyncio
from base64 import urlsafe_b64decode
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from libs.common import clock
from libs.common.clock import LOCAL_ZONE
from libs.common.keys import is_signed
from libs.common.tokens import decode_public
from libs.contracts.petitions import RecordSealed
from services.petitions import merkle, seals
from services.petitions.workflow_seals import leaves_of
from tests.petitions.conftest import Desk

DAY = timedelta(days=1)


def stand_at(day: date, at: time = time(0, 1)) -> None:
    """The clock of the test stands at this local time."""
    clock.shift(0)
    clock.shift((datetime.combine(day, at, LOCAL_ZONE) - clock.now()).total_seconds())


async def seal(desk: Desk) -> int:
    """All that is to be sealed now; how many days and marks that was."""
    return await desk.subject.service.timers["seal_days"].once(desk.subject.database)


async def rows(desk: Desk, sql: str) -> list[Any]:
    """What lies in the database."""
    async with desk.subject.database.transaction() as session:
        return list((await session.execute(text(sql))).all())


async def days(desk: Desk) -> list[date]:
    return [row.day for row in await rows(desk, "SELECT day FROM day_seals ORDER BY number")]


@pytest.fixture
async def noon(desk: Desk) -> date:
    """A day at noon, and the desk in it."""
    today = clock.today()
    stand_at(today, time(12))
    return today


async def test_a_day_is_sealed_after_its_midnight_and_once(desk: Desk, noon: date) -> None:
    petition_id = await desk.closed()
    assert await seal(desk) == 0
    stand_at(noon, time(23, 59, 50))
    assert await seal(desk) == 0

    stand_at(noon + DAY)
    assert await seal(desk) == 1
    assert await seal(desk) == 0

    [head] = await rows(desk, "SELECT * FROM day_seals")
    [leaf] = await rows(desk, "SELECT * FROM sealed_petitions")
    history = (await desk.get("ward", petition_id))["history"]
    assert (head.day, head.number, head.leaves, head.previous, head.unit_path) == (noon, 1, 1, "", "th")
    assert (leaf.petition_id, leaf.length) == (petition_id, len(history))
    assert head.root == seals.leaf(petition_id, leaf.code, leaf.length, leaf.head).hex()


async def test_the_head_is_signed_and_told_on_the_citys_own_path(desk: Desk, noon: date) -> None:
    await desk.logged()
    stand_at(noon + DAY)
    await seal(desk)

    [(event, path)] = await desk.subject.staged(RecordSealed)
    assert isinstance(event, RecordSealed)
    assert path == "th.self"
    signature = urlsafe_b64decode(event.signature + "==")
    assert is_signed(decode_public(event.public_key), signature, seals.head_message(event))
    assert seals.head_hash(event) == (await rows(desk, "SELECT hash FROM day_seals"))[0].hash
    assert [key.id for key in await rows(desk, "SELECT id FROM seal_keys")] == [event.key_id]


async def test_keys_and_heads_are_there_for_anybody_a_page_at_a_time(desk: Desk, noon: date) -> None:
    await desk.logged()
    stand_at(noon + DAY)
    await seal(desk)
    stand_at(noon + 3 * DAY)
    await seal(desk)
    async with desk.subject.as_person(None) as anybody:
        keys = (await anybody.get("/seal-keys")).json()["keys"]
        first = (await anybody.get("/seals", params={"limit": 1})).json()
        rest = (await anybody.get("/seals", params={"cursor": first["next_cursor"]})).json()

    told = [event for event, _ in await desk.subject.staged(RecordSealed)]
    heads = [*first["items"], *rest["items"]]
    assert heads == [event.model_dump(mode="json", exclude={"sequence"}) for event in told]
    assert [(key["kid"], key["x"]) for key in keys] == [(heads[0]["key_id"], heads[0]["public_key"])]
    assert rest["next_cursor"] is None


async def test_only_what_is_new_gets_a_leaf(desk: Desk, noon: date) -> None:
    first, second = await desk.received(), await desk.received()
    stand_at(noon + DAY, time(9))
    await seal(desk)
    await desk.does("ward-leader", first, "answer", outcome="resolved", text="Đã nạo vét xong cống")
    stand_at(noon + 2 * DAY)
    assert await seal(desk) == 3  # two marked, one day sealed

    leaves = await rows(desk, "SELECT day, petition_id, length FROM sealed_petitions ORDER BY day, position")
    assert [(row.day, row.petition_id, row.length) for row in leaves] == [
        *sorted(((noon, first, 3), (noon, second, 3)), key=lambda row: row[1]),
        (noon + DAY, first, 4),
    ]
    one, two = await rows(desk, "SELECT hash, previous FROM day_seals ORDER BY number")
    assert two.previous == one.hash


async def test_what_is_dated_after_midnight_waits_for_its_own_day(desk: Desk, noon: date) -> None:
    petition_id = await desk.received()
    stand_at(noon + DAY, time(0, 0, 30))
    await desk.does("ward", petition_id, "classify", category="environment", competence="ward")
    await seal(desk)
    assert [row.length for row in await rows(desk, "SELECT length FROM sealed_petitions")] == [3]

    stand_at(noon + 2 * DAY)
    await seal(desk)
    assert [row.length for row in await rows(desk, "SELECT length FROM sealed_petitions ORDER BY day")] == [3, 4]


async def test_what_a_phone_brings_after_midnight_goes_into_the_next_day(desk: Desk, noon: date) -> None:
    await desk.logged()
    stand_at(noon + DAY, time(7))
    await seal(desk)
    await desk.logged(logged_at=clock.now() - timedelta(hours=12))
    stand_at(noon + 2 * DAY)
    await seal(desk)

    assert [row.day for row in await rows(desk, "SELECT day FROM sealed_petitions ORDER BY day")] == [
        noon,
        noon + DAY,
    ]


async def test_a_stop_of_several_days_is_made_up_for_day_by_day(desk: Desk, noon: date) -> None:
    await desk.logged()
    stand_at(noon + DAY)
    await seal(desk)
    stand_at(noon + 3 * DAY, time(10))
    await desk.logged()
    stand_at(noon + 5 * DAY, time(10))
    await seal(desk)

    assert await days(desk) == [noon + number * DAY for number in range(5)]
    heads = await rows(desk, "SELECT leaves, root, previous, hash FROM day_seals ORDER BY number")
    assert [head.leaves for head in heads] == [1, 0, 0, 1, 0]
    assert heads[1].root == merkle.EMPTY.hex()
    assert [head.previous for head in heads] == ["", *(head.hash for head in heads[:-1])]
    assert len(await desk.subject.staged(RecordSealed)) == 5


async def test_nothing_is_sealed_before_the_record_begins(desk: Desk) -> None:
    assert await seal(desk) == 0
    assert await days(desk) == []


@pytest.mark.parametrize("seconds", [3600, -3600, 86_400, -86_400])
async def test_a_clock_that_is_moved_seals_no_day_twice_and_loses_no_line(desk: Desk, noon: date, seconds: int) -> None:
    await desk.logged()
    stand_at(noon + DAY, time(0, 30))
    await seal(desk)
    clock.shift((datetime.combine(noon + DAY, time(0, 30), LOCAL_ZONE) - clock.of_machine()).total_seconds() + seconds)
    await desk.logged()
    await seal(desk)
    stand_at(noon + 3 * DAY)
    await seal(desk)

    assert await days(desk) == [noon + number * DAY for number in range(3)]
    left = await rows(desk, "SELECT id FROM petitions WHERE history_length <> sealed_length")
    sealed = await rows(desk, "SELECT petition_id FROM sealed_petitions")
    assert len(sealed) == 2
    assert {row.id for row in left} <= {row.petition_id for row in sealed}


async def test_two_replicas_seal_a_day_once(desk: Desk, noon: date) -> None:
    await desk.logged()
    stand_at(noon + DAY)

    await asyncio.gather(seal(desk), seal(desk), seal(desk))

    assert await days(desk) == [noon]
    assert len(await desk.subject.staged(RecordSealed)) == 1


async def test_interrupted_in_the_midst_it_is_done_once_afterwards(desk: Desk, noon: date) -> None:
    await desk.logged()
    stand_at(noon + DAY)
    due = desk.subject.service.timers["seal_days"].due
    async with desk.subject.database.session() as session:
        assert await due(session) == 1
        await session.rollback()
    assert await rows(desk, "SELECT day FROM sealed_petitions") == []

    assert await seal(desk) == 1
    assert (await days(desk), len(await desk.subject.staged(RecordSealed))) == ([noon], 1)


async def test_many_leaves_make_tiles_and_the_same_tree(desk: Desk, noon: date) -> None:
    for _ in range(3):
        await desk.logged()
    stand_at(noon + DAY)
    await seal(desk)
    async with desk.subject.database.transaction() as session:
        leaves = await leaves_of(session, noon)
    [head] = await rows(desk, "SELECT root, leaves, tiles FROM day_seals")

    assert (len(leaves), head.tiles) == (3, merkle.root_of(leaves))
    assert head.root == merkle.root_of(leaves).hex()


@pytest.mark.parametrize("table", ["seal_keys", "day_seals", "sealed_petitions"])
@pytest.mark.parametrize("edit", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize("role", ["the service", "the owner"])
async def test_nobody_edits_what_is_sealed(desk: Desk, noon: date, table: str, edit: str, role: str) -> None:
    await desk.logged()
    stand_at(noon + DAY)
    await seal(desk)
    column = {"seal_keys": "since", "day_seals": "root", "sealed_petitions": "head"}[table]
    engine = create_async_engine(desk.subject.clone.app_url if role == "the service" else desk.subject.clone.owner_url)
    with pytest.raises(DBAPIError, match=r"permission denied|history only grows"):
        async with engine.begin() as connection:
            await connection.execute(text(edit.format(table, column, column)))
    await engine.dispose()
