"""The agenda and reading answers out: where an answer stands, until when, and every reason to refuse."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from libs.access import keep_units
from libs.common import clock
from libs.contracts.meetings import AnswerReadOut
from libs.contracts.petitions import PetitionClosed, PetitionReopened
from libs.contracts.vocabulary import PetitionState
from tests.meetings.builders import BRANCH, NEIGHBOUR, Room, answer, recommendation_body
from tests.support.access import person_id, unit, unit_id
from tests.support.petitions import petition
from tests.support.service import Subject

NOT_CONTENT = {"content": False, "reason": "Cống vẫn ngập sau mưa."}


async def answered(meetings: Subject, **other: Any) -> UUID:
    """A recommendation from an ended meeting, answered by the ward; its id."""
    recommendation_id = uuid4()
    room = Room(meetings)
    meeting_id = await room.begins()
    await room.does("PUT", f"/recommendations/{recommendation_id}", recommendation_body(meeting_id))
    await room.ends(meeting_id)
    await meetings.tell(answer(recommendation_id, **other), BRANCH)
    return recommendation_id


async def on_agenda(room: Room, meeting_id: UUID) -> list[str]:
    return [item["petition_id"] for item in (await room.does("GET", f"/meetings/{meeting_id}/agenda"))["items"]]


async def test_an_open_answer_stands_on_every_meeting_that_has_not_ended(meetings: Subject) -> None:
    room = Room(meetings)
    before = await room.begins()
    await room.ends(before)
    petition_id = await answered(meetings)
    kinds = ["extraordinary", "thematic", "regular"]
    waiting = [await room.schedules(kind=kind, starts_at="2026-12-03T12:30:00+00:00") for kind in kinds]
    committee = await room.schedules(kind="committee_prep")
    cancelled = await room.schedules()
    await room.does("POST", f"/meetings/{cancelled}/cancel", {"reason": "Mưa bão"})

    found = [await on_agenda(room, one) for one in [*waiting, committee, cancelled, before]]

    assert found == [[str(petition_id)]] * 3 + [[]] * 3


async def test_what_was_read_out_stays_on_its_meeting_and_leaves_the_others(meetings: Subject) -> None:
    room, petition_id = Room(meetings, "clerk"), await answered(meetings)
    here, there = await Room(meetings).begins(), await Room(meetings).schedules()

    read = await room.does("PUT", f"/meetings/{here}/read-outs/{petition_id}", NOT_CONTENT)
    again = await room.does("PUT", f"/meetings/{here}/read-outs/{petition_id}", NOT_CONTENT)

    assert read == again
    assert read["read_out"]["reason"] == "Cống vẫn ngập sau mưa."
    assert await on_agenda(room, here) == [str(petition_id)]
    assert await on_agenda(room, there) == []
    [(event, path)] = await meetings.staged(AnswerReadOut)
    assert isinstance(event, AnswerReadOut)
    assert (event.meeting_id, event.branch_id, path) == (here, unit_id(BRANCH), BRANCH)
    assert (event.content, event.reason, event.answer_sequence) == (False, "Cống vẫn ngập sau mưa.", 5)


async def test_integrators_hear_of_the_read_out_but_not_the_reason(meetings: Subject) -> None:
    petition_id, here = await answered(meetings), await Room(meetings).begins()
    await Room(meetings).does("PUT", f"/meetings/{here}/read-outs/{petition_id}", NOT_CONTENT)

    [public] = [body for body in await meetings.public_bodies() if body["type"] == AnswerReadOut.type]

    assert public["data"]["content"] is False
    assert {"reason", "read_out_by_id"}.isdisjoint(public["data"])


async def test_another_result_for_the_same_answer_is_refused(meetings: Subject) -> None:
    room, petition_id = Room(meetings), await answered(meetings)
    here, there = await room.begins(), await room.begins()
    await room.does("PUT", f"/meetings/{here}/read-outs/{petition_id}", {"content": True})

    refused = [
        await room.refused("PUT", f"/meetings/{here}/read-outs/{petition_id}", NOT_CONTENT),
        await room.refused("PUT", f"/meetings/{there}/read-outs/{petition_id}", {"content": True}),
    ]

    assert refused == [(409, "read-out-before")] * 2


async def test_a_reopened_petition_is_answered_and_read_out_again(meetings: Subject) -> None:
    room, petition_id = Room(meetings), await answered(meetings)
    here = await room.begins()
    await room.does("PUT", f"/meetings/{here}/read-outs/{petition_id}", NOT_CONTENT)
    reopened = petition(PetitionReopened, petition_id=petition_id, state=PetitionState.REOPENED, reason="Còn ngập")
    await meetings.tell(reopened.model_copy(update={"sequence": 6}), BRANCH)
    next_one = await room.begins()
    between = await on_agenda(room, next_one)
    await meetings.tell(answer(petition_id, sequence=9, answer_text="Phường đã thay cống mới."), BRANCH)

    [item] = (await room.does("GET", f"/meetings/{next_one}/agenda"))["items"]
    old = await room.refused(
        "PUT", f"/meetings/{next_one}/read-outs/{petition_id}", {"content": True, "answer_sequence": 5}
    )
    await room.does("PUT", f"/meetings/{next_one}/read-outs/{petition_id}", {"content": True})

    assert between == []
    assert (item["answer_text"], item["answer_sequence"]) == ("Phường đã thay cống mới.", 9)
    assert old == (409, "read-out-before")
    [earlier] = (await room.does("GET", f"/meetings/{here}/agenda"))["items"]
    assert (earlier["answer_text"], earlier["read_out"]["content"]) == ("Phường đã nạo vét cống ngõ 12.", False)
    assert [event.model_dump()["answer_sequence"] for event, _ in await meetings.staged(AnswerReadOut)] == [5, 9]


async def test_a_petition_stands_once_on_an_agenda_with_its_latest_answer(meetings: Subject) -> None:
    room, petition_id = Room(meetings), await answered(meetings)
    here = await room.begins()
    await room.does("PUT", f"/meetings/{here}/read-outs/{petition_id}", NOT_CONTENT)
    await meetings.tell(answer(petition_id, sequence=9), BRANCH)

    [waiting] = (await room.does("GET", f"/meetings/{here}/agenda"))["items"]
    await room.does("PUT", f"/meetings/{here}/read-outs/{petition_id}", {"content": True})
    [read] = (await room.does("GET", f"/meetings/{here}/agenda"))["items"]

    assert (waiting["answer_sequence"], waiting["read_out"]) == (9, None)
    assert (read["answer_sequence"], read["read_out"]["content"]) == (9, True)


async def test_a_read_out_needs_the_meeting_begun_or_ended_within_two_days(meetings: Subject) -> None:
    room, petition_id = Room(meetings), await answered(meetings)
    scheduled, ended = await room.schedules(), await room.begins()
    await room.ends(ended)
    path = f"/meetings/{ended}/read-outs/{petition_id}"

    assert await room.refused("PUT", f"/meetings/{scheduled}/read-outs/{petition_id}", {"content": True}) == (
        409,
        "start-roll-call-first",
    )
    clock.shift(2 * 86_400 + 60)
    assert await room.refused("PUT", path, {"content": True}) == (409, "read-out-too-late")
    assert await on_agenda(room, ended) == []
    clock.shift(86_400)
    assert await on_agenda(room, ended) == [str(petition_id)]
    await room.does("PUT", path, {"content": True})


async def test_what_is_wrong_with_a_read_out_is_said(meetings: Subject) -> None:
    room, petition_id = Room(meetings), await answered(meetings)
    here, committee = await room.begins(), await room.begins(kind="committee_prep")

    found = {
        "unknown": await room.refused("PUT", f"/meetings/{here}/read-outs/{uuid4()}", {"content": True}),
        "no reason": await room.refused("PUT", f"/meetings/{here}/read-outs/{petition_id}", {"content": False}),
        "committee": await room.refused("PUT", f"/meetings/{committee}/read-outs/{petition_id}", {"content": True}),
        "not yet": await room.refused(
            "PUT", f"/meetings/{here}/read-outs/{petition_id}", {"content": True, "answer_sequence": 6}
        ),
    }

    assert found == {
        "unknown": (404, "not-found"),
        "no reason": (422, "reason-needed"),
        "committee": (409, "no-answers-at-this-kind"),
        "not yet": (409, "no-open-answer"),
    }


async def test_a_closed_petition_has_nothing_to_read_out(meetings: Subject) -> None:
    room, petition_id = Room(meetings), await answered(meetings)
    closed = petition(PetitionClosed, petition_id=petition_id, holder=None, state=PetitionState.CLOSED, content=True)
    await meetings.tell(closed.model_copy(update={"sequence": 6}), BRANCH)
    here = await room.begins()

    refused = await room.refused("PUT", f"/meetings/{here}/read-outs/{petition_id}", {"content": True})

    assert (refused, await on_agenda(room, here)) == ((409, "no-open-answer"), [])


async def test_an_older_event_never_brings_an_answer_back(meetings: Subject) -> None:
    petition_id = await answered(meetings)
    closed = petition(PetitionClosed, petition_id=petition_id, holder=None, state=PetitionState.CLOSED, content=True)
    await meetings.tell(closed.model_copy(update={"sequence": 6}), BRANCH)

    await meetings.tell(answer(petition_id, sequence=5), BRANCH)

    assert await on_agenda(Room(meetings), await Room(meetings).begins()) == []


async def test_a_dissolved_branch_is_read_out_to_by_its_successor(meetings: Subject) -> None:
    petition_id = await answered(meetings)
    ended = unit(BRANCH, valid_to=clock.today() - timedelta(days=1), sequence=2)
    async with meetings.database.transaction() as session:
        await keep_units(session, [ended.model_copy(update={"successor_id": unit_id(NEIGHBOUR)})])
    room = Room(meetings, "neighbour")
    meeting_id = await room.schedules(branch_id=str(unit_id(NEIGHBOUR)))
    body = {"marks": [{"member_id": str(person_id("neighbour-member")), "mark": "present"}]}
    await room.does("PUT", f"/meetings/{meeting_id}/roll-calls/start", body)

    assert await on_agenda(room, meeting_id) == [str(petition_id)]
    await room.does("PUT", f"/meetings/{meeting_id}/read-outs/{petition_id}", {"content": True})

    [(event, path)] = await meetings.staged(AnswerReadOut)
    assert isinstance(event, AnswerReadOut)
    assert (event.branch_id, path) == (unit_id(BRANCH), BRANCH)


async def test_until_a_branch_has_ended_its_answers_are_its_own(meetings: Subject) -> None:
    petition_id = await answered(meetings)
    ending = unit(BRANCH, valid_to=clock.today(), sequence=2, successor=NEIGHBOUR)
    async with meetings.database.transaction() as session:
        await keep_units(session, [ending])
    next_door = await Room(meetings, "neighbour").schedules(branch_id=str(unit_id(NEIGHBOUR)))

    assert await on_agenda(Room(meetings, "neighbour"), next_door) == []
    assert await on_agenda(Room(meetings), await Room(meetings).schedules()) == [str(petition_id)]
    clock.shift(86_400)
    assert await on_agenda(Room(meetings, "neighbour"), next_door) == [str(petition_id)]
