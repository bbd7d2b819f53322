"""Logging what was said: accepted at any time, done once, reworded, and every reason to refuse."""

import asyncio
import unicodedata
from typing import Any
from uuid import UUID, uuid4

import pytest

from libs.common.clock import now
from libs.contracts.meetings import RecommendationLogged, RecommendationReworded
from libs.contracts.petitions import PetitionSubmitted, PetitionWithdrawn
from libs.contracts.vocabulary import PetitionState
from tests.meetings.builders import BRANCH, OTHER_BRANCH, WARD, Room, recommendation_body
from tests.support.access import person_id, unit_id
from tests.support.petitions import petition
from tests.support.service import Subject

OTHER_WORDS = "Cống ngõ 12 ngập, nước tràn vào nhà dân hai bên."


async def test_a_recommendation_is_taken_before_in_and_after_the_meeting(meetings: Subject) -> None:
    room, ids = Room(meetings, "clerk"), [uuid4() for _ in range(3)]
    meeting_id = await room_of(meetings)

    await room.does("PUT", f"/recommendations/{ids[0]}", recommendation_body(meeting_id))
    await begin(meetings, meeting_id)
    await room.does("PUT", f"/recommendations/{ids[1]}", recommendation_body(meeting_id))
    await Room(meetings).ends(meeting_id)
    await room.does("PUT", f"/recommendations/{ids[2]}", recommendation_body(meeting_id))

    listed = (await room.does("GET", f"/meetings/{meeting_id}/recommendations"))["items"]
    assert [item["id"] for item in listed] == [str(one) for one in ids]
    assert len(await meetings.staged(RecommendationLogged)) == 3


async def room_of(meetings: Subject) -> UUID:
    return await Room(meetings).schedules()


async def begin(meetings: Subject, meeting_id: UUID) -> None:
    body = {"marks": [{"member_id": str(person_id("an")), "mark": "present"}]}
    await Room(meetings).does("PUT", f"/meetings/{meeting_id}/roll-calls/start", body)


async def test_a_hundred_same_puts_do_once(meetings: Subject) -> None:
    room, recommendation_id = Room(meetings), uuid4()
    body = recommendation_body(await room_of(meetings))

    for _ in range(4):
        answers = await asyncio.gather(
            *(room.ask("PUT", f"/recommendations/{recommendation_id}", body) for _ in range(25))
        )
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.text for answer in answers}) == 1

    assert len(await meetings.staged()) == 2


async def test_the_event_carries_the_whole_and_integrators_see_no_words(meetings: Subject) -> None:
    room, recommendation_id = Room(meetings), uuid4()
    meeting_id = await room_of(meetings)

    await room.does("PUT", f"/recommendations/{recommendation_id}", recommendation_body(meeting_id, urgent=True))

    [(event, path)] = await meetings.staged(RecommendationLogged)
    assert isinstance(event, RecommendationLogged)
    assert path == BRANCH
    assert (event.recommendation_id, event.meeting_id, event.urgent) == (recommendation_id, meeting_id, True)
    assert (event.raised_by_id, event.raised_by_name) == (person_id("binh"), "Huỳnh Kim Bình")
    assert event.logged_by_id == person_id("secretary")
    [public] = [body for body in await meetings.public_bodies() if body["type"] == RecommendationLogged.type]
    assert {"text", "raised_by", "raised_by_id", "raised_by_name", "logged_by_id"}.isdisjoint(public["data"])


async def test_an_edit_while_it_is_recorded_replaces_all_of_it(meetings: Subject) -> None:
    room, recommendation_id = Room(meetings), uuid4()
    meeting_id = await room_of(meetings)
    await room.does("PUT", f"/recommendations/{recommendation_id}", recommendation_body(meeting_id))

    edited = recommendation_body(meeting_id, text=OTHER_WORDS, urgent=True, raised_by={"kind": "residents"})
    answer = await room.does("PUT", f"/recommendations/{recommendation_id}", edited)

    assert (answer["text"], answer["urgent"], answer["added_texts"]) == (OTHER_WORDS, True, [])
    assert answer["raised_by"] == {"kind": "residents", "member_id": None, "name": None}
    [(event, _)] = await meetings.staged(RecommendationReworded)
    assert isinstance(event, RecommendationReworded)
    assert (event.sequence, event.text, event.urgent, event.raised_by) == (2, OTHER_WORDS, True, "residents")


async def test_once_taken_up_new_text_stands_beside_the_first(meetings: Subject) -> None:
    room, recommendation_id = Room(meetings), uuid4()
    meeting_id = await room_of(meetings)
    body = recommendation_body(meeting_id)
    first = await room.does("PUT", f"/recommendations/{recommendation_id}", body)
    await meetings.tell(gone_up(recommendation_id), BRANCH)

    answer = await room.does(
        "PUT", f"/recommendations/{recommendation_id}", {**body, "text": OTHER_WORDS, "urgent": True}
    )
    again = await room.does("PUT", f"/recommendations/{recommendation_id}", {**body, "text": OTHER_WORDS})
    await room.does("PUT", f"/recommendations/{recommendation_id}", {**body, "text": OTHER_WORDS, "category": "land"})

    assert (answer["text"], answer["urgent"], answer["category"]) == (first["text"], False, "infrastructure")
    assert [added["text"] for added in answer["added_texts"]] == [OTHER_WORDS]
    assert again == answer
    assert len(await meetings.staged(RecommendationReworded)) == 1


async def test_an_edit_that_crossed_the_going_up_stands_beside_the_first(meetings: Subject) -> None:
    room, recommendation_id = Room(meetings), uuid4()
    body = recommendation_body(await room_of(meetings))
    first = await room.does("PUT", f"/recommendations/{recommendation_id}", body)
    event = gone_up(recommendation_id)
    await room.does("PUT", f"/recommendations/{recommendation_id}", {**body, "text": OTHER_WORDS})

    await meetings.tell(event, BRANCH)

    answer = await room.does("GET", f"/recommendations/{recommendation_id}")
    assert answer["text"] == first["text"]
    assert [added["text"] for added in answer["added_texts"]] == [OTHER_WORDS]


def gone_up(recommendation_id: UUID) -> PetitionSubmitted:
    event = petition(PetitionSubmitted, petition_id=recommendation_id, holder=WARD, state=PetitionState.SUBMITTED)
    return event.model_copy(update={"occurred_at": now()})


async def test_text_is_stored_composed_and_without_control_characters(meetings: Subject) -> None:
    room, recommendation_id = Room(meetings), uuid4()
    typed = unicodedata.normalize("NFD", "Đề nghị sửa đường ngõ 12\x00\x07 và hẻm 14")

    answer = await room.does(
        "PUT", f"/recommendations/{recommendation_id}", recommendation_body(await room_of(meetings), text=typed)
    )

    assert answer["text"] == "Đề nghị sửa đường ngõ 12 và hẻm 14"


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"text": "Ngập quá"}, (422, "invalid")),
        ({"text": " \u200b" * 9 + "Ngập"}, (422, "invalid")),
        ({"text": "a" * 5_001}, (422, "invalid")),
        ({"text": "Cống ngõ 12 bị \ufffd ngập"}, (422, "invalid")),
        ({"text": "Cống ngõ 12 bị \ue000 ngập"}, (422, "invalid")),
        ({"category": "drains"}, (422, "invalid")),
        ({"competence": None}, (422, "invalid")),
        ({"raised_by": {"kind": "member"}}, (422, "member-needed")),
        ({"raised_by": {"kind": "member", "member_id": str(person_id("guest-there"))}}, (422, "not-on-roster")),
        ({"raised_by": {"kind": "residents", "member_id": str(uuid4())}}, (422, "not-on-roster")),
        ({"meeting_id": str(uuid4())}, (404, "not-found")),
    ],
    ids=["short", "short once cleaned", "long", "unreadable", "legacy font", "no such category", "no competence",
         "nobody named", "a stranger", "a stranger for residents", "no such meeting"],
)  # fmt: skip
async def test_what_is_wrong_is_said(meetings: Subject, other: dict[str, Any], refusal: tuple[int, str]) -> None:
    room = Room(meetings)
    body = {**recommendation_body(await room_of(meetings)), **other}

    assert await room.refused("PUT", f"/recommendations/{uuid4()}", body) == refusal


async def test_five_thousand_characters_fit(meetings: Subject) -> None:
    room = Room(meetings)
    body = recommendation_body(await room_of(meetings), text="ạ" * 5_000)

    assert len((await room.does("PUT", f"/recommendations/{uuid4()}", body))["text"]) == 5_000


async def test_a_meeting_of_another_branch_is_refused(meetings: Subject) -> None:
    theirs = await Room(meetings, "secretary2").schedules(branch_id=str(unit_id(OTHER_BRANCH)))

    refused = await Room(meetings).refused("PUT", f"/recommendations/{uuid4()}", recommendation_body(theirs))

    assert refused == (404, "not-found")


async def test_a_recommendation_stays_with_its_meeting(meetings: Subject) -> None:
    room, recommendation_id = Room(meetings), uuid4()
    first, second = await room_of(meetings), await room_of(meetings)
    await room.does("PUT", f"/recommendations/{recommendation_id}", recommendation_body(first))

    refused = await room.refused("PUT", f"/recommendations/{recommendation_id}", recommendation_body(second))

    assert refused == (409, "recommendation-of-another-meeting")


async def test_a_cancelled_meeting_takes_none(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room_of(meetings)
    await room.does("POST", f"/meetings/{meeting_id}/cancel", {"reason": "Mưa bão"})

    refused = await room.refused("PUT", f"/recommendations/{uuid4()}", recommendation_body(meeting_id))

    assert refused == (409, "meeting-cancelled")


async def test_whoever_raised_it_reads_it_and_no_other_member(meetings: Subject) -> None:
    recommendation_id = uuid4()
    await Room(meetings).does(
        "PUT", f"/recommendations/{recommendation_id}", recommendation_body(await room_of(meetings))
    )

    own = await Room(meetings, "binh").does("GET", f"/recommendations/{recommendation_id}")

    assert own["id"] == str(recommendation_id)
    assert await Room(meetings, "cuong").refused("GET", f"/recommendations/{recommendation_id}") == (404, "not-found")


async def test_a_withdrawn_one_counts_as_taken_up(meetings: Subject) -> None:
    room, recommendation_id = Room(meetings), uuid4()
    body = recommendation_body(await room_of(meetings))
    await room.does("PUT", f"/recommendations/{recommendation_id}", body)
    withdrawn = petition(
        PetitionWithdrawn, petition_id=recommendation_id, holder=None, state=PetitionState.WITHDRAWN, reason="Trùng"
    )
    await meetings.tell(withdrawn, BRANCH)

    answer = await room.does("PUT", f"/recommendations/{recommendation_id}", {**body, "text": OTHER_WORDS})

    assert [added["text"] for added in answer["added_texts"]] == [OTHER_WORDS]
