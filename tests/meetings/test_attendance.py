"""Attendance and merging against an independent, naive calculation."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from libs.contracts.members import ParticipationPeriod, Spell
from libs.contracts.vocabulary import Mark, Membership, Participation
from services.meetings.rules_attendance import (
    Marked,
    Place,
    attended,
    count,
    merge,
    minutes_between,
    place_on,
    unmarked,
)

HERE, ELSEWHERE = uuid4(), uuid4()
DAY = date(2026, 11, 3)
EVENING = datetime(2026, 11, 3, 12, 30, tzinfo=UTC)

days = st.dates(date(2026, 10, 20), date(2026, 11, 20))
marks_or_none = st.none() | st.sampled_from(Mark)
spells = st.builds(
    Spell,
    unit_id=st.sampled_from([HERE, ELSEWHERE]),
    membership=st.sampled_from(Membership),
    valid_from=days,
    valid_to=st.none() | days,
)
periods = st.builds(
    ParticipationPeriod, participation=st.sampled_from(Participation), valid_from=days, valid_to=st.none() | days
)
places = st.builds(
    Place,
    membership=st.sampled_from([Membership.OFFICIAL, Membership.PROBATIONARY]),
    participation=st.sampled_from([one for one in Participation if one != Participation.TRANSFERRED_OUT]),
)
roll = st.dictionaries(st.integers(1, 40).map(lambda number: UUID(int=number)), st.tuples(places, marks_or_none))


@given(st.lists(spells, max_size=4), st.lists(periods, max_size=4))
@settings(max_examples=200, deadline=None)
def test_a_member_stands_on_the_roll_while_a_spell_in_the_branch_lasts(
    member_spells: list[Spell], member_periods: list[ParticipationPeriod]
) -> None:
    place = place_on(member_spells, member_periods, HERE, DAY)

    here = [
        spell
        for spell in member_spells
        if spell.unit_id == HERE
        and spell.membership in ("official", "probationary")
        and spell.valid_from <= DAY <= (spell.valid_to or date.max)
    ]
    now = [one for one in member_periods if one.valid_from <= DAY <= (one.valid_to or date.max)]
    latest = sorted(now, key=lambda one: one.valid_from)[-1].valid_from if now else None
    ways = {one.participation for one in now if one.valid_from == latest} or {Participation.ACTIVE}
    if place is None:
        assert not here or Participation.TRANSFERRED_OUT in ways
    else:
        assert here
        assert place.participation in ways
        assert place.in_base == (place.participation not in ("exempt", "suspended", "temp_out"))


@given(roll)
@settings(max_examples=200, deadline=None)
def test_a_roll_call_adds_up(everybody: dict[UUID, tuple[Place, Mark | None]]) -> None:
    standing = {member: place for member, (place, _) in everybody.items()}
    marks = {member: mark for member, (_, mark) in everybody.items() if mark}

    counts = count(standing, marks)

    base = {
        member for member, place in standing.items() if place.participation not in ("exempt", "suspended", "temp_out")
    }
    said = Counter(str(marks[member]) for member in base if member in marks)
    assert counts.base == len(base)
    assert (counts.present, counts.excused, counts.unexcused) == (said["present"], said["excused"], said["unexcused"])
    assert counts.present + counts.excused + counts.unexcused + counts.unmarked == counts.base
    assert counts.base + counts.exempt + counts.away == len(standing)
    assert set(unmarked(standing, marks)) == base - set(marks)


@given(roll, st.dictionaries(st.integers(1, 40).map(lambda number: UUID(int=number)), st.sampled_from(Mark)))
@settings(max_examples=200, deadline=None)
def test_who_is_present_at_both_roll_calls_was_there(
    everybody: dict[UUID, tuple[Place, Mark | None]], end: dict[UUID, Mark]
) -> None:
    standing = {member: place for member, (place, _) in everybody.items()}
    start = {member: mark for member, (_, mark) in everybody.items() if mark}

    there = attended(standing, start, end, partial_counts=False)
    there_in_part = attended(standing, start, end, partial_counts=True)

    both = [who for who in standing if standing[who].in_base and start.get(who) == end.get(who) == "present"]
    one = [who for who in standing if standing[who].in_base and "present" in (start.get(who), end.get(who))]
    assert (there, there_in_part) == (len(both), len(one))


@given(
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from(Mark)), min_size=1, max_size=8, unique_by=lambda it: it[0])
)
@settings(max_examples=200, deadline=None)
def test_the_later_mark_stands_in_whatever_order_they_come(made: list[tuple[int, Mark]]) -> None:
    standing: Marked | None = None

    for minute, mark in made:
        standing = merge(standing, Marked(mark, EVENING + timedelta(minutes=minute)))

    assert standing is not None
    assert standing.mark == max(made, key=lambda one: one[0])[1]


def test_of_two_marks_at_one_moment_the_one_that_came_last_stands() -> None:
    first, second = Marked(Mark.PRESENT, EVENING), Marked(Mark.EXCUSED, EVENING)

    assert merge(merge(None, first), second) == second


@pytest.mark.parametrize(
    ("marks", "minutes"),
    [([90], 90), ([30, 89.9], 89), ([90, 200], 90), ([], 120), ([-5], 0)],
    ids=["one mark", "the last mark", "not those after the end", "no mark: the end", "never less than nothing"],
)
def test_the_duration_runs_to_the_end_roll_call(marks: list[float], minutes: int) -> None:
    called = [EVENING + timedelta(minutes=one) for one in marks]

    assert minutes_between(EVENING, called, EVENING + timedelta(minutes=120)) == minutes
