"""What is said of deadlines and what goes up by rule: what is stuck stops nothing else, what is said is said once."""

import asyncio

from sqlalchemy import text

from libs.access import keep_units
from libs.common import clock
from libs.contracts.petitions import ClockDueSoon, ClockOverdue
from services.petitions.timers import timers
from services.petitions.workflow_cases import load
from services.petitions.workflow_clocks import BATCH
from tests.petitions.builders import WARD2
from tests.petitions.conftest import Desk
from tests.petitions.test_time import go_to, run
from tests.support.access import unit

LONE_WARD = "th.w007"


async def switch_on(desk: Desk) -> None:
    async with desk.subject.database.transaction() as session:
        await session.execute(text("UPDATE rules SET value = 1 WHERE key = 'petitions.city_by_itself'"))


async def test_a_petition_that_cannot_go_up_stops_no_other(desk: Desk) -> None:
    await switch_on(desk)
    stuck = [await desk.at_ward(branch="th.w002.b001") for _ in range(2)]
    free = await desk.received()
    async with desk.subject.database.transaction() as session:
        alone = unit(WARD2, sequence=2).model_copy(update={"parent_id": None})
        await keep_units(session, [alone])
    go_to(clock.now(), seconds=40 * 86_400)
    assert await run(desk, "city_by_itself") == 1
    assert (await desk.get("city", free))["holder"]["tier"] == "city"
    assert {(await desk.get("ward2", one))["holder"]["tier"] for one in stuck} == {"ward"}


async def test_more_stuck_petitions_than_one_run_takes_hide_none_behind_them(desk: Desk) -> None:
    await switch_on(desk)
    for _ in range(BATCH + 1):
        await desk.at_ward(branch="th.w002.b001")
    free = await desk.received()
    async with desk.subject.database.transaction() as session:
        unheard_of = unit(WARD2, sequence=2).model_copy(update={"parent_id": unit(LONE_WARD).unit_id})
        await keep_units(session, [unheard_of])
    go_to(clock.now(), seconds=40 * 86_400)
    assert await run(desk, "city_by_itself") == 1
    assert (await desk.get("city", free))["holder"]["tier"] == "city"


async def test_two_workers_say_it_once(desk: Desk) -> None:
    for _ in range(3):
        await desk.at_ward()
    go_to(clock.now(), seconds=40 * 86_400)
    await asyncio.gather(*(run(desk, "overdue") for _ in range(4)))
    staged = [event for event, _ in await desk.subject.staged(ClockOverdue)]
    said = [(event.petition_id, event.clock) for event in staged if isinstance(event, ClockOverdue)]
    assert len(said) == len(set(said)) == 9


async def test_nothing_is_said_of_a_petition_while_somebody_works_on_it(desk: Desk) -> None:
    petition_id = await desk.at_ward()
    due_at = (await desk.get("ward", petition_id))["due_at"]
    go_to(due_at, seconds=-30)
    async with desk.subject.database.transaction() as session:
        case = await load(session, petition_id)
        assert case is not None
        for name in ("due_soon", "overdue"):
            assert await asyncio.wait_for(timers[name].once(desk.subject.database), 5) == 0
    assert await run(desk, "due_soon") > 0
    assert len(await desk.subject.staged(ClockDueSoon)) > 0
