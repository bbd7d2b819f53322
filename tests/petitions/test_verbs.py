"""What each verb does, over HTTP: state, holder, clocks, the one event, the line of history."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from libs.common import clock
from libs.contracts.petitions import (
    PetitionAnswered,
    PetitionAssigned,
    PetitionClassified,
    PetitionEscalated,
    PetitionEvent,
    PetitionExtended,
    PetitionMerged,
    PetitionRedirected,
    PetitionReopened,
    PetitionReturned,
    PetitionWithdrawn,
)
from libs.contracts.vocabulary import Competence
from tests.petitions.builders import BRANCH, CITY, NEXT_DOOR, TEXT, WARD, read_out
from tests.petitions.conftest import Desk
from tests.support.access import person_id, unit_id

ANSWER = {"outcome": "resolved", "text": "Đã nạo vét xong cống"}


async def last(desk: Desk) -> PetitionEvent:
    """The last event staged."""
    event, path = (await desk.subject.staged())[-1]
    assert path == BRANCH
    assert isinstance(event, PetitionEvent)
    return event


def due(seen: dict[str, Any]) -> dict[str, str]:
    return {one["kind"]: one["due_at"] for one in seen["clocks"] if one["closed_at"] is None}


async def test_classifying_again_corrects_and_moves_no_clock(desk: Desk) -> None:
    petition_id = await desk.received()
    first = await desk.does("ward", petition_id, "classify", category="land", competence="ward", complexity="simple")
    event = await last(desk)
    assert isinstance(event, PetitionClassified)
    assert (first["state"], first["category"], set(due(first))) == ("classified", "land", {"answer"})
    again = await desk.does("ward", petition_id, "classify", category="health", competence="city", complexity="complex")
    assert (again["state"], again["category"], again["competence"]) == ("classified", "health", "city")
    assert due(again) == due(first)
    assigned = await desk.does("ward", petition_id, "assign", assignee=str(person_id("assignee")))
    corrected = await desk.does("ward", petition_id, "classify", category="fire", competence="ward")
    assert (assigned["state"], corrected["state"], corrected["category"]) == ("assigned", "assigned", "fire")
    assert due(corrected) == due(first)


async def test_the_assignee_works_without_the_petitioner_and_drafts_the_answer(desk: Desk) -> None:
    petition_id = await desk.received()
    assert (await desk.ask("assignee", f"/petitions/{petition_id}")).status_code == 404
    await desk.does("ward", petition_id, "assign", assignee=str(person_id("assignee")))
    event = await last(desk)
    assert isinstance(event, PetitionAssigned)
    assert event.assignee_id == person_id("assignee")

    seen = await desk.get("assignee", petition_id)
    assert (seen["raised_by"], seen["next"], seen["assignee"]["name"]) == (None, ["answer"], "Đồng chí assignee")
    assert (await desk.ask("assignee-b", f"/petitions/{petition_id}")).status_code == 404
    assert len((await desk.ask("assignee", "/petitions", holder="me")).json()["items"]) == 1

    staged = len(await desk.subject.staged())
    drafted = await desk.does("assignee", petition_id, "answer", **ANSWER)
    assert (drafted["state"], drafted["draft"]["text"], drafted["answer"]) == ("assigned", ANSWER["text"], None)
    assert (await desk.get("ward-leader", petition_id))["draft"]["by_name"] == "Đồng chí assignee"
    secretary = await desk.get("secretary", petition_id)
    assert (secretary["draft"], secretary["history"][-1]["note"]) == (None, None)
    assert len(await desk.subject.staged()) == staged

    answered = await desk.does("ward-leader", petition_id, "answer", **ANSWER)
    assert (answered["state"], answered["draft"]) == ("answered", None)


async def test_two_person_approval_is_a_switch_in_the_data(desk: Desk) -> None:
    async with desk.subject.database.transaction() as session:
        await session.execute(text("UPDATE rules SET value = 1 WHERE key = 'petitions.two_person_approval'"))
    petition_id = await desk.received()
    drafted = await desk.does("ward", petition_id, "answer", **ANSWER)
    assert (drafted["state"], drafted["draft"]["by_name"]) == ("received", "Đồng chí ward")
    assert (await desk.does("ward-leader", petition_id, "answer", **ANSWER))["state"] == "answered"


async def test_an_answer_of_the_city_goes_straight_home_and_the_tiers_between_are_told(desk: Desk) -> None:
    petition_id = await desk.at_city()
    await desk.does("city", petition_id, "acknowledge")
    answered = await desk.does("city", petition_id, "answer", **ANSWER)
    event = await last(desk)
    assert isinstance(event, PetitionAnswered)
    assert (event.holder_id, event.previous_holder_id) == (unit_id(BRANCH), unit_id(CITY))
    assert (event.told_unit_ids, event.answered_by_id) == ([unit_id(WARD)], unit_id(CITY))
    assert event.answer_sequence == event.sequence == answered["answer"]["sequence"]
    assert answered["due_kind"] == "read_out"
    assert (await desk.get("secretary", petition_id))["next"] == []
    assert answered["waiting_for"]["roles"] == ["BSE", "BCM", "CLK"]


async def test_the_branch_answers_what_it_can_solve(desk: Desk) -> None:
    petition_id = await desk.logged(competence=Competence.BRANCH)
    answered = await desk.does("secretary", petition_id, "answer", **ANSWER)
    assert (answered["state"], answered["holder"]["unit_id"]) == ("answered", str(unit_id(BRANCH)))
    assert len(answered["holders"]) == 1
    await desk.tell(read_out(answered, content=False, reason="Chưa xong"))
    reopened = await desk.get("secretary", petition_id)
    assert (reopened["state"], reopened["due_kind"]) == ("reopened", "branch_answer")
    assert reopened["next"] == ["answer", "escalate", "withdraw"]


async def test_escalating_from_the_branch_needs_no_waiting(desk: Desk) -> None:
    petition_id = await desk.logged(competence=Competence.BRANCH)
    seen = await desk.does("secretary", petition_id, "escalate", reason="Vượt khả năng chi bộ")
    event = await last(desk)
    assert isinstance(event, PetitionEscalated)
    assert (event.by_itself, event.actor_id, event.reason) == (False, person_id("secretary"), "Vượt khả năng chi bộ")
    assert (seen["state"], seen["holder"]["tier"]) == ("submitted", "ward")
    public = (await desk.subject.public_bodies())[-1]["data"]
    assert not {"reason", "actor_id", "raised_by_id"} & set(public)


async def test_a_unit_returns_once(desk: Desk) -> None:
    petition_id = await desk.at_ward()
    returned = await desk.does("ward", petition_id, "return", reason="Thiếu địa chỉ cụ thể")
    assert isinstance(await last(desk), PetitionReturned)
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
    assert (classified["state"], set(due(classified))) == ("classified", {"answer"})


async def test_a_holder_extends_once_by_the_same_length(desk: Desk) -> None:
    petition_id = await desk.received()
    before = await desk.get("ward-leader", petition_id)
    extended = await desk.does("ward-leader", petition_id, "extend", reason="Chờ khảo sát")
    assert isinstance(await last(desk), PetitionExtended)
    assert due(extended)["answer"] > due(before)["answer"]
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
    await desk.does("ward-leader", first, "answer", **ANSWER)
    assert (await desk.get("neighbour", second))["answer"]["text"] == ANSWER["text"]


async def test_it_merges_only_into_another_of_the_same_holder_that_is_not_final(desk: Desk) -> None:
    petition_id = await desk.received()
    elsewhere, final = await desk.at_city(), await desk.closed()
    for into in (petition_id, elsewhere, final, UUID(int=1)):
        refused = await desk.post("ward", petition_id, "merge", into=str(into))
        assert (refused.status_code, refused.json()["slug"]) == (409, "not-mergeable")


async def test_it_is_redirected_for_good(desk: Desk) -> None:
    petition_id = await desk.at_ward()
    seen = await desk.does("ward", petition_id, "redirect", channel="citizen_reception", reason="Đơn khiếu nại")
    assert isinstance(await last(desk), PetitionRedirected)
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
    event = await last(desk)
    assert isinstance(event, PetitionWithdrawn)
    assert (seen["state"], event.actor_id) == ("withdrawn", person_id(who))
    assert [one["to_at"] for one in seen["holders"] if one["to_at"] is None] == []


async def test_it_is_reopened_within_60_days_and_only_once(desk: Desk) -> None:
    petition_id = await desk.closed()
    clock.shift(timedelta(days=61, hours=1).total_seconds())
    late = await desk.post("secretary", petition_id, "reopen", reason="Lại tắc")
    assert (late.status_code, late.json()["slug"]) == (409, "too-late-to-reopen")
    clock.shift(timedelta(days=30).total_seconds())
    reopened = await desk.does("secretary", petition_id, "reopen", reason="Lại tắc")
    assert isinstance(await last(desk), PetitionReopened)
    assert (reopened["state"], reopened["holder"]["tier"]) == ("reopened", "ward")
    await desk.does("ward-leader", petition_id, "answer", **ANSWER)
    await desk.tell(read_out(await desk.get("secretary", petition_id), content=True))
    again = await desk.post("secretary", petition_id, "reopen", reason="Lại tắc nữa")
    assert (again.status_code, again.json()["slug"]) == (409, "reopened-before")
    assert {one["spell"] for one in await spells(desk, petition_id)} == {1, 2}


async def spells(desk: Desk, petition_id: UUID) -> list[dict[str, Any]]:
    async with desk.subject.database.transaction() as session:
        rows = await session.execute(text("SELECT * FROM holdings WHERE petition_id = :id"), {"id": petition_id})
        return [dict(row._mapping) for row in rows]


async def test_holder_seconds_add_up_to_the_whole_spell(desk: Desk) -> None:
    petition_id = await desk.logged(starts_at=clock.now() - timedelta(hours=1))
    for hours, who, verb, body in (
        (1, "secretary", "escalate", {"reason": "Vượt thẩm quyền"}),
        (30, "ward", "escalate", {"reason": "Vượt thẩm quyền"}),
        (99, "city", "acknowledge", {}),
        (120, "city", "answer", ANSWER),
    ):
        clock.shift(hours * 3600)
        await desk.does(who, petition_id, verb, **body)
    clock.shift(200 * 3600)
    await desk.tell(read_out(await desk.get("secretary", petition_id), content=True))
    rows = await spells(desk, petition_id)
    seen = await desk.get("secretary", petition_id)
    whole = max(row["to_at"] for row in rows) - min(row["from_at"] for row in rows)
    assert sum((row["to_at"] - row["from_at"] for row in rows), timedelta()) == whole
    assert [one["tier"] for one in seen["holders"]] == ["branch", "ward", "city", "branch"]


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
