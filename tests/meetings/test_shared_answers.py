"""A petition that was merged gets the answer of another: its own branch hears it in its own room."""

from typing import Any
from uuid import UUID, uuid4

from libs.contracts.meetings import AnswerReadOut
from libs.contracts.petitions import PetitionAnswerShared, PetitionRestated, PetitionUnmerged
from libs.contracts.vocabulary import Outcome, PetitionState
from tests.meetings.builders import BRANCH, WARD, Room, recommendation_body
from tests.meetings.test_read_outs import on_agenda
from tests.support.access import unit_id
from tests.support.petitions import petition
from tests.support.service import Subject

ANSWER: dict[str, Any] = {
    "answer_sequence": 7,
    "answered_by_id": unit_id(WARD),
    "answered_by_name": "Đảng ủy phường",
    "outcome": Outcome.RESOLVED,
    "target_date": None,
    "answer_text": "Phường đã nạo vét cống ngõ 12.",
}
MERGED = PetitionState.MERGED


async def shared(meetings: Subject) -> UUID:
    """A recommendation whose petition was merged into another, and that one answered; its id."""
    room, recommendation_id = Room(meetings), uuid4()
    meeting_id = await room.begins()
    await room.does("PUT", f"/recommendations/{recommendation_id}", recommendation_body(meeting_id))
    await room.ends(meeting_id)
    told = petition(
        PetitionAnswerShared,
        petition_id=recommendation_id,
        holder=None,
        state=MERGED,
        from_id=uuid4(),
        told_unit_ids=[],
        **ANSWER,
    )
    await meetings.tell(told.model_copy(update={"sequence": 7}), BRANCH)
    return recommendation_id


async def test_it_stands_on_the_agenda_and_is_read_out_once(meetings: Subject) -> None:
    petition_id, room = await shared(meetings), Room(meetings)
    here, there = await room.begins(), await room.schedules()
    assert await on_agenda(room, there) == [str(petition_id)]
    await room.does("PUT", f"/meetings/{here}/read-outs/{petition_id}", {"content": True})
    assert await on_agenda(room, there) == []
    [(event, path)] = await meetings.staged(AnswerReadOut)
    assert isinstance(event, AnswerReadOut)
    assert (event.petition_id, event.answer_sequence, path) == (petition_id, 7, BRANCH)


async def test_a_rebuilt_copy_shows_it_until_it_was_read_out(meetings: Subject) -> None:
    petition_id, room = await shared(meetings), Room(meetings)
    again = petition(PetitionRestated, petition_id=petition_id, holder=None, state=MERGED, **ANSWER)
    await meetings.tell(again.model_copy(update={"sequence": 8}), BRANCH)
    here = await room.begins()
    assert await on_agenda(room, here) == [str(petition_id)]
    await room.does("PUT", f"/meetings/{here}/read-outs/{petition_id}", {"content": True})
    await meetings.tell(again.model_copy(update={"sequence": 9}), BRANCH)
    assert await on_agenda(room, await room.schedules()) == []


async def test_one_that_comes_back_leaves_the_agenda(meetings: Subject) -> None:
    petition_id, room = await shared(meetings), Room(meetings)
    back = petition(
        PetitionUnmerged, petition_id=petition_id, holder=WARD, state=PetitionState.SUBMITTED, from_id=uuid4()
    )
    await meetings.tell(back.model_copy(update={"sequence": 9}), BRANCH)
    assert await on_agenda(room, await room.schedules()) == []
