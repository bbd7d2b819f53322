"""What phones send: done exactly once, whatever was lost on the way."""

import asyncio
from datetime import timedelta
from uuid import uuid4

from libs.common import clock
from libs.contracts.meetings import RecommendationLogged
from services.meetings.models import Recommendation
from tests.meetings.builders import Room, later, marks, meeting_body, recommendation_body
from tests.meetings.phones import EVERYBODY, count, logged, operation, results, syncs
from tests.support.service import Subject


async def test_a_whole_evening_without_signal_arrives_in_one_batch(meetings: Subject) -> None:
    room, meeting_id, began = Room(meetings), uuid4(), clock.now() - timedelta(minutes=120)
    path = f"/meetings/{meeting_id}"
    evening = [
        operation("PUT", path, meeting_body(), at=later(began, minutes=-10)),
        operation("PUT", f"{path}/roll-calls/start", marks("present", *EVERYBODY), at=later(began)),
        logged(meeting_id),
        logged(meeting_id, urgent=True),
        operation("PUT", f"{path}/roll-calls/end", marks("present", *EVERYBODY), at=later(began, minutes=115)),
        operation("POST", f"{path}/end", {}, at=later(began, minutes=116)),
    ]

    found = await syncs(room, *evening)

    assert results(found) == ["applied"] * 6
    meeting = await room.does("GET", f"/meetings/{meeting_id}")
    assert (meeting["state"], meeting["present"], meeting["duration_minutes"]) == ("ended", 4, 115)
    assert (meeting["recommendations"], meeting["warnings"]) == (2, [])


async def test_the_same_batch_twice_does_once(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.schedules()
    batch = [logged(meeting_id), logged(uuid4()), logged(meeting_id, text="ngắn"), logged(meeting_id)]

    first, second = await syncs(room, *batch), await syncs(room, *batch)

    assert results(first) == ["applied", "not-found", "invalid", "applied"]
    assert results(second) == ["duplicate", "not-found", "invalid", "duplicate"]
    assert [one["result"] for one in second] == ["duplicate", "rejected", "rejected", "duplicate"]
    assert len(await meetings.staged(RecommendationLogged)) == 2


async def test_the_same_batch_at_the_same_moment_does_once(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.schedules()
    batch = [logged(meeting_id) for _ in range(20)]

    found = await asyncio.gather(syncs(room, *batch), syncs(room, *reversed(batch)), syncs(room, *batch[5:15]))

    assert sum(results(one).count("applied") for one in found) == 20
    assert {result for one in found for result in results(one)} == {"applied", "duplicate"}
    assert await count(meetings, Recommendation) == len(await meetings.staged(RecommendationLogged)) == 20


async def test_batches_that_overlap_do_each_operation_once(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.schedules()
    operations = [logged(meeting_id) for _ in range(6)]

    found = [await syncs(room, *operations[:4]), await syncs(room, *operations[2:])]

    assert [results(one) for one in found] == [["applied"] * 4, ["duplicate", "duplicate", "applied", "applied"]]
    assert await count(meetings, Recommendation) == 6


async def test_an_operation_named_twice_in_a_batch_is_done_once(meetings: Subject) -> None:
    room = Room(meetings)
    one = logged(await room.schedules())

    assert results(await syncs(room, one, one)) == ["applied", "duplicate"]


async def test_the_same_id_of_two_people_is_two_operations(meetings: Subject) -> None:
    meeting_id = await Room(meetings).schedules()
    one = logged(meeting_id)
    other = {**logged(meeting_id), "id": one["id"]}

    found = [await syncs(Room(meetings), one), await syncs(Room(meetings, "clerk"), other)]

    assert [results(each) for each in found] == [["applied"], ["applied"]]
    assert await count(meetings, Recommendation) == 2


async def test_logged_and_reworded_in_one_batch_stands_as_reworded(meetings: Subject) -> None:
    room, recommendation_id = Room(meetings), uuid4()
    meeting_id = await room.schedules()
    path = f"/recommendations/{recommendation_id}"
    words = "Cống ngõ 12 ngập, đề nghị nạo vét."

    found = await syncs(
        room,
        operation("PUT", path, recommendation_body(meeting_id)),
        logged(meeting_id),
        operation("PUT", path, recommendation_body(meeting_id, text=words)),
    )

    assert results(found) == ["applied"] * 3
    assert (await room.does("GET", path))["text"] == words


async def test_more_than_two_hundred_operations_are_too_many(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.schedules()

    full = await syncs(room, *[logged(meeting_id) for _ in range(200)])
    refused = await room.refused("POST", "/sync", {"operations": [logged(meeting_id) for _ in range(201)]})
    nothing = await room.does("POST", "/sync", {"operations": []})

    assert set(results(full)) == {"applied"}
    assert refused == (422, "invalid")
    assert nothing == {"results": []}
