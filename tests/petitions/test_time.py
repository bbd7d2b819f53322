"""What happens because time passes, to the second, each once; and trees of another depth."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from libs.access import keep_appointments, keep_units
from libs.common import clock
from libs.contracts.meetings import MeetingScheduled
from libs.contracts.petitions import (
    ClockDueSoon,
    ClockEvent,
    ClockOverdue,
    PetitionEscalated,
    PetitionRestated,
    PetitionSubmitted,
)
from libs.contracts.vocabulary import ClockKind, Competence, MeetingKind, MeetingState, Role, Tier
from services.petitions.restating import restate
from services.petitions.timers import timers
from tests.petitions.builders import CITY, WARD, meeting
from tests.petitions.conftest import Desk
from tests.support.access import appointment, unit, unit_id


async def run(desk: Desk, name: str) -> int:
    """All that a timer finds to do now."""
    return await timers[name].once(desk.subject.database)


def go_to(moment: str | datetime, seconds: int = 0) -> None:
    """The clock of the test stands at this moment."""
    there = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    clock.shift(0)
    clock.shift((there - clock.now()).total_seconds() + seconds)


async def test_what_was_forgotten_goes_up_48_hours_after_the_meeting_began_and_not_before(desk: Desk) -> None:
    began = clock.now() - timedelta(hours=1)
    petition_id = await desk.logged(starts_at=began)
    go_to(began + timedelta(hours=48), seconds=-2)
    assert await run(desk, "go_up") == 0
    go_to(began + timedelta(hours=48))
    assert await run(desk, "go_up") == 1
    assert await run(desk, "go_up") == 0
    seen = await desk.get("ward", petition_id)
    assert (seen["state"], seen["history"][-1]["verb"], seen["history"][-1]["by_itself"]) == (
        "submitted",
        "go_up",
        True,
    )
    assert len(await desk.subject.staged(PetitionSubmitted)) == 1


async def test_what_the_branch_does_not_answer_goes_up_the_second_after_its_deadline(desk: Desk) -> None:
    petition_id = await desk.logged(competence=Competence.BRANCH)
    due_at = (await desk.get("secretary", petition_id))["due_at"]
    go_to(due_at)
    assert await run(desk, "go_up") == 0
    go_to(due_at, seconds=1)
    assert (await run(desk, "overdue"), await run(desk, "go_up")) == (1, 1)
    assert (await desk.get("ward", petition_id))["state"] == "submitted"
    assert await desk.subject.staged(ClockOverdue) == []


async def test_a_moved_meeting_moves_the_going_up(desk: Desk) -> None:
    began = clock.now() - timedelta(hours=1)
    event = meeting(MeetingScheduled, starts_at=began)
    await desk.tell(event)
    petition_id = await desk.logged(meeting_id=event.meeting_id, starts_at=began)
    later = began + timedelta(days=3)
    await desk.tell(meeting(MeetingScheduled, meeting_id=event.meeting_id, starts_at=later, sequence=2))
    seen = await desk.get("secretary", petition_id)
    assert datetime.fromisoformat(seen["due_at"]) == later + timedelta(hours=48)
    go_to(began + timedelta(hours=49))
    assert await run(desk, "go_up") == 0


async def test_due_soon_and_overdue_are_said_once_each(desk: Desk) -> None:
    petition_id = await desk.at_ward()
    due_at = (await desk.get("ward", petition_id))["due_at"]
    assert (await run(desk, "due_soon"), await run(desk, "overdue")) == (0, 0)
    go_to(due_at, seconds=-30)
    assert await run(desk, "due_soon") > 0
    go_to(due_at)
    assert not (await desk.get("ward", petition_id))["overdue"]
    assert (await run(desk, "due_soon"), await run(desk, "overdue")) == (0, 0)
    go_to(due_at, seconds=1)
    assert (await desk.get("ward", petition_id))["overdue"]
    assert (await run(desk, "overdue"), await run(desk, "overdue")) == (1, 0)
    [soon] = [event for event in await clocks_said(desk, ClockDueSoon) if event.clock is ClockKind.ACKNOWLEDGE]
    [late] = await clocks_said(desk, ClockOverdue)
    assert (soon.holder_id, late.holder_id, late.clock) == (unit_id(WARD), unit_id(WARD), ClockKind.ACKNOWLEDGE)


async def clocks_said(desk: Desk, event_class: type[ClockEvent]) -> list[ClockEvent]:
    return [event for event, path in await desk.subject.staged(event_class) if isinstance(event, ClockEvent) and path]


async def test_an_extended_deadline_is_announced_afresh(desk: Desk) -> None:
    petition_id = await desk.received()
    await desk.does("ward", petition_id, "classify", category="land", competence="ward")
    first = (await desk.get("ward", petition_id))["due_at"]
    go_to(first, seconds=-60)
    assert await run(desk, "due_soon") == 1
    extended = await desk.does("ward-leader", petition_id, "extend", reason="Chờ khảo sát")
    go_to(extended["due_at"], seconds=-60)
    assert await run(desk, "due_soon") == 1


async def test_where_the_rule_is_switched_on_what_a_ward_does_not_answer_goes_to_the_city(desk: Desk) -> None:
    async with desk.subject.database.transaction() as session:
        await session.execute(text("UPDATE rules SET value = 1 WHERE key = 'petitions.city_by_itself'"))
    petition_id = await desk.received()
    assert await run(desk, "city_by_itself") == 0
    go_to(clock.now() + timedelta(days=40))
    assert await run(desk, "city_by_itself") == 1
    assert (await desk.get("city", petition_id))["holder"]["tier"] == "city"
    [(event, _)] = await desk.subject.staged(PetitionEscalated)
    assert isinstance(event, PetitionEscalated)
    assert event.by_itself


async def test_by_default_what_is_overdue_stays_with_the_ward(desk: Desk) -> None:
    petition_id = await desk.received()
    go_to(clock.now() + timedelta(days=40))
    assert await run(desk, "city_by_itself") == 0
    assert (await desk.get("ward", petition_id))["overdue"]


async def test_the_read_out_is_due_at_the_next_regular_meeting_however_often_it_moves(desk: Desk) -> None:
    petition_id = await desk.answered()
    latest = datetime.fromisoformat((await desk.get("ward", petition_id))["due_at"])
    soon = clock.now() + timedelta(days=2)
    planned = meeting(MeetingScheduled, starts_at=soon)
    await desk.tell(planned)
    assert await read_out_on(desk, petition_id) == local_date(soon)
    moved = soon + timedelta(days=1)
    await desk.tell(meeting(MeetingScheduled, meeting_id=planned.meeting_id, starts_at=moved, sequence=2))
    assert await read_out_on(desk, petition_id) == local_date(moved)
    await desk.tell(
        meeting(
            MeetingScheduled, meeting_id=planned.meeting_id, state=MeetingState.CANCELLED, starts_at=moved, sequence=3
        )
    )
    await desk.tell(meeting(MeetingScheduled, kind=MeetingKind.EXTRAORDINARY, starts_at=soon))
    assert await read_out_on(desk, petition_id) == local_date(latest)


def local_date(moment: datetime) -> str:
    return moment.astimezone(clock.LOCAL_ZONE).date().isoformat()


async def read_out_on(desk: Desk, petition_id: UUID) -> str:
    return local_date(datetime.fromisoformat((await desk.get("secretary", petition_id))["due_at"]))


async def test_a_deeper_tree_goes_up_a_tier_at_a_time_and_comes_home_at_once(desk: Desk) -> None:
    between, below = f"{WARD}.s01", f"{WARD}.s01.b009"
    async with desk.subject.database.transaction() as session:
        sub = unit(between).model_copy(update={"tier": Tier.SUB_COMMITTEE})
        deep = unit(below).model_copy(update={"tier": Tier.BRANCH})
        await keep_units(session, [sub, deep])
        await keep_appointments(session, [appointment("between", Role.WOF, between)])
    petition_id = await desk.logged(branch=below, urgent=True)
    assert (await desk.get("between", petition_id))["holder"]["tier"] == "sub_committee"
    for who in ("between", "ward"):
        await desk.does(who, petition_id, "escalate", reason="Vượt thẩm quyền")
    assert (await desk.get("city", petition_id))["holder"]["unit_id"] == str(unit_id(CITY))
    await desk.does("city", petition_id, "acknowledge")
    seen = await desk.does("city", petition_id, "answer", outcome="resolved", text="Đã xong")
    assert seen["holder"]["unit_id"] == str(unit_id(below))
    assert [one["tier"] for one in seen["holders"]] == ["branch", "sub_committee", "ward", "city", "branch"]


async def test_everything_is_told_again_as_it_stands(desk: Desk) -> None:
    await desk.answered()
    await desk.at_ward()
    async with desk.subject.database.transaction() as session:
        assert await restate(session) == 2
    events = [event for event, _ in await desk.subject.staged(PetitionRestated)]
    answers = [event.answer_text for event in events if isinstance(event, PetitionRestated)]
    assert sorted(answers, key=str) == [None, "Đã nạo vét xong cống"]
