"""Pauses: the answer waits for something named, once per holder and only so long; the petition's own time goes on."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from libs.common import clock
from libs.common.rules import count_working_days, local_day
from libs.contracts.petitions import ClockOverdue, PetitionPaused, PetitionResumed
from libs.contracts.vocabulary import ClockKind
from services.petitions.case_clocks import pause_answer, resume_answer, set_term
from services.petitions.rules import Verb
from services.petitions.timers import timers
from tests.petitions.builders import ANSWER, WARD, WARD2, running
from tests.petitions.conftest import Desk
from tests.petitions.memory import BOOK, act, chain_of, day, opened
from tests.petitions.test_time import go_to, run
from tests.petitions.test_units import ended
from tests.support.access import person_id

WHY = {"reason_code": "awaiting_opinion"}


async def classified(desk: Desk) -> UUID:
    petition_id = await desk.received()
    await desk.does("ward", petition_id, "classify", category="land", competence="ward")
    return petition_id


async def paused(desk: Desk, **more: Any) -> tuple[UUID, dict[str, Any]]:
    petition_id = await classified(desk)
    return petition_id, await desk.does("ward-leader", petition_id, "pause", **WHY, **more)


def clock_of(seen: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(one for one in reversed(seen["clocks"]) if one["kind"] == kind)


@settings(deadline=None)
@given(st.integers(0, 13), st.integers(0, 20), st.sampled_from([2, 3]))
def test_the_answer_has_the_time_again_that_it_had_left(until_pause: int, length: int, height: int) -> None:
    chain, began = chain_of(3), day(11, 3)
    case = opened(began, chain)
    act(case, Verb.GO_UP, began, chain)
    if height == 3:
        act(case, Verb.ESCALATE, began, chain)
    answer = case.running(ClockKind.ANSWER)
    assert answer is not None
    before, at = answer.due_at, began + timedelta(days=until_pause)
    pause_answer(case, at, working_days=60)
    assert case.petition.due_at == min(one.due_at for one in case.clocks if one is not answer)
    resumed = at + timedelta(days=length)
    resume_answer(case, resumed, is_met=True)

    def left(moment: datetime, due: datetime) -> int:
        if answer.unit == "days":
            return (local_day(due) - local_day(moment)).days
        return count_working_days(local_day(moment), local_day(due), BOOK.holidays)

    assert left(at, before) == left(resumed, answer.due_at)


def test_what_lies_behind_the_limit_is_not_given_back_and_more_time_is_counted_from_the_start() -> None:
    chain, began = chain_of(3), day(11, 3)
    case = opened(began, chain)
    act(case, Verb.GO_UP, began, chain)
    pause_answer(case, day(11, 4), working_days=2)
    resume_answer(case, day(11, 20), is_met=False)
    answer = case.running(ClockKind.ANSWER)
    assert answer is not None
    assert local_day(answer.due_at) == day(11, 19).date()
    set_term(case, ClockKind.ANSWER, extra=answer.length)
    assert local_day(answer.due_at) == day(12, 4).date()


async def test_a_leader_pauses_for_something_named_and_a_clock_runs_to_the_limit(desk: Desk) -> None:
    petition_id, seen = await paused(desk, reason="Chờ Sở Xây dựng")
    event, path = (await desk.subject.staged())[-1]
    assert isinstance(event, PetitionPaused)
    assert (event.reason_code, event.reason, event.due_at) == ("awaiting_opinion", "Chờ Sở Xây dựng", event.until)
    assert (seen["state"], seen["due_kind"], seen["overdue"]) == ("classified", "pause", False)
    assert datetime.fromisoformat(seen["due_at"]) == event.until
    assert clock_of(seen, "answer")["paused_at"] is not None
    assert seen["history"][-1]["details"] == {
        "reason_code": "awaiting_opinion",
        "until": local_day(event.until).isoformat(),
    }
    assert seen["waiting_for"]["roles"] == ["WLE", "WOF"]
    assert "pause" not in seen["next"]
    assert "resume" in (await desk.get("ward", petition_id))["next"]
    public = (await desk.subject.public_bodies())[-1]["data"]
    assert ("reason" in public, public["reason_code"], path) == (False, "awaiting_opinion", "th.w001.b001")


async def test_only_a_leader_pauses_with_a_code_within_the_limit_and_once(desk: Desk) -> None:
    petition_id = await classified(desk)
    for who, status in (("ward", 403), ("secretary", 403), ("city-leader", 404)):
        assert (await desk.post(who, petition_id, "pause", **WHY)).status_code == status
    wordy = await desk.post("ward-leader", petition_id, "pause", reason="Chờ")
    assert (wordy.status_code, wordy.json()["fields"][0]["path"]) == (422, "reason_code")
    long = await desk.post("ward-leader", petition_id, "pause", **WHY, working_days=11)
    assert (long.status_code, long.json()["slug"]) == (422, "pause-too-long")
    assert "10" in long.json()["detail"]
    await desk.does("ward-leader", petition_id, "pause", **WHY, working_days=3)
    await desk.does("ward", petition_id, "resume")
    again = await desk.post("ward-leader", petition_id, "pause", **WHY)
    assert (again.status_code, again.json()["slug"]) == (409, "paused-before")


async def test_what_is_late_already_cannot_be_paused(desk: Desk) -> None:
    petition_id = await classified(desk)
    go_to((await desk.get("ward", petition_id))["due_at"], seconds=1)
    late = await desk.post("ward-leader", petition_id, "pause", **WHY)
    assert (late.status_code, late.json()["slug"]) == (409, "nothing-to-pause")


async def test_a_person_resumes_and_the_pause_is_met(desk: Desk) -> None:
    petition_id = await classified(desk)
    before = running(await desk.get("ward", petition_id))["answer"]
    await desk.does("ward-leader", petition_id, "pause", **WHY)
    seen = await desk.does("ward", petition_id, "resume")
    assert running(seen) == {"answer": before}
    assert clock_of(seen, "pause")["met_at"] is not None
    refused = await desk.post("ward", petition_id, "resume")
    assert (refused.status_code, refused.json()["slug"]) == (409, "wrong-state")


async def test_it_resumes_by_itself_the_second_after_the_limit(desk: Desk) -> None:
    petition_id, seen = await paused(desk)
    go_to(seen["due_at"])
    assert await run(desk, "resume") == 0
    go_to(seen["due_at"], seconds=1)
    assert await run(desk, "overdue") == 0
    assert await run(desk, "resume") == 1
    assert await run(desk, "resume") == 0
    after = await desk.get("ward", petition_id)
    line = after["history"][-1]
    assert (line["verb"], line["by_itself"], line["details"]) == ("resume", True, {"rule": "petitions.pause"})
    assert (set(running(after)), clock_of(after, "pause")["met_at"]) == ({"answer"}, None)
    [(event, _)] = await desk.subject.staged(PetitionResumed)
    assert isinstance(event, PetitionResumed)
    assert (event.by_itself, event.rule) == (True, "petitions.pause")


async def test_while_it_is_paused_nothing_is_late_and_the_holder_goes_on_working(desk: Desk) -> None:
    async with desk.subject.database.transaction() as session:
        await session.execute(text("UPDATE rules SET value = 40 WHERE key = 'petitions.pause'"))
        await session.execute(text("UPDATE rules SET value = 1 WHERE key = 'petitions.city_by_itself'"))
    petition_id, seen = await paused(desk)
    go_to(clock_of(seen, "answer")["due_at"], seconds=3_600)
    assert [await run(desk, name) for name in ("due_soon", "overdue", "city_by_itself", "resume")] == [0, 0, 0, 0]
    assert await desk.subject.staged(ClockOverdue) == []
    assigned = await desk.does("ward", petition_id, "assign", assignee=str(person_id("assignee")))
    assert assigned["due_kind"] == "pause"
    assert running(await desk.does("ward-leader", petition_id, "answer", **ANSWER)).keys() == {"read_out"}


async def test_a_pause_passes_to_the_heir_and_ends_with_the_holder(desk: Desk) -> None:
    first, before = await paused(desk)
    second, _ = await paused(desk)
    await desk.does("ward", second, "escalate", reason="Vượt thẩm quyền")
    assert set(running(await desk.get("city", second))) == {"acknowledge", "classify", "answer"}
    await desk.tell(ended(WARD, successor=WARD2), f"{WARD}.self")
    seen = await desk.get("ward2", first)
    assert (seen["due_at"], seen["due_kind"]) == (before["due_at"], "pause")
    assert clock_of(seen, "answer")["paused_at"] == clock_of(before, "answer")["paused_at"]
    assert running(await desk.does("ward2", first, "resume")).keys() == {"answer"}


@pytest.mark.parametrize("again", range(2))
async def test_two_workers_resume_it_once(desk: Desk, again: int) -> None:
    _, seen = await paused(desk)
    go_to(seen["due_at"], seconds=1)
    for _ in range(again + 1):
        await timers["resume"].once(desk.subject.database)
    assert len(await desk.subject.staged(PetitionResumed)) == 1
    assert clock.now() > datetime.fromisoformat(seen["due_at"])
