"""The copy in the database: only newer sequences apply, and what has ended grants nothing."""

import itertools
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from libs.access import (
    access_units,
    ancestors,
    grants_of,
    heir_of,
    keep_appointments,
    keep_unit,
    keep_units,
    officers_of,
    parent_of,
    person_name,
    unit_by_id,
    unit_by_path,
    unit_or_not_found,
    unit_or_not_yet,
    units_below,
)
from libs.access.keep import forget_person
from libs.common.clock import today
from libs.common.refusals import NotFound, NotYet
from libs.contracts.vocabulary import Role, Tier
from tests.support.access import appointment, person_id, unit, unit_id

BRANCH, WARD, CITY = "th.w001.b001", "th.w001", "th"
YESTERDAY = today() - timedelta(days=1)
TOMORROW = today() + timedelta(days=1)


async def city(session: AsyncSession) -> None:
    await keep_units(session, [unit(path) for path in (CITY, WARD, BRANCH, "th.w001.b002", "th.w002", "th.w002.b001")])


@pytest.mark.parametrize("order", list(itertools.permutations((1, 2, 3))))
async def test_the_newest_stands_in_whatever_order_events_come(session: AsyncSession, order: tuple[int, ...]) -> None:
    for sequence in order:
        await keep_unit(session, unit(WARD, sequence=sequence, name=f"Tên {sequence}"))

    rows = (await session.execute(select(access_units.c.name, access_units.c.sequence))).all()
    assert rows == [("Tên 3", 3)]


async def test_the_newest_of_many_stands_within_one_statement(session: AsyncSession) -> None:
    await keep_units(session, [unit(WARD, sequence=number, name=f"Tên {number}") for number in (2, 3, 1)])

    found = await unit_by_id(session, unit_id(WARD))
    assert found is not None
    assert found.name == "Tên 3"


async def test_an_appointment_grants_a_role_until_the_end_of_its_last_day(session: AsyncSession) -> None:
    await city(session)
    last = date(2026, 11, 20)
    await keep_appointments(session, [appointment("Bình", Role.BSE, BRANCH, valid_to=last)])

    on_last_day = await grants_of(session, person_id("Bình"), last)
    day_after = await grants_of(session, person_id("Bình"), last + timedelta(days=1))

    assert on_last_day.roles_in(unit_id(BRANCH)) == {Role.BSE}
    assert day_after.items == ()


async def test_an_appointment_that_is_ended_grants_nothing_from_then_on(session: AsyncSession) -> None:
    await city(session)
    await keep_appointments(session, [appointment("Bình", Role.BSE, BRANCH)])

    await keep_appointments(session, [appointment("Bình", Role.BSE, BRANCH, valid_to=YESTERDAY, sequence=2)])

    assert (await grants_of(session, person_id("Bình"))).items == ()
    assert await officers_of(session, unit_id(BRANCH), {Role.BSE}) == []


async def test_an_appointment_not_begun_grants_nothing_yet(session: AsyncSession) -> None:
    await city(session)
    await keep_appointments(session, [appointment("Bình", Role.BSE, BRANCH, valid_from=today() + timedelta(days=1))])

    assert (await grants_of(session, person_id("Bình"))).items == ()


async def test_a_unit_that_ended_grants_nothing(session: AsyncSession) -> None:
    await city(session)
    await keep_appointments(session, [appointment("Bình", Role.BSE, BRANCH)])

    await keep_unit(session, unit(BRANCH, valid_to=YESTERDAY, sequence=2))

    assert (await grants_of(session, person_id("Bình"))).items == ()
    assert await officers_of(session, unit_id(BRANCH)) == []


async def test_an_appointment_waits_for_its_unit(session: AsyncSession) -> None:
    await keep_appointments(session, [appointment("Bình", Role.BSE, BRANCH)])
    assert (await grants_of(session, person_id("Bình"))).items == ()

    await keep_unit(session, unit(BRANCH))
    assert (await grants_of(session, person_id("Bình"))).has(Role.BSE)


async def test_below_means_every_depth_and_only_there(session: AsyncSession) -> None:
    await city(session)
    await keep_units(session, [unit("th.w0012"), unit("th.w001.b001.c1"), unit("th.w001.b009", valid_to=YESTERDAY)])

    below = [one.path for one in await units_below(session, WARD)]
    branches = [one.path for one in await units_below(session, CITY, tier=Tier.BRANCH)]

    assert below == ["th.w001.b001", "th.w001.b001.c1", "th.w001.b002"]
    assert branches == ["th.w001.b001", "th.w001.b002", "th.w002.b001"]


async def test_the_tree_is_walked_upwards(session: AsyncSession) -> None:
    await city(session)
    branch = await unit_or_not_found(session, unit_id(BRANCH))
    top = await unit_by_path(session, CITY)

    parent = await parent_of(session, branch)

    assert parent is not None
    assert parent.path == WARD
    assert [one.path for one in await ancestors(session, branch)] == [WARD, CITY]
    assert top is not None
    assert await parent_of(session, top) is None


async def test_the_heir_is_the_successor_else_the_unit_above(session: AsyncSession) -> None:
    await city(session)
    await keep_unit(session, unit("th.w001.b007", valid_to=YESTERDAY))
    await keep_unit(session, unit(BRANCH, valid_to=YESTERDAY, sequence=2, successor="th.w001.b002"))
    await keep_unit(session, unit("th.w001.b008").model_copy(update={"valid_from": TOMORROW}))

    asked = (BRANCH, "th.w001.b007", WARD, "th.w001.b008")
    heirs = [await heir_of(session, await unit_or_not_found(session, unit_id(path))) for path in asked]

    assert [heir.path for heir in heirs] == ["th.w001.b002", WARD, WARD, "th.w001.b008"]


async def test_units_that_name_each_other_as_successors_end_the_search(session: AsyncSession) -> None:
    await keep_unit(session, unit("th.a", valid_to=YESTERDAY, successor="th.b"))
    await keep_unit(session, unit("th.b", valid_to=YESTERDAY, successor="th.a"))

    heir = await heir_of(session, await unit_or_not_found(session, unit_id("th.a")))

    assert heir.path in ("th.a", "th.b")


async def test_an_unknown_unit_is_not_found_or_waited_for(session: AsyncSession) -> None:
    with pytest.raises(NotFound):
        await unit_or_not_found(session, unit_id("th.w999"))
    with pytest.raises(NotYet):
        await unit_or_not_yet(session, unit_id("th.w999"))


async def test_officers_are_found_with_their_names(session: AsyncSession) -> None:
    await city(session)
    made = [
        appointment("Bình", Role.BSE, BRANCH),
        appointment("An", Role.CLK, BRANCH),
        appointment("Chi", Role.WOF, WARD),
    ]
    await keep_appointments(session, made)

    found = await officers_of(session, unit_id(BRANCH), {Role.BSE, Role.CLK})

    assert [(one.name, one.role) for one in found] == [("Đồng chí Bình", Role.BSE), ("Đồng chí An", Role.CLK)]


async def test_a_name_that_is_erased_is_gone_and_the_role_stays(session: AsyncSession) -> None:
    await city(session)
    await keep_appointments(session, [appointment("Bình", Role.BSE, BRANCH)])

    await forget_person(session, person_id("Bình"))

    assert await person_name(session, person_id("Bình")) is None
    assert (await grants_of(session, person_id("Bình"))).has(Role.BSE)


async def test_all_below_is_one_range_of_an_index(session: AsyncSession) -> None:
    await keep_units(session, [unit(f"th.w{ward:03}.b{branch:03}") for ward in range(60) for branch in range(60)])
    await session.execute(text("ANALYZE access_units"))
    question = "EXPLAIN SELECT id FROM access_units WHERE path >= 'th.w012.' AND path < 'th.w012/'"

    plan = "\n".join((await session.scalars(text(question))).all())

    assert "access_units_path_idx" in plan
