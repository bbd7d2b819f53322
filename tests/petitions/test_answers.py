"""Answers: drafted, given, read out, reopened; and what they add up to."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from libs.common import clock
from libs.contracts.petitions import (
    PetitionAnswered,
    PetitionAssigned,
    PetitionReopened,
)
from libs.contracts.vocabulary import Competence
from tests.petitions.builders import ANSWER, BRANCH, CITY, WARD, read_out
from tests.petitions.conftest import Desk
from tests.support.access import person_id, unit_id


async def test_the_assignee_works_without_the_petitioner_and_drafts_the_answer(desk: Desk) -> None:
    petition_id = await desk.received()
    assert (await desk.ask("assignee", f"/petitions/{petition_id}")).status_code == 404
    await desk.does("ward", petition_id, "assign", assignee=str(person_id("assignee")))
    event = await desk.last()
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
    event = await desk.last()
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


async def test_it_is_reopened_within_60_days_and_only_once(desk: Desk) -> None:
    petition_id = await desk.closed()
    clock.shift(timedelta(days=61, hours=1).total_seconds())
    late = await desk.post("secretary", petition_id, "reopen", reason="Lại tắc")
    assert (late.status_code, late.json()["slug"]) == (409, "too-late-to-reopen")
    clock.shift(timedelta(days=30).total_seconds())
    reopened = await desk.does("secretary", petition_id, "reopen", reason="Lại tắc")
    assert isinstance(await desk.last(), PetitionReopened)
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
