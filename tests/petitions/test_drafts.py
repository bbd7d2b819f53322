"""Drafts: answers that wait for who may give them, seen where they were written, while the petition stays."""

from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from libs.access import keep_appointments
from libs.contracts.vocabulary import Role
from services.petitions.models_words import Draft
from tests.petitions.builders import ANSWER, CITY, WARD, WARD2
from tests.petitions.conftest import Desk
from tests.petitions.test_units import ended
from tests.support.access import appointment, person_id

INSIDE = "Chưa đủ kinh phí, phường chưa làm"
LEAVING = {
    "escalate": ("ward", {"reason": "Vượt thẩm quyền"}),
    "return": ("ward", {"reason": "Thiếu địa chỉ"}),
    "redirect": ("ward", {"channel": "other", "reason": "Đơn khiếu nại"}),
    "withdraw": ("secretary", {"reason": "Đã tự giải quyết"}),
    "merge": ("ward", {}),
}


async def drafted(desk: Desk) -> UUID:
    petition_id = await desk.received()
    await desk.does("ward", petition_id, "assign", assignee=str(person_id("assignee")))
    await desk.does("assignee", petition_id, "answer", outcome="not_accepted", text=INSIDE)
    return petition_id


async def drafts(desk: Desk) -> int:
    async with desk.subject.database.transaction() as session:
        return int(await session.scalar(select(func.count()).select_from(Draft)) or 0)


@pytest.mark.parametrize("verb", LEAVING)
async def test_a_draft_ends_when_the_petition_leaves_the_desk(desk: Desk, verb: str) -> None:
    petition_id, (who, body) = await drafted(desk), LEAVING[verb]
    if verb == "merge":
        body = {"into": str(await desk.received())}
    await desk.does(who, petition_id, verb, **body)
    assert await drafts(desk) == 0
    assert (await desk.get("ward", petition_id))["draft"] is None


async def test_a_draft_ends_with_the_unit_it_was_written_in(desk: Desk) -> None:
    petition_id = await drafted(desk)
    await desk.tell(ended(WARD, successor=WARD2), f"{WARD}.self")
    seen = await desk.get("ward2", petition_id)
    assert (seen["draft"], await drafts(desk)) == (None, 0)
    assert INSIDE not in str(seen)


async def test_what_was_drafted_is_read_where_it_was_written_and_nowhere_else(desk: Desk) -> None:
    petition_id = await drafted(desk)
    await desk.does("ward", petition_id, "escalate", reason="Vượt thẩm quyền")
    for who in ("city", "city-leader", "secretary", "member"):
        seen = await desk.get(who, petition_id)
        [line] = [line for line in seen["history"] if line["verb"] == "draft"]
        assert (line["note"], line["details"], INSIDE in str(seen)) == (None, {}, False), who
    for who in ("ward", "ward-leader"):
        [line] = [line for line in (await desk.get(who, petition_id))["history"] if line["verb"] == "draft"]
        assert (line["note"], line["details"]["outcome"]) == (INSIDE, "not_accepted"), who


async def test_an_office_without_readers_there_does_not_open_a_draft(desk: Desk) -> None:
    async with desk.subject.database.transaction() as session:
        await keep_appointments(session, [appointment("secretary", Role.ADM, WARD)])
    petition_id = await drafted(desk)
    seen = await desk.get("secretary", petition_id)
    assert (seen["draft"], INSIDE in str(seen)) == (None, False)


async def test_a_draft_that_nobody_gave_does_not_wait_for_the_next_holder(desk: Desk) -> None:
    async with desk.subject.database.transaction() as session:
        await session.execute(text("UPDATE rules SET value = 1 WHERE key = 'petitions.two_person_approval'"))
    petition_id = await desk.received()
    await desk.does("ward", petition_id, "answer", **ANSWER)
    await desk.does("ward", petition_id, "return", reason="Thiếu địa chỉ")
    await desk.does("secretary", petition_id, "escalate", reason="Ngõ 12, số nhà 5")
    back = await desk.get("ward", petition_id)
    assert (back["state"], back["draft"]) == ("submitted", None)


@pytest.mark.parametrize(
    ("officer", "leader", "holder"), [("ward", "ward-leader", WARD), ("city", "city-leader", CITY)]
)
async def test_where_two_persons_are_needed_one_drafts_and_the_other_gives_the_answer(
    desk: Desk, officer: str, leader: str, holder: str
) -> None:
    async with desk.subject.database.transaction() as session:
        await session.execute(text("UPDATE rules SET value = 1 WHERE key = 'petitions.two_person_approval'"))
    petition_id = await (desk.at_city() if holder == CITY else desk.at_ward())
    await desk.does(officer, petition_id, "acknowledge")
    assert [(await desk.get(who, petition_id))["only_drafts"] for who in (officer, leader)] == [True, False]
    drafted = await desk.does(officer, petition_id, "answer", **ANSWER)
    assert (drafted["state"], drafted["draft"]["text"], "answer" in drafted["next"]) == (
        "received",
        ANSWER["text"],
        True,
    )
    seen = await desk.get(leader, petition_id)
    assert (seen["draft"]["by_name"], seen["answer"]) == (drafted["draft"]["by_name"], None)
    given = await desk.does(leader, petition_id, "answer", **{**ANSWER, "text": "Đã nạo vét, hẹn kiểm tra lại"})
    assert (given["state"], given["draft"], given["answer"]["text"]) == (
        "answered",
        None,
        "Đã nạo vét, hẹn kiểm tra lại",
    )
    assert [(line["verb"], line["role"]) for line in given["history"][-2:]] == [
        ("draft", "COF" if holder == CITY else "WOF"),
        ("answer", "CLE" if holder == CITY else "WLE"),
    ]


async def test_where_one_person_suffices_only_the_assignee_drafts(desk: Desk) -> None:
    petition_id = await desk.received()
    await desk.does("ward", petition_id, "assign", assignee=str(person_id("assignee")))
    for who, drafts_only in (("ward", False), ("ward-leader", False), ("assignee", True), ("secretary", False)):
        assert (await desk.get(who, petition_id))["only_drafts"] is drafts_only, who
