"""What a ward hands up to the city by itself at the cut-off: only where switched on, once, on a working day."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from libs.common import clock
from libs.common.clock import LOCAL_ZONE
from libs.common.rules import local_day
from libs.contracts.petitions import PetitionEscalated
from services.petitions.rules_clocks import hand_up_at
from tests.petitions.conftest import Desk
from tests.petitions.memory import BOOK
from tests.petitions.test_time import go_to, run
from tests.support.access import person_id

BEYOND = {"category": "land", "competence": "city"}


async def switch_on(desk: Desk, key: str = "petitions.city_at_cut_off") -> None:
    async with desk.subject.database.transaction() as session:
        await session.execute(text("UPDATE rules SET value = 1 WHERE key = :key"), {"key": key})


async def classified(desk: Desk, **said: str) -> UUID:
    petition_id = await desk.received()
    await desk.does("ward", petition_id, "classify", **{**BEYOND, **said})
    return petition_id


def next_moment() -> datetime:
    """When the month after the test's own is handed up, so that nothing before it is in the way."""
    return hand_up_at(local_day(clock.now()) + timedelta(days=31), BOOK)


@pytest.mark.parametrize(
    ("today", "handed_up"),
    [
        (date(2026, 11, 3), date(2026, 11, 9)),
        (date(2026, 11, 10), date(2026, 11, 9)),
        (date(2026, 11, 11), date(2026, 12, 9)),
        (date(2026, 10, 1), date(2026, 10, 9)),
        (date(2027, 1, 4), date(2027, 1, 8)),
        (date(2027, 2, 1), date(2027, 2, 4)),
        (date(2027, 2, 9), date(2027, 2, 4)),
    ],
)
def test_it_is_the_last_working_day_before_the_cut_off_tet_or_not(today: date, handed_up: date) -> None:
    assert hand_up_at(today, BOOK) == datetime(
        handed_up.year, handed_up.month, handed_up.day, 17, tzinfo=LOCAL_ZONE
    )  # fmt: skip


async def test_what_is_beyond_the_ward_goes_to_the_city_once_and_says_by_which_rule(desk: Desk) -> None:
    await switch_on(desk)
    city, external, own = [await classified(desk, competence=one) for one in ("city", "external", "ward")]
    only_received = await desk.received()
    moment = next_moment()
    go_to(moment, seconds=-2)
    assert await run(desk, "city_at_cut_off") == 0
    go_to(moment)
    assert await run(desk, "city_at_cut_off") == 2
    assert await run(desk, "city_at_cut_off") == 0
    for petition_id in (city, external):
        seen = await desk.get("city", petition_id)
        line = seen["history"][-1]
        assert (seen["state"], seen["holder"]["tier"]) == ("submitted", "city")
        assert (line["verb"], line["by_itself"]) == ("escalate", True)
        assert line["details"] == {"rule": "petitions.city_at_cut_off"}
    for petition_id in (own, only_received):
        assert (await desk.get("ward", petition_id))["holder"]["tier"] == "ward"
    staged = [event for event, _ in await desk.subject.staged(PetitionEscalated)]
    assert {event.rule for event in staged if isinstance(event, PetitionEscalated)} == {"petitions.city_at_cut_off"}


async def test_what_is_judged_beyond_it_after_that_waits_for_the_next_month(desk: Desk) -> None:
    await switch_on(desk)
    moment = next_moment()
    go_to(moment, seconds=60)
    late = await classified(desk)
    assert await run(desk, "city_at_cut_off") == 0
    go_to(hand_up_at(local_day(moment) + timedelta(days=5), BOOK))
    assert await run(desk, "city_at_cut_off") == 1
    assert (await desk.get("city", late))["holder"]["tier"] == "city"


async def test_what_stood_still_that_evening_goes_the_next_morning(desk: Desk) -> None:
    await switch_on(desk)
    petition_id = await classified(desk)
    await desk.does("ward", petition_id, "assign", assignee=str(person_id("assignee")))
    go_to(next_moment(), seconds=15 * 3_600)
    assert await run(desk, "city_at_cut_off") == 1
    assert (await desk.get("city", petition_id))["holder"]["tier"] == "city"


async def test_at_first_nothing_goes_by_itself(desk: Desk) -> None:
    petition_id = await classified(desk)
    go_to(next_moment(), seconds=60)
    assert await run(desk, "city_at_cut_off") == 0
    assert (await desk.get("ward", petition_id))["holder"]["tier"] == "ward"


async def test_what_was_not_answered_in_time_says_by_which_rule_it_went(desk: Desk) -> None:
    await switch_on(desk, "petitions.city_by_itself")
    petition_id = await desk.received()
    go_to(clock.now(), seconds=40 * 86_400)
    assert await run(desk, "city_by_itself") == 1
    assert (await desk.get("city", petition_id))["history"][-1]["details"] == {"rule": "petitions.city_by_itself"}
