"""What each verb does, over HTTP: state, holder, clocks, the one event, the line of history."""

from uuid import UUID

import pytest

from libs.contracts.petitions import (
    PetitionClassified,
    PetitionEscalated,
    PetitionExtended,
    PetitionMerged,
    PetitionRedirected,
    PetitionReturned,
    PetitionWithdrawn,
)
from libs.contracts.vocabulary import Competence
from tests.petitions.builders import NEXT_DOOR, TEXT, WARD, running
from tests.petitions.conftest import Desk
from tests.support.access import person_id, unit_id


async def test_classifying_again_corrects_and_moves_no_clock(desk: Desk) -> None:
    petition_id = await desk.received()
    first = await desk.does("ward", petition_id, "classify", category="land", competence="ward", complexity="simple")
    event = await desk.last()
    assert isinstance(event, PetitionClassified)
    assert (first["state"], first["category"], set(running(first))) == ("classified", "land", {"answer"})
    again = await desk.does("ward", petition_id, "classify", category="health", competence="city", complexity="complex")
    assert (again["state"], again["category"], again["competence"]) == ("classified", "health", "city")
    assert running(again) == running(first)
    assigned = await desk.does("ward", petition_id, "assign", assignee=str(person_id("assignee")))
    corrected = await desk.does("ward", petition_id, "classify", category="fire", competence="ward")
    assert (assigned["state"], corrected["state"], corrected["category"]) == ("assigned", "assigned", "fire")
    assert running(corrected) == running(first)


async def test_escalating_from_the_branch_needs_no_waiting(desk: Desk) -> None:
    petition_id = await desk.logged(competence=Competence.BRANCH)
    seen = await desk.does("secretary", petition_id, "escalate", reason="Vượt khả năng chi bộ")
    event = await desk.last()
    assert isinstance(event, PetitionEscalated)
    assert (event.by_itself, event.actor_id, event.reason) == (False, person_id("secretary"), "Vượt khả năng chi bộ")
    assert (seen["state"], seen["holder"]["tier"]) == ("submitted", "ward")
    public = (await desk.subject.public_bodies())[-1]["data"]
    assert not {"reason", "actor_id", "raised_by_id"} & set(public)


async def test_a_unit_returns_once(desk: Desk) -> None:
    petition_id = await desk.at_ward()
    returned = await desk.does("ward", petition_id, "return", reason="Thiếu địa chỉ cụ thể")
    assert isinstance(await desk.last(), PetitionReturned)
    assert (returned["state"], returned["holder"]["tier"], returned["due_kind"]) == ("returned", "branch", "complete")
    await desk.does("secretary", petition_id, "escalate", reason="Số nhà 15, ngõ 12")
    refused = await desk.post("ward", petition_id, "return", reason="Vẫn thiếu")
    assert (refused.status_code, refused.json()["slug"]) == (409, "returned-before")
    assert "return" not in (await desk.get("ward", petition_id))["next"]


async def test_the_city_returns_to_the_ward_which_works_on_it(desk: Desk) -> None:
    petition_id = await desk.at_city()
    returned = await desk.does("city", petition_id, "return", reason="Thuộc thẩm quyền phường")
    assert (returned["state"], returned["holder"]["unit_id"]) == ("returned", str(unit_id(WARD)))
    seen = await desk.get("ward-leader", petition_id)
    assert seen["next"] == ["classify", "assign", "answer", "escalate", "return"]
    classified = await desk.does("ward", petition_id, "classify", category="land", competence="ward")
    assert (classified["state"], set(running(classified))) == ("classified", {"answer"})


async def test_a_holder_extends_once_by_the_same_length(desk: Desk) -> None:
    petition_id = await desk.received()
    before = await desk.get("ward-leader", petition_id)
    extended = await desk.does("ward-leader", petition_id, "extend", reason="Chờ khảo sát")
    assert isinstance(await desk.last(), PetitionExtended)
    assert running(extended)["answer"] > running(before)["answer"]
    refused = await desk.post("ward-leader", petition_id, "extend", reason="Chờ nữa")
    assert (refused.status_code, refused.json()["slug"]) == (409, "extended-before")


async def test_a_merged_petition_follows_another_and_gets_its_answer(desk: Desk) -> None:
    first, second = await desk.received(), await desk.received(branch=NEXT_DOOR)
    merged = await desk.does("ward", second, "merge", into=str(first))
    assert (merged["state"], merged["holder"], merged["merged_into_id"]) == ("merged", None, str(first))
    staged = await desk.subject.staged(PetitionMerged)
    assert [(event.into_id, path) for event, path in staged if isinstance(event, PetitionMerged)] == [
        (first, NEXT_DOOR)
    ]


async def test_it_merges_only_into_another_of_the_same_holder_that_is_not_final(desk: Desk) -> None:
    petition_id = await desk.received()
    elsewhere, final = await desk.at_city(), await desk.closed()
    for into in (petition_id, elsewhere, final, UUID(int=1)):
        refused = await desk.post("ward", petition_id, "merge", into=str(into))
        assert (refused.status_code, refused.json()["slug"]) == (409, "not-mergeable")


async def test_it_is_redirected_for_good(desk: Desk) -> None:
    petition_id = await desk.at_ward()
    seen = await desk.does("ward", petition_id, "redirect", channel="citizen_reception", reason="Đơn khiếu nại")
    assert isinstance(await desk.last(), PetitionRedirected)
    assert (seen["state"], seen["channel"], seen["holder"], seen["due_at"]) == (
        "redirected",
        "citizen_reception",
        None,
        None,
    )
    assert seen["next"] == []


@pytest.mark.parametrize("who", ["secretary", "member"])
async def test_it_is_taken_back_whoever_holds_it(desk: Desk, who: str) -> None:
    petition_id = await desk.at_city()
    seen = await desk.does(who, petition_id, "withdraw", reason="Đã tự giải quyết")
    event = await desk.last()
    assert isinstance(event, PetitionWithdrawn)
    assert (seen["state"], event.actor_id) == ("withdrawn", person_id(who))
    assert [one["to_at"] for one in seen["holders"] if one["to_at"] is None] == []


async def test_the_same_request_twice_is_done_once(desk: Desk) -> None:
    petition_id = await desk.at_ward()
    client = await desk.client("ward")
    answers = [
        await client.post(f"/petitions/{petition_id}/acknowledge", json={}, headers={"Idempotency-Key": "a"})
        for _ in range(3)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len({answer.text for answer in answers}) == 1


async def test_the_page_tells_where_it_has_been_and_what_comes_next(desk: Desk) -> None:
    petition_id = await desk.logged(competence=Competence.CITY)
    seen = await desk.get("secretary", petition_id)
    assert [(one["kind"], one["tier"], one["likely"]) for one in seen["path_ahead"]] == [
        ("unit", "ward", True),
        ("unit", "city", True),
        ("read_out", "branch", True),
    ]
    assert (seen["text"], seen["texts"][0]["text"], seen["raised_by"]["name"]) == (TEXT, TEXT, "Lê Thị Thành Viên")
    assert (seen["meeting"]["kind"], seen["waiting_for"]["roles"]) == (None, ["BSE"])
    line = seen["history"][0]
    assert (line["verb"], line["by_itself"], line["to_state"], line["to_unit_name"]) == (
        "open",
        True,
        "recorded",
        "Đơn vị b001",
    )


async def test_the_first_classification_sets_the_term_even_after_it_was_assigned(desk: Desk) -> None:
    petition_id = await desk.received()
    said = {"category": "land", "competence": "ward"}
    before = await desk.does("ward", petition_id, "assign", assignee=str(person_id("assignee")))
    first = await desk.does("ward", petition_id, "classify", **said, complexity="complex")
    assert (first["state"], first["complexity"]) == ("assigned", "complex")
    assert running(first)["answer"] > running(before)["answer"]
    again = await desk.does("ward", petition_id, "classify", **said, complexity="simple")
    assert (running(again), again["complexity"]) == (running(first), "complex")
    city = await desk.does("ward", petition_id, "escalate", reason="Vượt thẩm quyền")
    assert city["complexity"] is None
