"""Deadlines to the second, by the seeded rules and holidays. In November 2026 the 3rd is a Tuesday, the 24th is off."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.common.rules import add_working_days, is_working_day, local_day
from libs.contracts.vocabulary import ClockKind, Competence, Complexity, PetitionState
from services.petitions import rules_clocks
from services.petitions.case import Case
from services.petitions.case_clocks import classify_term, set_term
from services.petitions.rules import Desk, Verb
from tests.petitions.memory import BOOK, act, chain_of, clocks, day, opened

CHAIN = chain_of(3)
EVENING = day(11, 3, 19, 30)


def due(case: Case) -> dict[ClockKind, datetime]:
    return {clock.kind: clock.due_at for clock in case.clocks}


def last_second(month: int, number: int, year: int = 2026) -> datetime:
    return day(month, number).replace(year=year, hour=23, minute=59, second=59)


def at_ward(at: datetime = EVENING) -> Case:
    case = opened(at, CHAIN)
    act(case, Verb.GO_UP, at, CHAIN)
    return case


def test_what_is_above_the_branch_goes_up_48_hours_after_the_meeting_began() -> None:
    case = opened(day(11, 3, 20), CHAIN, starts_at=EVENING)
    assert due(case) == {ClockKind.GO_UP: day(11, 5, 19, 30)}
    assert case.petition.goes_up_at == day(11, 5, 19, 30)


def test_the_branch_has_ten_working_days_and_it_goes_up_the_second_after() -> None:
    case = opened(EVENING, CHAIN, competence=Competence.BRANCH)
    assert due(case) == {ClockKind.BRANCH_ANSWER: last_second(11, 17)}
    assert case.petition.goes_up_at == day(11, 18, 0)


def test_all_clocks_of_the_ward_run_in_parallel_from_the_moment_it_holds() -> None:
    case = at_ward()
    assert due(case) == {
        ClockKind.ACKNOWLEDGE: last_second(11, 5),
        ClockKind.CLASSIFY: last_second(11, 6),
        ClockKind.ANSWER: last_second(11, 17),
    }
    assert case.petition.due_kind is ClockKind.ACKNOWLEDGE


def test_a_verb_meets_its_own_clock_and_all_earlier_ones() -> None:
    case = at_ward()
    act(case, Verb.ACKNOWLEDGE, day(11, 4), CHAIN)
    act(case, Verb.ASSIGN, day(11, 5), CHAIN)
    assert set(due(case)) == {ClockKind.ANSWER}
    met = {clock.kind: clock.met_at for clock in clocks(case) if clock.met_at}
    assert (met[ClockKind.ACKNOWLEDGE], met[ClockKind.CLASSIFY]) == (day(11, 4), day(11, 5))
    act(case, Verb.ANSWER, day(11, 6), CHAIN)
    assert {clock.kind: clock.met_at for clock in clocks(case)}[ClockKind.ANSWER] == day(11, 6)


def test_a_change_of_holder_closes_all_clocks_and_opens_the_next_ones_in_one_go() -> None:
    case = at_ward()
    act(case, Verb.ESCALATE, day(11, 4), CHAIN)
    assert due(case)[ClockKind.ANSWER] == last_second(12, 4)
    ward = [clock for clock in clocks(case) if clock.unit_id == CHAIN[1].unit_id]
    assert {clock.closed_at for clock in ward} == {day(11, 4)}


@pytest.mark.parametrize(
    ("complexity", "last"),
    [(Complexity.SIMPLE, (11, 10)), (Complexity.NORMAL, (11, 17)), (Complexity.COMPLEX, (11, 25))],
)
def test_complexity_counts_from_the_same_start(complexity: Complexity, last: tuple[int, int]) -> None:
    case = at_ward()
    classify_term(case, complexity)
    assert due(case)[ClockKind.ANSWER] == last_second(*last)


def test_complexity_changes_nothing_at_the_city() -> None:
    case = at_ward()
    act(case, Verb.ESCALATE, day(11, 4), CHAIN)
    classify_term(case, Complexity.SIMPLE)
    assert due(case)[ClockKind.ANSWER] == last_second(12, 4)


def test_an_extension_is_the_same_length_again_counted_through() -> None:
    case = at_ward()
    act(case, Verb.ACKNOWLEDGE, day(11, 4), CHAIN)
    set_term(case, ClockKind.ANSWER, extra=10)
    assert due(case)[ClockKind.ANSWER] == last_second(12, 2)


def test_an_extended_answer_that_turns_out_simple_is_extended_by_the_simple_length() -> None:
    case = at_ward()
    set_term(case, ClockKind.ANSWER, extra=10)
    classify_term(case, Complexity.SIMPLE)
    assert due(case)[ClockKind.ANSWER] == last_second(11, 17)


def test_what_is_returned_is_to_be_completed_in_five_working_days() -> None:
    case = at_ward()
    act(case, Verb.RETURN, day(11, 19), CHAIN)
    assert due(case) == {ClockKind.COMPLETE: last_second(11, 27)}
    city = at_ward()
    act(city, Verb.ESCALATE, day(11, 4), CHAIN)
    act(city, Verb.RETURN, day(11, 19), CHAIN)
    assert due(city) == {ClockKind.COMPLETE: last_second(11, 27), ClockKind.ANSWER: last_second(12, 4)}
    act(city, Verb.CLASSIFY, day(11, 20), CHAIN)
    assert set(due(city)) == {ClockKind.ANSWER}


@pytest.mark.parametrize(
    ("answered", "meeting", "last"),
    [
        (day(11, 20), None, (12, 7, 2026)),
        (day(11, 20), day(12, 3, 19, 30), (12, 3, 2026)),
        (day(11, 20), day(12, 20, 19, 30), (12, 7, 2026)),
        (day(12, 31, 23, 30), None, (1, 7, 2027)),
        (day(11, 30, 23, 59), day(12, 1, 8), (12, 1, 2026)),
    ],
)
def test_an_answer_is_read_out_at_the_next_regular_meeting_at_latest_on_the_7th(
    answered: datetime, meeting: datetime | None, last: tuple[int, int, int]
) -> None:
    month, number, year = last
    assert rules_clocks.read_out_due(answered, 7, meeting) == last_second(month, number, year)


def test_day_0_is_the_local_day_even_where_it_is_still_yesterday_in_london() -> None:
    midnight = datetime(2026, 11, 2, 17, 30, tzinfo=UTC)
    assert local_day(midnight) == date(2026, 11, 3)
    assert due(at_ward(midnight))[ClockKind.ACKNOWLEDGE] == last_second(11, 5)


def test_it_is_said_two_working_days_before_and_halfway_for_shorter_clocks() -> None:
    soon = {clock.kind: clock.soon_at for clock in at_ward().clocks}
    assert soon[ClockKind.ANSWER] == last_second(11, 13)
    assert soon[ClockKind.CLASSIFY] == last_second(11, 4)
    assert soon[ClockKind.ACKNOWLEDGE] == EVENING + (last_second(11, 5) - EVENING) / 2
    go_up = opened(EVENING, CHAIN).clocks[0]
    assert go_up.soon_at == day(11, 4, 19, 30)


def test_it_can_be_reopened_until_the_end_of_the_60th_day() -> None:
    assert rules_clocks.reopen_until(day(11, 3, 20), BOOK) == last_second(1, 2, 2027)


@pytest.mark.parametrize(
    ("today", "on"), [(date(2026, 11, 6), (11, 10)), (date(2026, 11, 10), (11, 10)), (date(2026, 11, 11), (12, 10))]
)
def test_the_month_is_consolidated_on_the_next_10th(today: date, on: tuple[int, int]) -> None:
    assert rules_clocks.cut_off(today, BOOK) == date(2026, *on)


DAYS = st.dates(date(2026, 1, 1), date(2027, 11, 30))


@given(start=DAYS, first=st.integers(1, 20), second=st.integers(1, 20))
def test_working_days_add_up(start: date, first: int, second: int) -> None:
    whole = add_working_days(start, first + second, BOOK.holidays)
    assert add_working_days(add_working_days(start, first, BOOK.holidays), second, BOOK.holidays) == whole
    assert is_working_day(whole, BOOK.holidays)


@given(start=DAYS, count=st.integers(1, 30))
def test_between_a_day_and_its_deadline_lie_exactly_so_many_working_days(start: date, count: int) -> None:
    end = add_working_days(start, count, BOOK.holidays)
    between = [start + timedelta(days=number) for number in range(1, (end - start).days + 1)]
    assert sum(is_working_day(one, BOOK.holidays) for one in between) == count


@given(start=st.dates(date(2026, 1, 1), date(2027, 10, 31)), state=st.sampled_from(PetitionState))
def test_every_clock_runs_out_after_it_opened_and_is_announced_between(start: date, state: PetitionState) -> None:
    at = datetime(start.year, start.month, start.day, 12, 30, tzinfo=UTC)
    facts = rules_clocks.Facts(at, None, None)
    for desk in Desk:
        for kind in rules_clocks.kinds_opened(state, desk, Competence.WARD):
            length = rules_clocks.length_of(kind, desk, None, BOOK, local_day(at))
            due_at = rules_clocks.due_at(kind, length, at, facts, BOOK)
            assert at < rules_clocks.soon_at(at, due_at, BOOK) < due_at
