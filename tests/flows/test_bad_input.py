"""What people type and what phones send by mistake, through the gateway."""

import unicodedata
from typing import Any
from uuid import uuid4

import pytest

from tests.support.people import People
from tests.support.room import TEXT, Petition, Room

LOG = "/meetings/v1/recommendations"


def spoken(room: Room, **other: Any) -> dict[str, Any]:
    """A recommendation at this meeting."""
    return {
        "meeting_id": room.id, "text": TEXT, "category": "infrastructure", "competence": "ward", "urgent": True,
        "raised_by": {"kind": "residents"}, **other,
    }  # fmt: skip


def test_text_comes_out_composed_and_without_control_characters(people: People, room: Room) -> None:
    typed = "\ufeff" + unicodedata.normalize("NFD", TEXT).replace(" ", "\u0000 \u0007", 1) + "\u200b\r\nHết."
    logged = people.put("clerk", f"{LOG}/{uuid4()}", **spoken(room, text=typed))

    petition = Petition(people, logged["id"]).reaches("submitted", "ward")

    assert logged["text"] == petition["text"] == f"{TEXT}\nHết."
    found = people.get("ward", "/petitions/v1/petitions", q=unicodedata.normalize("NFD", TEXT), limit=200)["items"]
    assert petition["id"] in [item["id"] for item in found]


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "ă" * 5_001},
        {"text": "Ngắn"},
        {"text": "\u0000\u0001\u0002 \t\n" * 10},
        {"text": "Chữ \ufffd không đọc được ở đây."},
        {"text": "Chữ \ue000 phông cũ không đọc được."},
        {"text": 12345678901},
        {"text": None},
        {"category": "no-such"},
        {"urgent": "perhaps"},
        {"raised_by": {"kind": "nobody"}},
        {"meeting_id": "not-an-id"},
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_field(people: People, room: Room, wrong: dict[str, Any]) -> None:
    answer = people.ask("clerk", "PUT", f"{LOG}/{uuid4()}", json=spoken(room, **wrong))

    assert (answer.status_code, answer.json()["slug"]) == (422, "invalid")
    assert {field["path"].partition(".")[0] for field in answer.json()["fields"]} == wrong.keys()


def test_five_thousand_letters_are_taken(people: People, room: Room) -> None:
    assert len(people.put("clerk", f"{LOG}/{uuid4()}", **spoken(room, text="ă" * 5_000))["text"]) == 5_000


def test_the_second_roll_call_cannot_come_before_the_first(people: People) -> None:
    room = Room(people)
    member = people.get("clerk", f"{room.path}/roster")["items"][0]["member_id"]
    marks = [{"member_id": member, "mark": "present"}]

    first = people.refused("clerk", "PUT", f"{room.path}/roll-calls/end", marks=marks)
    ended = people.refused("clerk", "POST", f"{room.path}/end")

    assert first == ended == (409, "start-roll-call-first")


def test_a_body_that_is_too_large_is_refused(people: People, room: Room) -> None:
    answer = people.ask("clerk", "PUT", f"{LOG}/{uuid4()}", json=spoken(room, text="x" * 2_000_000))

    assert (answer.status_code, answer.json()["slug"]) == (413, "too-large")


@pytest.mark.parametrize("service", ["members", "meetings", "petitions", "notifications"])
def test_where_nothing_is_the_answer_is_a_problem_too(people: People, service: str) -> None:
    assert people.refused("ward", "GET", f"/{service}/v1/nothing-here") == (404, "not-found")
