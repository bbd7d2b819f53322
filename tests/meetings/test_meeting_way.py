"""One meeting from scheduling to its end, over HTTP, with what it stages."""

from uuid import uuid4

from libs.contracts.meetings import AnswerReadOut, MeetingEnded, MeetingScheduled, RecommendationLogged
from tests.meetings.builders import BRANCH, Room, answer, marks, meeting_body, recommendation_body
from tests.support.access import person_id
from tests.support.service import Subject


async def test_a_meeting_is_held_from_schedule_to_end(meetings: Subject) -> None:
    room, meeting_id, recommendation_id = Room(meetings), uuid4(), uuid4()

    scheduled = await room.does("PUT", f"/meetings/{meeting_id}", meeting_body())
    start = await room.does("PUT", f"/meetings/{meeting_id}/roll-calls/start", marks("present", "an", "binh", "exempt"))
    logged = await room.does("PUT", f"/recommendations/{recommendation_id}", recommendation_body(meeting_id))
    await room.does("PUT", f"/meetings/{meeting_id}/roll-calls/end", marks("present", "an", "cuong", "dung"))
    end = await room.does("PUT", f"/meetings/{meeting_id}/roll-calls/end", marks("excused", "binh", reason="Ốm"))
    ended = await room.does("POST", f"/meetings/{meeting_id}/end", {})

    assert scheduled["state"] == "scheduled"
    assert (scheduled["chair_id"], scheduled["clerk_id"]) == (str(person_id("secretary")), str(person_id("clerk")))
    assert scheduled["chair_name"] == "Đồng chí secretary"
    assert {name: start[name] for name in ("base", "present", "unmarked", "exempt", "away")} == {
        "base": 4, "present": 2, "unmarked": 2, "exempt": 1, "away": 2,
    }  # fmt: skip
    assert (end["present"], end["excused"], end["unexcused"], end["unmarked"]) == (3, 1, 0, 0)
    assert logged["raised_by"]["name"] == "Huỳnh Kim Bình"
    assert (ended["state"], ended["base"], ended["present"], ended["recommendations"]) == ("ended", 4, 1, 1)
    events = await meetings.staged()
    assert [type(event) for event, _ in events] == [
        MeetingScheduled, MeetingScheduled, RecommendationLogged, MeetingEnded,
    ]  # fmt: skip
    assert {path for _, path in events} == {BRANCH}


async def test_an_answer_is_read_out_at_the_next_meeting(meetings: Subject) -> None:
    room, recommendation_id = Room(meetings), uuid4()
    first = await room.begins()
    await room.does("PUT", f"/recommendations/{recommendation_id}", recommendation_body(first))
    await room.ends(first)
    answered = answer(recommendation_id)
    await meetings.tell(answered, BRANCH)
    second = await room.begins()

    [item] = (await room.does("GET", f"/meetings/{second}/agenda"))["items"]
    read = await room.does("PUT", f"/meetings/{second}/read-outs/{recommendation_id}", {"content": True})

    assert item["petition_id"] == str(recommendation_id)
    assert item["text"].startswith("Cống thoát nước")
    assert item["answer_text"] == answered.answer_text
    assert item["read_out"] is None
    assert read["read_out"]["content"] is True
    [(event, _)] = await meetings.staged(AnswerReadOut)
    assert isinstance(event, AnswerReadOut)
    assert (event.petition_id, event.answer_sequence, event.content) == (
        recommendation_id, answered.answer_sequence, True,
    )  # fmt: skip
