"""Who may not read a petition does not even learn that it is there; access ends with the appointment."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.support.people import People
from tests.support.room import PETITIONS, Petition, Room

NOT_FOUND = (404, "not-found")


@pytest.mark.parametrize("who", ["ward2", "secretary2", "admin", "integrator", "city", "assignee"])
def test_whom_it_does_not_concern_finds_nothing(people: People, at_ward: Petition, who: str) -> None:
    listed = people.get(who, PETITIONS, limit=200)["items"]

    assert at_ward.id not in [item["id"] for item in listed]
    assert people.refused(who, "GET", at_ward.path) == NOT_FOUND
    assert at_ward.refused(who, "acknowledge") == NOT_FOUND
    assert at_ward.refused(who, "answer", outcome="no such outcome") == NOT_FOUND


@pytest.mark.parametrize("who", ["ward2", "secretary2"])
def test_the_meeting_of_another_branch_is_not_there(people: People, room: Room, who: str) -> None:
    recommendation = {
        "meeting_id": room.id, "text": "Đèn đường ngõ 12 không sáng.", "category": "infrastructure",
        "competence": "ward", "urgent": False, "raised_by": {"kind": "residents"},
    }  # fmt: skip

    assert people.refused(who, "GET", room.path) == NOT_FOUND
    assert people.refused(who, "GET", f"{room.path}/roster") == NOT_FOUND
    assert people.refused(who, "PUT", f"/meetings/v1/recommendations/{uuid4()}", **recommendation) == NOT_FOUND
    assert people.refused(who, "POST", f"{room.path}/end") == NOT_FOUND


def test_a_reader_is_told_what_their_role_may_not_do(people: People, at_ward: Petition) -> None:
    assert people.get("clerk", at_ward.path)["next"] == []
    assert at_ward.refused("clerk", "acknowledge") == (403, "not-allowed")
    assert at_ward.refused("clerk", "classify", category="no such category") == (403, "not-allowed")


def test_an_appointment_that_ends_takes_its_access_along(people: People, at_ward: Petition) -> None:
    person, appointment = str(uuid4()), f"/members/v1/appointments/{uuid4()}"
    login = f"van-phong-{person[:8]}"
    code = people.put("admin", f"/members/v1/accounts/{person}", login=login, name="Trần Thị Tạm")["one_time_code"]
    people.activate(login, code)
    office = {"person_id": person, "role": "WOF", "unit_id": people.unit_of("ward"), "valid_from": "2026-01-01"}

    people.put("admin", appointment, **office)
    people.until(login, at_ward.path, lambda seen: seen["state"] == "submitted")
    yesterday = (people.now().date() - timedelta(days=1)).isoformat()
    people.post("admin", f"{appointment}/end", on=yesterday)

    people.until_refused(login, at_ward.path, 404)
    assert at_ward.refused(login, "acknowledge") == NOT_FOUND
