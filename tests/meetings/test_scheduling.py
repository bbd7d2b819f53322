"""Scheduling a meeting, changing and cancelling it, and every reason to refuse."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from libs.contracts.meetings import MeetingScheduled
from tests.meetings.builders import BRANCH, NEIGHBOUR, OTHER_BRANCH, WARD, Room, meeting_body
from tests.support.access import person_id, unit_id
from tests.support.service import Subject

THIRD = "2026-11-03T12:30:00+00:00"
FIFTH = "2026-11-05T12:30:00+00:00"


async def test_the_same_put_twice_does_once(meetings: Subject) -> None:
    room, meeting_id, body = Room(meetings), uuid4(), meeting_body(kind="regular", starts_at=THIRD)

    first = await room.does("PUT", f"/meetings/{meeting_id}", body)
    second = await room.does("PUT", f"/meetings/{meeting_id}", {**body, "starts_at": "2026-11-03T19:30:00+07:00"})

    assert first == second
    assert len(await meetings.staged(MeetingScheduled)) == 1


async def test_the_same_put_at_the_same_moment_does_once(meetings: Subject) -> None:
    room, meeting_id, body = Room(meetings), uuid4(), meeting_body(kind="regular", starts_at=THIRD)

    answers = await asyncio.gather(*(room.ask("PUT", f"/meetings/{meeting_id}", body) for _ in range(8)))

    assert {answer.status_code for answer in answers} == {200}
    assert len(await meetings.staged(MeetingScheduled)) == 1


async def test_a_put_edits_while_the_meeting_is_scheduled(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.schedules(kind="regular", starts_at=THIRD)

    changed = await room.does(
        "PUT", f"/meetings/{meeting_id}", meeting_body(kind="regular", starts_at=FIFTH, place="Phòng họp phường")
    )

    assert (changed["starts_at"], changed["place"]) == ("2026-11-05T12:30:00Z", "Phòng họp phường")
    events = [event for event, _ in await meetings.staged(MeetingScheduled)]
    assert [event.sequence for event in events] == [1, 2]
    assert events[-1].model_dump()["starts_at"] == datetime(2026, 11, 5, 12, 30, tzinfo=UTC)


async def test_a_begun_meeting_is_not_edited_but_the_same_put_is_answered(meetings: Subject) -> None:
    room, body = Room(meetings), meeting_body()
    meeting_id = await room.begins(starts_at=body["starts_at"])

    same = await room.does("PUT", f"/meetings/{meeting_id}", body)
    other = await room.refused("PUT", f"/meetings/{meeting_id}", {**body, "place": "Nơi khác"})

    assert same["state"] == "in_progress"
    assert other == (409, "meeting-begun")


@pytest.mark.parametrize("second", ["regular", "combined"])
async def test_one_regular_meeting_a_branch_a_month(meetings: Subject, second: str) -> None:
    room = Room(meetings)
    first = await room.schedules(kind="regular", starts_at=THIRD)

    refused = await room.refused("PUT", f"/meetings/{uuid4()}", meeting_body(kind=second, starts_at=FIFTH))
    thematic = await room.schedules(kind="thematic", starts_at=FIFTH)
    moved = await room.refused("PUT", f"/meetings/{thematic}", meeting_body(kind=second, starts_at=FIFTH))
    neighbour = await Room(meetings, "neighbour").schedules(
        kind="regular", starts_at=THIRD, branch_id=str(unit_id(NEIGHBOUR))
    )

    assert refused == moved == (409, "regular-meeting-exists")
    assert neighbour != first


async def test_a_cancelled_regular_meeting_makes_room_for_another(meetings: Subject) -> None:
    room = Room(meetings)
    first = await room.schedules(kind="regular", starts_at=THIRD)

    cancelled = await room.does("POST", f"/meetings/{first}/cancel", {"reason": "Mưa bão"})
    again = await room.does("POST", f"/meetings/{first}/cancel", {"reason": "Lý do khác"})
    await room.schedules(kind="regular", starts_at=FIFTH)

    assert (cancelled["state"], cancelled["cancel_reason"]) == ("cancelled", "Mưa bão")
    assert again == cancelled
    assert await room.refused("PUT", f"/meetings/{first}", meeting_body(place="Nơi khác")) == (409, "meeting-cancelled")


async def test_a_date_outside_the_first_week_is_a_warning(meetings: Subject) -> None:
    room, late = Room(meetings), "2026-11-20T12:30:00+00:00"

    silent = await room.does("PUT", f"/meetings/{uuid4()}", meeting_body(kind="thematic", starts_at=late))
    said = await room.does(
        "PUT", f"/meetings/{uuid4()}", meeting_body(kind="thematic", starts_at=late, reason="Trùng ngày bầu cử")
    )

    assert silent["warnings"] == ["outside-first-week", "date-reason-missing"]
    assert said["warnings"] == ["outside-first-week"]
    assert said["reason"] == "Trùng ngày bầu cử"


async def test_a_quarter_without_a_thematic_meeting_is_a_warning(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.schedules(kind="regular", starts_at="2026-12-03T12:30:00+00:00")

    before = await room.does("GET", f"/meetings/{meeting_id}")
    await room.schedules(kind="thematic", starts_at=FIFTH)
    after = await room.does("GET", f"/meetings/{meeting_id}")

    assert (before["warnings"], after["warnings"]) == (["thematic-missing"], [])


async def test_the_id_of_a_meeting_of_another_branch_is_refused(meetings: Subject) -> None:
    theirs = await Room(meetings, "secretary2").schedules(branch_id=str(unit_id(OTHER_BRANCH)))

    assert await Room(meetings).refused("PUT", f"/meetings/{theirs}", meeting_body()) == (404, "not-found")


async def test_a_ward_schedules_no_meetings(meetings: Subject) -> None:
    room = Room(meetings, "ward")

    for where in (WARD, BRANCH):
        body = meeting_body(branch_id=str(unit_id(where)))
        assert await room.refused("PUT", f"/meetings/{uuid4()}", body) == (403, "not-allowed")


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"chair_id": str(person_id("binh")), "clerk_id": str(person_id("binh"))}, (422, "chair-is-clerk")),
        ({"chair_id": str(person_id("clerk"))}, None),
        ({"clerk_id": str(person_id("guest-there"))}, (422, "not-on-roster")),
        ({"starts_at": "1999-01-01T00:00:00+00:00"}, (422, "invalid")),
        ({"starts_at": "2026-11-03T19:30:00"}, (422, "invalid")),
        ({"place": "   "}, (422, "invalid")),
        ({"kind": "congress"}, (422, "invalid")),
        ({"branch_id": str(uuid4())}, (404, "not-found")),
    ],
    ids=[
        "chair is clerk",
        "the clerk chairs",
        "a stranger",
        "long ago",
        "no zone",
        "no place",
        "no such kind",
        "nowhere",
    ],
)
async def test_what_is_wrong_with_a_plan_is_said(
    meetings: Subject, other: dict[str, str], refusal: tuple[int, str] | None
) -> None:
    room, meeting_id = Room(meetings), uuid4()
    if refusal is not None:
        assert await room.refused("PUT", f"/meetings/{meeting_id}", meeting_body(**other)) == refusal
        return
    planned = await room.does("PUT", f"/meetings/{meeting_id}", meeting_body(**other))
    assert planned["chair_id"] == str(person_id("clerk"))
    assert planned["clerk_id"] is None


async def test_chair_and_clerk_can_be_named(meetings: Subject) -> None:
    planned = await Room(meetings).does(
        "PUT",
        f"/meetings/{uuid4()}",
        meeting_body(chair_id=str(person_id("an")), clerk_id=str(person_id("binh")), branch_id=str(unit_id(BRANCH))),
    )

    assert (planned["chair_name"], planned["clerk_name"]) == ("Vũ Thanh An", "Huỳnh Kim Bình")
