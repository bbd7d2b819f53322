"""Events twice, late, in any order, before their parents: the same petition comes out, once."""

from datetime import timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from libs.access import keep_units
from libs.common import clock
from libs.common.ids import new_id
from libs.common.refusals import NotYet
from libs.contracts.envelope import Event
from libs.contracts.meetings import (
    MeetingEnded,
    MeetingRestated,
    MeetingScheduled,
    RecommendationLogged,
    RecommendationReworded,
)
from libs.contracts.members import MemberErased
from libs.contracts.petitions import PetitionClosed, PetitionOpened, PetitionReopened, PetitionSubmitted
from libs.contracts.vocabulary import Category, Competence, MeetingState
from services.petitions.models import Petition
from tests.petitions.builders import BRANCH, TEXT, meeting, read_out, recommendation, running
from tests.petitions.conftest import Desk
from tests.support.access import person_id, unit

ENDED = MeetingState.ENDED


async def count(desk: Desk) -> int:
    async with desk.subject.database.transaction() as session:
        return int(await session.scalar(select(func.count()).select_from(Petition)) or 0)


async def test_a_recommendation_delivered_twice_opens_one_petition(desk: Desk) -> None:
    event, event_id = recommendation(RecommendationLogged), new_id()
    assert await desk.subject.deliver("open_petition", event, BRANCH, event_id)
    assert not await desk.subject.deliver("open_petition", event, BRANCH, event_id)
    await desk.subject.deliver("open_petition", event, BRANCH)
    assert await count(desk) == 1
    assert len(await desk.subject.staged(PetitionOpened)) == 1


async def test_who_logged_it_is_who_opened_it_and_need_not_be_told(desk: Desk) -> None:
    await desk.logged(logged_by_id=person_id("secretary"))
    event = await desk.last()
    assert isinstance(event, PetitionOpened)
    assert (event.actor_id, event.by_itself) == (person_id("secretary"), True)


async def test_codes_count_up_in_a_ward_and_year(desk: Desk) -> None:
    seen = [(await desk.get("secretary", await desk.logged()))["code"] for _ in range(3)]
    year = clock.today().year
    assert seen == [f"KN-W001-{year}-0000{number}" for number in (1, 2, 3)]


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_logging_scheduling_and_ending_commute(desk: Desk, order: tuple[int, ...]) -> None:
    meeting_id, now = new_id(), clock.now()
    logged = recommendation(RecommendationLogged, meeting_id=meeting_id)
    events: list[Event] = [
        logged,
        meeting(MeetingScheduled, meeting_id=meeting_id, sequence=1),
        meeting(MeetingEnded, meeting_id=meeting_id, sequence=4, ended_at=now, state=ENDED),
    ]
    for number in order:
        await desk.tell(events[number])
    seen = await desk.get("ward", logged.recommendation_id)
    assert (seen["state"], seen["holder"]["tier"]) == ("submitted", "ward")
    assert len(await desk.subject.staged(PetitionSubmitted)) == 1


async def test_an_older_state_of_a_meeting_changes_nothing_and_a_restated_one_has_no_effect(desk: Desk) -> None:
    logged = recommendation(RecommendationLogged)
    await desk.tell(logged)
    meeting_id, now = logged.meeting_id, clock.now()
    await desk.tell(meeting(MeetingRestated, meeting_id=meeting_id, sequence=5, ended_at=now, state=ENDED))
    await desk.tell(meeting(MeetingScheduled, meeting_id=meeting_id, sequence=4))
    assert (await desk.get("secretary", logged.recommendation_id))["state"] == "recorded"
    late = recommendation(RecommendationLogged, meeting_id=meeting_id)
    await desk.tell(late)
    assert (await desk.get("ward", late.recommendation_id))["state"] == "submitted"


async def test_urgent_goes_up_at_once_and_what_comes_after_48_hours_too(desk: Desk) -> None:
    urgent = await desk.logged(urgent=True)
    late = await desk.logged(starts_at=clock.now() - timedelta(hours=49))
    early = await desk.logged(starts_at=clock.now() - timedelta(hours=47))
    states = [(await desk.get("ward", one))["state"] for one in (urgent, late, early)]
    assert states == ["submitted", "submitted", "recorded"]


async def test_what_the_branch_can_solve_stays_even_if_urgent_and_after_the_meeting(desk: Desk) -> None:
    logged = recommendation(RecommendationLogged, competence=Competence.BRANCH, urgent=True)
    await desk.tell(logged)
    ended = meeting(MeetingEnded, meeting_id=logged.meeting_id, ended_at=clock.now(), sequence=2, state=ENDED)
    await desk.tell(ended)
    seen = await desk.get("secretary", logged.recommendation_id)
    assert (seen["state"], seen["due_kind"]) == ("recorded", "branch_answer")


async def test_a_unit_not_heard_of_is_waited_for_and_it_heals(desk: Desk) -> None:
    logged = recommendation(RecommendationLogged, branch="th.w009.b001", urgent=True)
    with pytest.raises(NotYet):
        await desk.subject.deliver("open_petition", logged, "th.w009.b001")
    async with desk.subject.database.transaction() as session:
        await keep_units(session, [unit("th.w009.b001")])
    with pytest.raises(NotYet):
        await desk.subject.deliver("open_petition", logged, "th.w009.b001")
    async with desk.subject.database.transaction() as session:
        await keep_units(session, [unit("th.w009")])
    assert await desk.subject.deliver("open_petition", logged, "th.w009.b001")
    assert await count(desk) == 1


async def test_while_recorded_all_of_a_new_wording_applies(desk: Desk) -> None:
    petition_id = await desk.logged(competence=Competence.BRANCH)
    reworded = reword(petition_id, text="Đề nghị sửa cống ngõ 14", category=Category.TRAFFIC, sequence=2)
    await desk.tell(reworded)
    seen = await desk.get("secretary", petition_id)
    assert (seen["text"], seen["category"], seen["competence"]) == ("Đề nghị sửa cống ngõ 14", "traffic", "ward")
    assert (seen["state"], seen["due_kind"]) == ("recorded", "go_up")
    await desk.tell(reword(petition_id, urgent=True, sequence=3))
    assert (await desk.get("ward", petition_id))["state"] == "submitted"


async def test_who_has_left_the_roll_since_is_still_who_said_it(desk: Desk) -> None:
    petition_id = await desk.logged(competence=Competence.BRANCH)
    said_by = (await desk.get("secretary", petition_id))["raised_by"]
    await desk.tell(reword(petition_id, text="Cống ngõ 14", raised_by_name=None, sequence=2))
    seen = await desk.get("secretary", petition_id)
    assert (seen["text"], seen["raised_by"], said_by["name"]) == ("Cống ngõ 14", said_by, "Lê Thị Thành Viên")
    await desk.tell(reword(petition_id, raised_by_id=person_id("other"), raised_by_name=None, sequence=3))
    assert (await desk.get("secretary", petition_id))["raised_by"]["name"] is None


async def test_becoming_above_competence_after_the_meeting_goes_up_at_once(desk: Desk) -> None:
    logged = recommendation(RecommendationLogged, competence=Competence.BRANCH)
    await desk.tell(logged)
    now = clock.now()
    await desk.tell(meeting(MeetingEnded, meeting_id=logged.meeting_id, ended_at=now, sequence=2, state=ENDED))
    await desk.tell(reword(logged.recommendation_id, meeting_id=logged.meeting_id, sequence=2))
    assert (await desk.get("ward", logged.recommendation_id))["state"] == "submitted"


async def test_afterwards_only_new_text_is_added_beside_the_first(desk: Desk) -> None:
    petition_id = await desk.at_ward()
    before = await desk.get("ward", petition_id)
    await desk.tell(reword(petition_id, text="Nay đã ngập vào trường học", category=Category.LAND, sequence=4))
    await desk.tell(reword(petition_id, text="Cũ hơn", sequence=3))
    await desk.tell(reword(petition_id, text="Nay đã ngập vào trường học", urgent=True, sequence=5))
    seen = await desk.get("ward", petition_id)
    assert [one["text"] for one in seen["texts"]] == [TEXT, "Nay đã ngập vào trường học"]
    assert (seen["code"], seen["category"]) == (before["code"], before["category"])
    assert [line["verb"] for line in seen["history"]] == ["open", "go_up", "reword"]


async def test_what_turns_out_to_be_urgent_and_beyond_the_branch_leaves_no_clock_running_there(desk: Desk) -> None:
    petition_id = await desk.logged(competence=Competence.BRANCH)
    await desk.tell(reword(petition_id, competence=Competence.WARD, urgent=True, sequence=2))
    seen = await desk.get("ward", petition_id)
    assert (seen["state"], seen["holder"]["tier"]) == ("submitted", "ward")
    assert set(running(seen)) == {"acknowledge", "classify", "answer"}
    assert [line["verb"] for line in seen["history"]] == ["open", "reword", "go_up"]


async def test_a_rewording_before_its_recommendation_waits(desk: Desk) -> None:
    event = reword(new_id(), sequence=2)
    with pytest.raises(NotYet):
        await desk.subject.deliver("reword_petition", event, BRANCH)


async def test_a_read_out_of_an_older_answer_changes_nothing(desk: Desk) -> None:
    petition_id = await desk.answered()
    first = await desk.get("secretary", petition_id)
    await desk.tell(read_out(first, content=False, reason="Vẫn ngập"))
    await desk.does("ward-leader", petition_id, "answer", outcome="resolved", text="Đã làm lại")
    await desk.tell(read_out(first, content=True))
    seen = await desk.get("secretary", petition_id)
    assert (seen["state"], seen["answer"]["text"]) == ("answered", "Đã làm lại")
    await desk.tell(read_out(seen, content=True))
    assert (await desk.get("secretary", petition_id))["state"] == "closed"


async def test_not_content_reopens_once_and_closes_the_second_time(desk: Desk) -> None:
    petition_id = await desk.answered()
    await desk.tell(read_out(await desk.get("ward", petition_id), content=False, reason="Vẫn ngập"))
    reopened = await desk.get("ward", petition_id)
    assert (reopened["state"], reopened["holder"]["tier"], reopened["due_kind"]) == ("reopened", "ward", "answer")
    await desk.does("ward-leader", petition_id, "answer", outcome="explained", text="Chờ dự án thoát nước")
    await desk.tell(read_out(await desk.get("ward", petition_id), content=False, reason="Chưa đồng tình"))
    closed = await desk.get("ward", petition_id)
    assert (closed["state"], closed["answer"]["content"]) == ("closed", False)
    assert len(await desk.subject.staged(PetitionReopened)) == 1
    [(event, _)] = await desk.subject.staged(PetitionClosed)
    assert isinstance(event, PetitionClosed)
    assert not event.content


async def test_who_is_erased_is_no_longer_named(desk: Desk) -> None:
    petition_id = await desk.at_ward()
    await desk.does("member", petition_id, "withdraw", reason="Tôi là Lê Thị Thành Viên, xin rút")
    await desk.tell(MemberErased(sequence=9, member_id=person_id("member")))
    seen = await desk.get("ward", petition_id)
    assert seen["raised_by"]["name"] is None
    assert seen["history"][-1]["note"] is None
    assert "Thành Viên" not in str(seen)


def reword(petition_id: UUID, **more: Any) -> RecommendationReworded:
    return recommendation(RecommendationReworded, recommendation_id=petition_id, **more)
