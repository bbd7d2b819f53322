"""The number that holds on a day; working days, against the slowest way to count them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.common.rules import (
    NoSuchRule,
    RuleBook,
    RuleValue,
    add_working_days,
    end_of_day,
    is_working_day,
    local_day,
    subtract_working_days,
)

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
HOLIDAYS = st.frozensets(st.dates(date(2026, 1, 1), date(2029, 3, 1)), max_size=60)


@given(DAYS, st.integers(0, 30), HOLIDAYS)
def test_exactly_so_many_working_days_lie_after_the_start(start: date, count: int, holidays: frozenset[date]) -> None:
    end = add_working_days(start, count, holidays)

    between = [start + timedelta(days=n + 1) for n in range((end - start).days)]
    assert sum(day.weekday() < 5 and day not in holidays for day in between) == count
    assert count == 0 or is_working_day(end, holidays)


@given(DAYS, st.integers(1, 20), HOLIDAYS)
def test_going_back_undoes_going_forward_from_a_working_day(start: date, count: int, holidays: frozenset[date]) -> None:
    if is_working_day(start, holidays):
        assert subtract_working_days(add_working_days(start, count, holidays), count, holidays) == start


def test_a_day_ends_in_ho_chi_minh_city() -> None:
    assert end_of_day(date(2026, 11, 10)) == datetime(2026, 11, 10, 16, 59, 59, tzinfo=UTC)
    assert local_day(datetime(2026, 11, 10, 17, 0, tzinfo=UTC)) == date(2026, 11, 11)


def test_a_rule_is_changed_by_one_row_that_holds_from_a_later_day() -> None:
    book = RuleBook((rule(5, date(2026, 1, 1)), rule(7, date(2026, 7, 1))), frozenset())

    assert [book.number("toys.days", day) for day in (date(2026, 6, 30), date(2026, 7, 1))] == [5, 7]
    with pytest.raises(NoSuchRule):
        book.number("toys.days", date(2025, 12, 31))


def test_a_rule_for_a_time_gives_way_to_the_one_before_it() -> None:
    book = RuleBook((rule(5, date(2026, 1, 1)), rule(7, date(2026, 7, 1), date(2026, 7, 31))), frozenset())

    assert [book.number("toys.days", day) for day in (date(2026, 7, 31), date(2026, 8, 1))] == [7, 5]


def rule(value: int, valid_from: date, valid_to: date | None = None) -> RuleValue:
    return RuleValue("toys.days", Decimal(value), "days", valid_from, valid_to, "a test")
