"""Roll calls over HTTP: merging, counting, ending, and every reason to refuse."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

from libs.common import clock
from libs.contracts.meetings import MeetingEnded, MeetingScheduled
from libs.contracts.members import Spell
from libs.contracts.vocabulary import Membership
from tests.meetings.builders import BRANCH, Room, later, marks, member
from tests.support.access import LONG_AGO, person_id, unit_id
from tests.support.service import Subject


async def mark_of(room: Room, meeting_id: UUID, name: str, which: str = "start") -> str | None:
    lines = (await room.does("GET", f"/meetings/{meeting_id}/roster"))["items"]
    [line] = [line for line in lines if line["member_id"] == str(person_id(name))]
    return line[which]["mark"] if line[which] else None


async def test_the_roster_is_whole_and_sorted_by_given_name(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.schedules()

    lines = (await room.does("GET", f"/meetings/{meeting_id}/roster"))["items"]

    assert [line["name"] for line in lines] == [
        "Vũ Thanh An", "Lê Thị Ánh", "Huỳnh Kim Bình", "Phạm Văn Cường", "Bùi Quốc Dũng", "Trần Đức Đạt",
        "Nguyễn Văn Giang",
    ]  # fmt: skip
    assert [line["in_base"] for line in lines] == [True, False, True, True, True, False, False]
    assert lines[0]["post"] == "secretary"


async def test_the_roster_is_that_of_the_day_of_the_meeting(meetings: Subject) -> None:
    came = [Spell(unit_id=unit_id(BRANCH), membership=Membership.OFFICIAL, valid_from=clock.today(), valid_to=None)]
    left = [
        Spell(
            unit_id=unit_id(BRANCH),
            membership=Membership.OFFICIAL,
            valid_from=LONG_AGO,
            valid_to=clock.today() - timedelta(days=1),
        )
    ]
    await meetings.tell(member("came-today", spells=came), BRANCH)
    await meetings.tell(member("left-yesterday", spells=left), BRANCH)
    room = Room(meetings)
    today, before = await room.schedules(starts_at=later()), await room.schedules(starts_at=later(days=-2))

    names = [
        {line["name"] for line in (await room.does("GET", f"/meetings/{one}/roster"))["items"]}
        for one in (today, before)
    ]

    assert names[0] - names[1] == {"Hồ Văn Came-Today"}
    assert names[1] - names[0] == {"Hồ Văn Left-Yesterday"}


async def test_members_who_are_not_named_keep_their_mark(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.begins("an", "binh")

    answer = await room.does("PUT", f"/meetings/{meeting_id}/roll-calls/start", marks("unexcused", "binh", "cuong"))

    assert (answer["present"], answer["unexcused"], answer["unmarked"]) == (1, 2, 1)
    assert len(answer["marks"]) == 3


async def test_two_people_marking_at_once_lose_nothing(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.schedules()
    path = f"/meetings/{meeting_id}/roll-calls/start"

    answers = await asyncio.gather(
        Room(meetings, "clerk").ask("PUT", path, marks("present", "an", "binh")),
        Room(meetings, "committee").ask("PUT", path, marks("present", "cuong", "dung")),
        room.ask("PUT", path, marks("present", "exempt")),
    )

    assert {answer.status_code for answer in answers} == {200}
    assert (await room.does("GET", path))["present"] == 4
    assert len(await meetings.staged(MeetingScheduled)) == 2


async def test_a_reason_stays_with_who_is_excused(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.schedules()
    path = f"/meetings/{meeting_id}/roll-calls/start"

    excused = await room.does("PUT", path, marks("excused", "an", reason="Đi viện"))
    present = await room.does("PUT", path, marks("present", "an", reason="Đi viện"))

    assert excused["marks"][0]["reason"] == "Đi viện"
    assert present["marks"][0]["reason"] is None


async def test_who_is_excused_is_excused_with_a_reason(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.schedules()
    path = f"/meetings/{meeting_id}/roll-calls/start"
    body = {"marks": [*marks("present", "an")["marks"], *marks("excused", "binh")["marks"]]}

    answer = await room.ask("PUT", path, body)
    blank = await room.ask("PUT", path, marks("excused", "binh", reason="  "))

    problem = answer.json()
    assert (answer.status_code, problem["slug"]) == (422, "excuse-reason-needed")
    assert "chọn lý do" in problem["detail"]
    assert [field["path"] for field in problem["fields"]] == ["marks.1.reason"]
    assert blank.status_code == 422
    assert (await room.does("GET", path))["marks"] == []


async def test_a_stranger_is_named_and_nobody_is_marked(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.schedules()
    body = marks("present", "an", "guest-there")

    answer = await room.ask("PUT", f"/meetings/{meeting_id}/roll-calls/start", body)

    problem = answer.json()
    assert (answer.status_code, problem["slug"]) == (422, "not-on-roster")
    assert str(person_id("guest-there")) in problem["detail"]
    assert problem["fields"][0]["path"] == "marks.1.member_id"
    assert (await room.does("GET", f"/meetings/{meeting_id}"))["state"] == "scheduled"


async def test_a_member_named_twice_is_refused(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.schedules()

    refused = await room.refused("PUT", f"/meetings/{meeting_id}/roll-calls/start", marks("present", "an", "an"))

    assert refused == (422, "marked-twice")


async def test_the_second_roll_call_before_the_first_is_refused(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.schedules()

    assert await room.refused("PUT", f"/meetings/{meeting_id}/roll-calls/end", marks("present", "an")) == (
        409,
        "start-roll-call-first",
    )
    assert await room.refused("POST", f"/meetings/{meeting_id}/end", {}) == (409, "start-roll-call-first")


async def test_a_cancelled_meeting_calls_no_roll(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.schedules()
    await room.does("POST", f"/meetings/{meeting_id}/cancel", {"reason": "Mưa bão"})

    refused = await room.refused("PUT", f"/meetings/{meeting_id}/roll-calls/start", marks("present", "an"))

    assert refused == (409, "meeting-cancelled")


async def test_the_end_needs_everybody_of_the_base_marked(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.begins()
    await room.does("PUT", f"/meetings/{meeting_id}/roll-calls/end", marks("present", "an", "binh", "exempt"))

    answer = await room.ask("POST", f"/meetings/{meeting_id}/end", {})
    ended = await room.ends(meeting_id, "cuong", "dung")

    assert (answer.status_code, answer.json()["slug"]) == (409, "end-roll-call-incomplete")
    assert "2 đồng chí" in answer.json()["detail"]
    assert ended["state"] == "ended"


async def test_ending_twice_gives_the_same_answer_twice(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.begins()
    first = await room.ends(meeting_id)
    clock.shift(60)

    second = await room.does("POST", f"/meetings/{meeting_id}/end")

    assert second == first
    assert len(await meetings.staged(MeetingEnded)) == 1


async def test_too_short_and_too_long_are_warnings(meetings: Subject) -> None:
    room = Room(meetings)
    short = await room.begins(kind="regular", starts_at="2026-11-03T12:30:00+00:00")
    long = await room.begins()

    ended = await room.ends(short)
    clock.shift(9 * 3_600)
    ended_late = await room.ends(long)

    assert (ended["warnings"], ended["duration_minutes"]) == (["too-short"], 0)
    assert (ended_late["warnings"], ended_late["duration_minutes"]) == (["too-long"], 540)


async def test_marks_made_online_after_the_end_are_refused(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.begins()
    await room.ends(meeting_id)

    refused = await room.refused("PUT", f"/meetings/{meeting_id}/roll-calls/start", marks("present", "binh"))

    assert refused == (409, "meeting-ended")
    assert await mark_of(room, meeting_id, "binh") is None


async def test_later_corrections_of_the_roll_do_not_move_the_figures_of_an_ended_meeting(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.begins("an", "binh", "cuong", "dung")
    await room.ends(meeting_id)

    await meetings.tell(member("late-comer"), BRANCH)

    ended = await room.does("GET", f"/meetings/{meeting_id}")
    assert (ended["base"], ended["present"]) == (4, 4)


async def test_other_branches_and_tiers_find_no_meeting(meetings: Subject) -> None:
    meeting_id = await Room(meetings).schedules()
    path = f"/meetings/{meeting_id}/roll-calls/start"

    assert await Room(meetings, "secretary2").refused("PUT", path, marks("present", "an")) == (404, "not-found")
    assert await Room(meetings, "ward").refused("PUT", path, marks("present", "an")) == (403, "not-allowed")
    assert await Room(meetings).refused("PUT", f"/meetings/{uuid4()}/roll-calls/start", marks("present", "an")) == (
        404,
        "not-found",
    )
