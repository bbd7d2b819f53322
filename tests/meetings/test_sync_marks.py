"""Roll calls from several phones: the later mark stands, whichever arrives first."""

import asyncio
from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from libs.common import clock
from services.meetings.models import RollCallMark
from tests.meetings.builders import Room, later, marks, recommendation_body
from tests.meetings.phones import EVERYBODY, operation, results, said, syncs
from tests.support.access import person_id
from tests.support.service import Subject


async def test_of_two_phones_the_later_mark_stands_whichever_arrives_first(meetings: Subject) -> None:
    meeting_id = await Room(meetings).schedules()
    path = f"/meetings/{meeting_id}/roll-calls/start"
    late = operation("PUT", path, marks("present", "binh"), at=later(minutes=-10))
    early = operation("PUT", path, marks("unexcused", "an", "binh"), at=later(minutes=-20))

    await syncs(Room(meetings, "clerk"), late)
    await syncs(Room(meetings, "committee"), early)

    roll_call = await Room(meetings).does("GET", path)
    assert (roll_call["present"], roll_call["unexcused"]) == (1, 1)


@pytest.mark.parametrize("seed", range(3))
async def test_any_number_of_phones_in_any_order_agree_with_a_naive_count(meetings: Subject, seed: int) -> None:
    chance, began = Random(seed), clock.now() - timedelta(hours=1)
    meeting_id = await Room(meetings).schedules()
    path = f"/meetings/{meeting_id}/roll-calls/start"
    minutes = chance.sample(range(50), 24)
    made = [
        (minute, chance.sample(EVERYBODY, chance.randint(1, 4)), chance.choice(["present", "excused", "unexcused"]))
        for minute in minutes
    ]
    operations = [operation("PUT", path, said(mark, *who), at=later(began, minutes=at)) for at, who, mark in made]
    sent = [chance.sample(operations, chance.randint(1, 12)) for _ in range(6)] + [operations]

    await asyncio.gather(*(syncs(Room(meetings, chance.choice(["clerk", "committee"])), *batch) for batch in sent))

    expected = {name: mark for at, who, mark in sorted(made) for name in who}
    found = (await Room(meetings).does("GET", path))["marks"]
    assert {one["member_id"]: one["mark"] for one in found} == {
        str(person_id(name)): mark for name, mark in expected.items()
    }


async def test_marks_made_before_the_end_are_merged_for_two_days(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.begins("an")
    await room.ends(meeting_id)
    path = f"/meetings/{meeting_id}/roll-calls/start"
    made = [operation("PUT", path, marks("present", name), at=later(minutes=-1)) for name in ("binh", "cuong")]
    after = operation("PUT", path, marks("present", "dung"), at=later(minutes=5))

    clock.shift(86_400)
    merged = await syncs(room, made[0], after)
    clock.shift(2 * 86_400 + 60)
    too_late = await syncs(room, made[1])

    assert (results(merged), results(too_late)) == (["applied", "meeting-ended"], ["meeting-ended"])
    clock.shift(0)
    assert (await room.does("GET", f"/meetings/{meeting_id}"))["present"] == 2


async def test_a_clock_that_runs_ahead_is_held_back_to_now(meetings: Subject) -> None:
    room, recommendation_id = Room(meetings), uuid4()
    meeting_id = await room.schedules()
    ahead = later(days=30)

    await syncs(
        room,
        operation("PUT", f"/meetings/{meeting_id}/roll-calls/start", marks("present", "an"), at=ahead),
        operation("PUT", f"/recommendations/{recommendation_id}", recommendation_body(meeting_id), at=ahead),
    )

    assert (await room.does("GET", f"/recommendations/{recommendation_id}"))["logged_at"] <= later()
    async with meetings.database.transaction() as session:
        assert (await session.scalars(select(col(RollCallMark.at)))).one() <= clock.now()
