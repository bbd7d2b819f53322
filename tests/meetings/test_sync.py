"""What phones send: done exactly once, each operation with its own result, whatever was lost on the way."""

import asyncio
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from libs.common import clock
from libs.contracts.meetings import AnswerReadOut, MeetingEnded, RecommendationLogged
from services.meetings.models import KeptOperation, Recommendation, RollCallMark
from tests.meetings.builders import OTHER_BRANCH, Room, later, marks, meeting_body, recommendation_body
from tests.meetings.test_read_outs import answered
from tests.support.access import person_id, unit_id
from tests.support.service import Subject

API = "/api/meetings/v1"
EVERYBODY = ("an", "binh", "cuong", "dung")


def operation(method: str, path: str, body: Any = None, *, at: Any = None, **other: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "method": method, "path": f"{API}{path}", "body": body, "at": at or later(), **other}


def logged(meeting_id: UUID, **other: Any) -> dict[str, Any]:
    return operation("PUT", f"/recommendations/{uuid4()}", recommendation_body(meeting_id, **other))


def said(mark: str, *names: str) -> dict[str, Any]:
    return marks(mark, *names, reason="Ốm đau") if mark == "excused" else marks(mark, *names)


async def syncs(room: Room, *operations: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await room.does("POST", "/sync", {"operations": list(operations)}))["results"]
    assert [one["id"] for one in found] == [one["id"] for one in operations]
    return found


def results(found: list[dict[str, Any]]) -> list[str]:
    return [one["result"] if one["problem"] is None else one["problem"]["slug"] for one in found]


async def count(meetings: Subject, table: Any) -> int:
    async with meetings.database.transaction() as session:
        return int(await session.scalar(select(func.count()).select_from(table)) or 0)


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


async def test_the_end_roll_call_waits_for_its_start(meetings: Subject) -> None:
    clerk, secretary = Room(meetings, "clerk"), Room(meetings)
    petition_id = await answered(meetings)
    meeting_id = await secretary.schedules()
    before = len(await meetings.staged(MeetingEnded))
    path, began = f"/meetings/{meeting_id}", clock.now() - timedelta(minutes=110)
    early = [
        operation("PUT", f"{path}/roll-calls/end", marks("present", *EVERYBODY), at=later(began, minutes=100)),
        operation("PUT", f"{path}/read-outs/{petition_id}", {"content": True}, at=later(began, minutes=101)),
        operation("POST", f"{path}/end", {}, at=later(began, minutes=102)),
    ]

    kept = [await syncs(clerk, *early), await syncs(clerk, *early)]
    waiting = await clerk.does("GET", path)
    start = operation("PUT", f"{path}/roll-calls/start", marks("present", "an"), at=later(began))
    arrived = await syncs(secretary, start)

    assert [results(each) for each in kept] == [["applied"] * 3, ["duplicate"] * 3]
    assert waiting["state"] == "scheduled"
    assert results(arrived) == ["applied"]
    meeting = await clerk.does("GET", path)
    assert (meeting["state"], meeting["duration_minutes"]) == ("ended", 100)
    assert len(await meetings.staged(MeetingEnded)) == before + 1
    assert len(await meetings.staged(AnswerReadOut)) == 1
    assert await count(meetings, KeptOperation) == 0


async def test_a_kept_end_waits_until_everybody_is_marked(meetings: Subject) -> None:
    clerk, secretary = Room(meetings, "clerk"), Room(meetings)
    meeting_id = await secretary.schedules()
    await syncs(clerk, operation("POST", f"/meetings/{meeting_id}/end", {}))

    await secretary.does("PUT", f"/meetings/{meeting_id}/roll-calls/start", marks("present", "an"))
    begun = await clerk.does("GET", f"/meetings/{meeting_id}")
    async with meetings.database.transaction() as session:
        refusal = await session.scalar(select(col(KeptOperation.refusal)))
    await secretary.does("PUT", f"/meetings/{meeting_id}/roll-calls/end", marks("present", *EVERYBODY))

    assert (begun["state"], refusal) == ("in_progress", "end-roll-call-incomplete")
    assert (await clerk.does("GET", f"/meetings/{meeting_id}"))["state"] == "ended"


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


async def test_each_operation_has_its_own_permission_check(meetings: Subject) -> None:
    ours = await Room(meetings).schedules()
    theirs = await Room(meetings, "secretary2").schedules(branch_id=str(unit_id(OTHER_BRANCH)))
    batch = [
        logged(theirs),
        operation("PUT", f"/meetings/{uuid4()}", meeting_body()),
        operation("PUT", f"/meetings/{theirs}/roll-calls/start", marks("present", "an")),
        logged(ours),
        operation("POST", f"/meetings/{ours}/end", {}),
    ]

    as_clerk = await syncs(Room(meetings, "clerk"), *batch)
    as_ward = await syncs(Room(meetings, "ward"), *[{**one, "id": str(uuid4())} for one in batch])
    as_member = await syncs(Room(meetings, "binh"), logged(ours))

    assert results(as_clerk) == ["not-found", "not-allowed", "not-found", "applied", "applied"]
    assert results(as_ward) == ["not-found", "not-allowed", "not-found", "not-allowed", "not-allowed"]
    assert results(as_member) == ["not-allowed"]


async def test_what_cannot_be_read_refuses_only_itself(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.schedules()
    batch = [
        logged(meeting_id),
        operation("PUT", "/elsewhere"),
        operation("DELETE", f"/meetings/{meeting_id}"),
        {**logged(meeting_id), "path": "/api/petitions/v1/petitions/x/answer"},
        {**logged(meeting_id), "body": "words"},
        {**logged(meeting_id), "at": "yesterday"},
        {**logged(meeting_id), "at": "2026-11-03T19:30:00"},
        {"id": str(uuid4()), "method": "PUT", "path": f"{API}/recommendations/{uuid4()}"},
        operation("PUT", f"/meetings/{meeting_id}/roll-calls/middle", marks("present", "an")),
        logged(meeting_id, raised_by={"kind": "member"}),
        logged(meeting_id),
    ]

    assert results(await syncs(room, *batch)) == [
        "applied", "operation-unknown", "operation-unknown", "operation-unknown", "invalid", "time-invalid",
        "time-invalid", "time-invalid", "operation-unknown", "member-needed", "applied",
    ]  # fmt: skip


async def test_a_refusal_is_told_in_the_language_of_whoever_asks(meetings: Subject) -> None:
    bad = logged(await Room(meetings).schedules(), text="ngắn")

    [vietnamese] = await syncs(Room(meetings), bad)
    [english] = await syncs(Room(meetings, language="en"), bad)

    assert vietnamese["problem"]["fields"] == [{"path": "text", "text": "Cần ít nhất 10 ký tự."}]
    assert english["problem"]["fields"] == [{"path": "text", "text": "At least 10 characters are needed."}]
    assert english["problem"]["type"] == "/problems/invalid"
    assert english["problem"]["status"] == 422


async def test_more_than_two_hundred_operations_are_too_many(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.schedules()

    full = await syncs(room, *[logged(meeting_id) for _ in range(200)])
    refused = await room.refused("POST", "/sync", {"operations": [logged(meeting_id) for _ in range(201)]})
    nothing = await room.does("POST", "/sync", {"operations": []})

    assert set(results(full)) == {"applied"}
    assert refused == (422, "invalid")
    assert nothing == {"results": []}
