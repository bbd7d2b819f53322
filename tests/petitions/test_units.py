"""Units that end: what they held passes on with its deadlines, whoever gets it is told, and nothing is stranded."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest

from libs.access import keep_units
from libs.common import clock
from libs.contracts.members import UnitEnded
from libs.contracts.petitions import PetitionClosed, PetitionPassedOn
from libs.contracts.vocabulary import Competence
from tests.petitions.builders import ANSWER, BRANCH, BRANCH2, NEXT_DOOR, WARD, WARD2, read_out, running
from tests.petitions.conftest import Desk
from tests.petitions.test_time import go_to, run
from tests.support.access import unit, unit_id

WARD3 = "th.w003"


def ended(path: str, *, successor: str | None = None) -> UnitEnded:
    last_day = clock.today() - timedelta(days=1)
    known = unit(path, sequence=2, valid_to=last_day).model_dump(exclude={"successor_id"})
    return UnitEnded(**known, successor_id=unit_id(successor) if successor else None)


async def test_what_a_ward_held_passes_to_its_successor_with_state_and_deadlines(desk: Desk) -> None:
    petition_id = await desk.received()
    before = await desk.get("ward", petition_id)
    await desk.tell(ended(WARD, successor=WARD2), f"{WARD}.self")
    after = await desk.get("ward2", petition_id)
    assert (after["state"], after["holder"]["unit_id"], after["due_at"]) == (
        "received",
        str(unit_id(WARD2)),
        before["due_at"],
    )
    assert after["history"][-1]["verb"] == "pass_on"
    assert [one["unit_id"] for one in after["holders"]] == [str(unit_id(path)) for path in (BRANCH, WARD, WARD2)]
    assert len((await desk.ask("ward2", "/petitions", holder="me")).json()["items"]) == 1
    assert (await desk.ask("ward", f"/petitions/{petition_id}")).status_code == 404
    assert await desk.does("ward2", petition_id, "answer", outcome="resolved", text="Đã xong")
    [(event, _)] = await desk.subject.staged(PetitionPassedOn)
    assert isinstance(event, PetitionPassedOn)
    assert (event.holder_id, event.previous_holder_id, event.by_itself) == (unit_id(WARD2), unit_id(WARD), True)
    assert event.due_at is not None


async def test_a_dissolved_branch_is_read_out_to_by_its_successor(desk: Desk) -> None:
    petition_id = await desk.answered()
    await desk.tell(ended(BRANCH, successor=NEXT_DOOR), f"{BRANCH}.self")
    seen = await desk.get("neighbour", petition_id)
    assert (seen["state"], seen["holder"]["unit_id"]) == ("answered", str(unit_id(NEXT_DOOR)))
    await desk.tell(read_out(seen, content=True))
    assert (await desk.get("neighbour", petition_id))["state"] == "closed"


async def test_the_ward_of_the_successor_reads_what_the_branch_holds_and_the_old_one_keeps_what_it_holds(
    desk: Desk,
) -> None:
    at_branch, at_ward = await desk.answered(), await desk.received()
    assert (await desk.ask("ward2", f"/petitions/{at_branch}")).status_code == 404
    await desk.tell(ended(BRANCH, successor=BRANCH2), f"{BRANCH}.self")
    listed = [(await desk.ask(who, "/petitions")).json()["items"] for who in ("ward2", "ward")]
    assert [[one["id"] for one in items] for items in listed] == [[str(at_branch)], [str(at_ward)]]
    assert (await desk.get("ward2", at_branch))["holder"]["unit_id"] == str(unit_id(BRANCH2))
    assert (await desk.ask("ward2", f"/petitions/{at_ward}")).status_code == 404
    answered = await desk.does("ward-leader", at_ward, "answer", **ANSWER)
    assert answered["holder"]["unit_id"] == str(unit_id(BRANCH2))


async def test_the_ward_of_the_successor_reads_and_counts_what_was_over_in_the_branch(desk: Desk) -> None:
    closed, merged = await desk.closed(), await desk.received()
    await desk.does("ward", merged, "merge", into=str(await desk.received(branch=NEXT_DOOR)))
    await desk.tell(ended(BRANCH, successor=BRANCH2), f"{BRANCH}.self")
    for petition_id in (closed, merged):
        assert (await desk.get("ward2", petition_id))["id"] == str(petition_id)
    rows = (await desk.ask("city", "/overview")).json()["items"]
    assert {row["unit_id"]: row["total"] for row in rows} == {str(unit_id(WARD)): 1, str(unit_id(WARD2)): 2}


async def test_without_a_successor_it_passes_to_the_unit_above_which_can_work_on_it(desk: Desk) -> None:
    recorded = await desk.logged()
    await desk.tell(ended(BRANCH), f"{BRANCH}.self")
    seen = await desk.get("ward-leader", recorded)
    assert (seen["state"], seen["holder"]["unit_id"]) == ("recorded", str(unit_id(WARD)))
    assert seen["next"] == ["answer", "escalate", "redirect"]
    go_to(seen["due_at"])
    assert await run(desk, "go_up") == 1
    assert (await desk.get("ward-leader", recorded))["state"] == "submitted"


async def test_an_answer_to_a_branch_without_successor_is_made_known_and_closed_by_the_unit_above(desk: Desk) -> None:
    petition_id = await desk.answered()
    await desk.tell(ended(BRANCH), f"{BRANCH}.self")
    seen = await desk.get("ward", petition_id)
    assert (seen["state"], seen["holder"]["unit_id"], seen["due_kind"]) == ("answered", str(unit_id(WARD)), "read_out")
    assert (seen["next"], seen["waiting_for"]["roles"]) == (["close"], ["WLE", "WOF"])
    for who, status in (("ward-board", 403), ("member", 403), ("city", 404)):
        assert (await desk.post(who, petition_id, "close")).status_code == status
    closed = await desk.does("ward", petition_id, "close")
    event = await desk.last()
    assert isinstance(event, PetitionClosed)
    assert (closed["state"], closed["answer"]["content"], event.content) == ("closed", None, False)


async def test_what_is_answered_after_its_branch_ended_waits_with_the_unit_above(desk: Desk) -> None:
    petition_id = await desk.at_city()
    await desk.does("city", petition_id, "acknowledge")
    await desk.tell(ended(BRANCH), f"{BRANCH}.self")
    answered = await desk.does("city", petition_id, "answer", **ANSWER)
    assert (answered["holder"]["unit_id"], answered["next"]) == (str(unit_id(WARD)), [])
    assert (await desk.does("ward-leader", petition_id, "close"))["state"] == "closed"


@pytest.mark.parametrize("state", ["recorded", "returned", "reopened", "answered"])
async def test_nothing_that_an_ended_branch_held_is_without_a_way_out(desk: Desk, state: str) -> None:
    petition_id = await AT_BRANCH[state](desk)
    assert (await desk.get("secretary", petition_id))["state"] == state
    await desk.tell(ended(BRANCH), f"{BRANCH}.self")
    left = await desk.get("ward-leader", petition_id)
    assert (left["state"], left["holder"]["unit_id"]) == (state, str(unit_id(WARD)))
    assert left["next"]


async def returned(desk: Desk) -> UUID:
    petition_id = await desk.at_ward()
    await desk.does("ward", petition_id, "return", reason="Thiếu địa chỉ")
    return petition_id


async def reopened(desk: Desk) -> UUID:
    petition_id = await desk.logged(competence=Competence.BRANCH)
    answered = await desk.does("secretary", petition_id, "answer", **ANSWER)
    await desk.tell(read_out(answered, content=False, reason="Chưa xong"))
    return petition_id


AT_BRANCH: dict[str, Callable[[Desk], Awaitable[UUID]]] = {
    "recorded": Desk.logged,
    "returned": returned,
    "reopened": reopened,
    "answered": Desk.answered,
}


async def test_a_unit_whose_heir_is_not_heard_of_yet_holds_up_no_other(desk: Desk) -> None:
    here, there = await desk.received(), await desk.at_ward(branch=BRANCH2)
    await desk.tell(ended(WARD2, successor="th.w009"), f"{WARD2}.self")
    await desk.tell(ended(WARD, successor=WARD3), f"{WARD}.self")
    async with desk.subject.database.transaction() as session:
        await keep_units(session, [unit(WARD3)])
    assert await run(desk, "pass_on") == 1
    async with desk.subject.database.transaction() as session:
        await keep_units(session, [unit("th.w009")])
    assert await run(desk, "pass_on") == 1
    for petition_id, heir in ((here, WARD3), (there, "th.w009")):
        assert (await desk.get("member", petition_id))["holder"]["unit_id"] == str(unit_id(heir))


async def test_a_unit_that_ends_later_hands_over_when_the_day_has_come(desk: Desk) -> None:
    petition_id = await desk.received()
    async with desk.subject.database.transaction() as session:
        event = ended(WARD, successor=WARD2)
        await keep_units(session, [event.model_copy(update={"valid_to": clock.today()})])
    assert await run(desk, "pass_on") == 0
    clock.shift(86_400)
    assert await run(desk, "pass_on") == 1
    assert (await desk.get("ward2", petition_id))["holder"]["unit_id"] == str(unit_id(WARD2))


async def test_what_was_returned_to_a_branch_that_ends_has_a_term_for_its_answer_above(desk: Desk) -> None:
    petition_id = await desk.at_ward()
    await desk.does("ward", petition_id, "return", reason="Thiếu địa chỉ")
    await desk.tell(ended(BRANCH), f"{BRANCH}.self")
    inherited = await desk.get("ward", petition_id)
    assert (inherited["state"], set(running(inherited))) == ("returned", {"complete", "answer"})
    seen = await desk.does("ward", petition_id, "classify", category="land", competence="ward")
    assert (seen["state"], set(running(seen))) == ("classified", {"answer"})


async def test_a_unit_with_nobody_below_returns_to_nobody(desk: Desk) -> None:
    petition_id = await desk.received()
    await desk.tell(ended(BRANCH), f"{BRANCH}.self")
    refused = await desk.post("ward", petition_id, "return", reason="Thiếu địa chỉ")
    assert (refused.status_code, refused.json()["slug"]) == (409, "no-unit-below")
    assert "return" not in (await desk.get("ward", petition_id))["next"]
