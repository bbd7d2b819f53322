"""The figures of a report add up whatever petitions live through, and say the same however late they are asked for."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise, product
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from libs.access import keep_units, unit_by_path
from libs.common.clock import LOCAL_ZONE
from libs.common.rules import RuleValue
from libs.contracts.vocabulary import Category, PetitionState, Tier
from services.petitions.case import Case, Place
from services.petitions.models_words import HistoryLine
from services.petitions.rules import STEPS
from services.petitions.rules_clocks import cut_off
from services.petitions.rules_report import (
    SUMS,
    Came,
    Cell,
    Counted,
    DoesNotAddUp,
    Fate,
    Period,
    Sheet,
    cells_of,
    period_of,
    require_all_sums,
    require_sums,
    sheet_of,
)
from services.petitions.views_report_fates import count, fates_in
from services.petitions.workflow_cases import _insert_into
from tests.petitions.builders import BRANCH, CITY, UNITS, WARD
from tests.petitions.fates import fate_of
from tests.petitions.memory import BOOK, act, clocks, holdings, opened, refused
from tests.support.access import unit, unit_id
from tests.support.database import Databases

CHAIN = [Place(unit_id(path), tier) for path, tier in ((BRANCH, Tier.BRANCH), (WARD, Tier.WARD), (CITY, Tier.CITY))]
TIERS = {place.unit_id: place.tier for place in CHAIN}
ABOVE = {BRANCH: frozenset({Tier.WARD, Tier.CITY}), WARD: frozenset({Tier.CITY}), CITY: frozenset({Tier.CITY})}
BEGAN = datetime(2026, 9, 3, 19, 30, tzinfo=LOCAL_ZONE)
MONTHS = tuple(date(2026, month, 1) for month in range(9, 13))

PAUSES = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=25))
LIVES = st.lists(
    st.tuples(PAUSES, st.lists(st.tuples(PAUSES, st.integers(min_value=0)), max_size=12)), min_size=1, max_size=8
)
Lives = list[tuple[timedelta, list[tuple[timedelta, int]]]]


def lived(number: int, life: tuple[timedelta, list[tuple[timedelta, int]]]) -> Case:
    """A petition that did what chance chose."""
    now = BEGAN + life[0] + timedelta(seconds=number)
    case = opened(now, CHAIN)
    case.petition.code = f"KN-{number}"
    case.petition.category = list(Category)[number % 3]
    for pause, choice in life[1]:
        now += pause
        verbs = [verb for verb in STEPS[case.petition.state] if refused(case, verb, now, CHAIN) is None]
        if not verbs:
            break
        act(case, verbs[choice % len(verbs)], now, CHAIN)
    return case


def lines_of(case: Case) -> list[HistoryLine]:
    return [row for row in case.added if isinstance(row, HistoryLine)]


def fate(case: Case, period: Period, path: str) -> Fate | None:
    return fate_of(lines_of(case), holdings(case), clocks(case), period, above=ABOVE[path], tiers=TIERS)


def figures(cases: Sequence[Case], period: Period, path: str = WARD, *, line: UUID | None = None) -> Sheet:
    fates = [(case, fate(case, period, path)) for case in cases]
    counted = [
        Counted(line or case.petition.home_id, case.petition.category, found, 1) for case, found in fates if found
    ]
    return sheet_of(counted)


def open_at_the_end(sheet: Sheet) -> int:
    return sum(
        sheet.total[cell]
        for cell in (Cell.WITHIN_IN_PROGRESS, Cell.WITHIN_OVERDUE, Cell.BEYOND_IN_PROGRESS, Cell.BEYOND_OVERDUE)
    )


@settings(max_examples=200, deadline=None)
@given(lives=LIVES)
def test_every_report_adds_up_and_begins_where_the_one_before_ended(lives: Lives) -> None:
    cases = [lived(number, life) for number, life in enumerate(lives)]
    for path in (BRANCH, WARD, CITY):
        sheets = [figures(cases, period_of(month, BOOK), path) for month in MONTHS]
        for sheet in sheets:
            require_all_sums(sheet)
        for before, after in pairwise(sheets):
            assert after.total[Cell.CARRIED] == open_at_the_end(before)


@settings(max_examples=100, deadline=None)
@given(lives=LIVES)
def test_what_happens_later_changes_nothing_in_a_month_that_is_over(lives: Lives) -> None:
    period = period_of(date(2026, 9, 1), BOOK)
    cases = [lived(number, life) for number, life in enumerate(lives)]
    as_known = [lived(number, (life[0], _until(life, period.to_at, number))) for number, life in enumerate(lives)]
    assert figures(cases, period).total == figures(as_known, period).total


def _until(
    life: tuple[timedelta, list[tuple[timedelta, int]]], end: datetime, number: int
) -> list[tuple[timedelta, int]]:
    now, kept = BEGAN + life[0] + timedelta(seconds=number), []
    for pause, choice in life[1]:
        now += pause
        if now >= end:
            break
        kept.append((pause, choice))
    return kept


FATES = [
    Fate(came, state, beyond, overdue, on_time, read_out)
    for came, state, (beyond, overdue, on_time, read_out) in product(
        [None, *Came], PetitionState, product([False, True], repeat=4)
    )
]


@pytest.mark.parametrize("fate", FATES[::7])
def test_a_petition_comes_in_once_and_leaves_once(fate: Fate) -> None:
    sheet = sheet_of([Counted(unit_id(BRANCH), Category.LAND, fate, 1)])
    require_all_sums(sheet)
    cells = cells_of(fate)
    assert len(cells & {Cell.RAISED, Cell.CARRIED, Cell.REOPENED}) == (fate.came is not None)
    left = {Cell.MERGED, Cell.REDIRECTED, Cell.WITHIN, Cell.BEYOND, Cell.WITHDRAWN}
    assert len(cells & left) == (fate.came is not None)


def test_what_does_not_add_up_is_never_frozen() -> None:
    row = dict.fromkeys(Cell, 0) | {Cell.ALL: 1}
    with pytest.raises(DoesNotAddUp):
        require_sums(row)
    assert len(SUMS) == 4


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        (date(2026, 11, 1), date(2026, 10, 13), date(2026, 11, 10)),  # 10 October is a Saturday: until Monday
        (date(2027, 1, 1), date(2026, 12, 11), date(2027, 1, 11)),  # 10 January is a Sunday
        (date(2027, 2, 1), date(2027, 1, 12), date(2027, 2, 12)),  # Tết: offices open again on the 12th
        (date(2027, 3, 1), date(2027, 2, 13), date(2027, 3, 10)),
    ],
)
def test_a_report_runs_from_cut_off_to_cut_off_and_waits_for_a_working_day(
    month: date, first: date, last: date
) -> None:
    period = period_of(month, BOOK)
    assert period.from_at.astimezone(LOCAL_ZONE) == datetime(first.year, first.month, first.day, tzinfo=LOCAL_ZONE)
    end = period.to_at.astimezone(LOCAL_ZONE) - timedelta(seconds=1)
    assert (end.date(), end.hour, end.minute, end.second) == (last, 23, 59, 59)


@pytest.mark.parametrize(
    ("today", "on"),
    [
        (date(2027, 2, 8), date(2027, 2, 12)),
        (date(2027, 2, 12), date(2027, 2, 12)),
        (date(2027, 2, 13), date(2027, 3, 10)),
        (date(2026, 10, 11), date(2026, 10, 12)),
    ],
)
def test_the_desk_counts_the_days_to_the_same_cut_off(today: date, on: date) -> None:
    assert cut_off(today, BOOK) == on


def test_a_rule_that_changes_in_a_month_holds_from_the_next_one_on_for_desk_and_report_alike() -> None:
    later = RuleValue("petitions.cut_off", Decimal(20), "day_of_month", date(2026, 11, 5), None, "Đổi ngày tổng hợp")
    book = replace(BOOK, values=(*BOOK.values, later))
    assert cut_off(date(2026, 11, 9), book) == date(2026, 11, 10)
    assert period_of(date(2026, 11, 1), book).to_at.astimezone(LOCAL_ZONE).date() == date(2026, 11, 11)
    assert cut_off(date(2026, 11, 11), book) == date(2026, 12, 21)  # the 20th is a Sunday


@pytest.mark.parametrize(
    ("today", "on"),
    [
        (date(2027, 2, 28), date(2027, 3, 1)),  # February has no 31st, and its last day is a Sunday
        (date(2027, 3, 1), date(2027, 3, 1)),
        (date(2027, 3, 2), date(2027, 3, 31)),
        (date(2027, 4, 30), date(2027, 5, 4)),  # 30 April, 1 May and the weekend between are days off
    ],
)
def test_a_month_can_be_consolidated_on_its_last_day_however_long_it_is(today: date, on: date) -> None:
    last_day = RuleValue("petitions.cut_off", Decimal(31), "day_of_month", date(2026, 1, 2), None, "Cuối tháng")
    assert cut_off(today, replace(BOOK, values=(*BOOK.values, last_day))) == on


@given(month=st.dates(date(2026, 2, 1), date(2027, 12, 31)))
def test_every_moment_belongs_to_one_month(month: date) -> None:
    this = period_of(month.replace(day=1), BOOK)
    following = period_of((month.replace(day=1) + timedelta(days=32)).replace(day=1), BOOK)
    assert this.from_at < this.to_at == following.from_at


async def keep(session: AsyncSession, cases: Sequence[Case]) -> None:
    """Petitions of memory, written as the workflow would."""
    tables: dict[str, list[dict[str, object]]] = {}
    rows: list[SQLModel] = [row for case in cases for row in (case.petition, *case.added)]
    for row in rows:
        tables.setdefault(str(row.__tablename__), []).append(row.model_dump())
    tables.pop("unit_marks", None)
    await session.execute(text("SET CONSTRAINTS ALL DEFERRED"))
    await session.execute(_insert_into(tuple(tables)), {"rows": json.dumps(tables, default=str)})


@pytest.mark.parametrize("seed", range(3))
async def test_the_database_counts_as_memory_does(databases: Databases, seed: int) -> None:
    chance = Random(seed)
    lives = [
        (
            timedelta(days=chance.uniform(0, 60)),
            [(timedelta(days=chance.uniform(0, 12)), chance.randrange(9)) for _ in range(9)],
        )
        for _ in range(120)
    ]
    cases = [lived(number, life) for number, life in enumerate(lives)]
    async with databases.rolled_back("petitions", ("history",)) as session:
        await keep_units(session, [unit(path) for path in UNITS])
        await keep(session, cases)
        for path, month in product((BRANCH, WARD, CITY), MONTHS):
            period, where = period_of(month, BOOK), await unit_by_path(session, path)
            assert where is not None
            seen = await count(session, fates_in(where, period))
            line = unit_id(WARD) if path == CITY else None
            assert seen == figures(cases, period, path, line=line)
            require_all_sums(seen)
        assert seen.total[Cell.ALL] > 0
