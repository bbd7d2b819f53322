"""What is allowed when, and what is worth a warning: all of it walked, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from libs.common.refusals import Refusal
from libs.contracts.vocabulary import MeetingKind, MeetingState, RollCall
from services.meetings.rules import (
    Limits,
    Standing,
    date_warnings,
    duration_warnings,
    local_date,
    may_change,
    may_end,
    may_log,
    may_mark,
    may_read_out,
    thematic_warnings,
)

LIMITS = Limits(7, 90, 120, timedelta(hours=8), timedelta(days=2), timedelta(days=2), partial_counts=False)
END = datetime(2026, 11, 3, 14, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def slug(error: pytest.ExceptionInfo[Refusal]) -> str:
    return error.value.slug


@pytest.mark.parametrize(
    ("kind", "day", "reason", "warnings"),
    [
        ("regular", 3, None, []),
        ("regular", 7, None, []),
        ("regular", 8, "Trùng lễ", ["outside-first-week"]),
        ("thematic", 8, None, ["outside-first-week", "date-reason-missing"]),
        ("combined", 30, None, ["outside-first-week", "date-reason-missing"]),
        ("extraordinary", 30, None, []),
        ("committee_prep", 30, None, []),
    ],
)
def test_meetings_of_the_monthly_rhythm_lie_in_the_first_week(
    kind: MeetingKind, day: int, reason: str | None, warnings: list[str]
) -> None:
    assert date_warnings(MeetingKind(kind), date(2026, 11, day), reason, LIMITS) == warnings


@pytest.mark.parametrize(("month", "held", "warned"), [(11, False, False), (12, False, True), (12, True, False)])
def test_a_quarter_without_a_thematic_meeting_is_said_in_its_last_month(month: int, held: bool, warned: bool) -> None:
    found = thematic_warnings(MeetingKind.REGULAR, date(2026, month, 3), thematic_in_quarter=held)

    assert bool(found) is warned
    assert thematic_warnings(MeetingKind.EXTRAORDINARY, date(2026, month, 3), thematic_in_quarter=held) == []


@pytest.mark.parametrize(
    ("kind", "minutes", "warnings"),
    [
        ("regular", None, []),
        ("regular", 89, ["too-short"]),
        ("regular", 90, []),
        ("combined", 119, ["too-short"]),
        ("combined", 120, []),
        ("extraordinary", 5, []),
        ("regular", 480, []),
        ("extraordinary", 481, ["too-long"]),
    ],
)
def test_the_duration_is_a_warning(kind: str, minutes: int | None, warnings: list[str]) -> None:
    assert duration_warnings(MeetingKind(kind), minutes, LIMITS) == warnings


def test_the_day_is_that_of_the_place() -> None:
    assert local_date(datetime(2026, 11, 30, 17, 0, tzinfo=UTC)) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        ("scheduled", None),
        ("in_progress", "meeting-begun"),
        ("ended", "meeting-begun"),
        ("cancelled", "meeting-cancelled"),
    ],
)
def test_only_what_is_scheduled_changes(state: str, refusal: str | None) -> None:
    if refusal is None:
        may_change(MeetingState(state))
        return
    with pytest.raises(Refusal) as error:
        may_change(MeetingState(state))
    assert slug(error) == refusal


@pytest.mark.parametrize("state", ["scheduled", "in_progress", "ended"])
def test_recommendations_are_taken_before_in_and_after_a_meeting(state: str) -> None:
    may_log(MeetingState(state))


@pytest.mark.parametrize(
    ("state", "refusal"), [("scheduled", "start-roll-call-first"), ("cancelled", "meeting-cancelled")]
)
def test_a_meeting_that_never_began_does_not_end(state: str, refusal: str) -> None:
    with pytest.raises(Refusal) as error:
        may_end(MeetingState(state))
    assert slug(error) == refusal


@pytest.mark.parametrize("roll_call", RollCall)
@pytest.mark.parametrize(
    ("at", "now", "merged"),
    [
        (END, END + timedelta(days=2), True),
        (END - SECOND, END + timedelta(days=2, seconds=1), False),
        (END + SECOND, END + SECOND, False),
    ],
    ids=["before the end, in two days", "after more than two days", "made after the end"],
)
def test_late_marks(roll_call: RollCall, at: datetime, now: datetime, merged: bool) -> None:
    ended = Standing(MeetingState.ENDED, END)
    if merged:
        may_mark(ended, roll_call, at=at, now=now, limits=LIMITS)
        return
    with pytest.raises(Refusal) as error:
        may_mark(ended, roll_call, at=at, now=now, limits=LIMITS)
    assert slug(error) == "meeting-ended"


def test_the_second_roll_call_before_the_first_is_refused() -> None:
    scheduled = Standing(MeetingState.SCHEDULED, None)

    may_mark(scheduled, RollCall.START, at=END, now=END, limits=LIMITS)
    with pytest.raises(Refusal) as error:
        may_mark(scheduled, RollCall.END, at=END, now=END, limits=LIMITS)

    assert slug(error) == "start-roll-call-first"


def test_an_answer_is_read_out_in_the_room_or_noted_within_two_days() -> None:
    may_read_out(Standing(MeetingState.IN_PROGRESS, None), at=END, limits=LIMITS)
    may_read_out(Standing(MeetingState.ENDED, END), at=END + timedelta(days=2), limits=LIMITS)
    with pytest.raises(Refusal) as error:
        may_read_out(Standing(MeetingState.ENDED, END), at=END + timedelta(days=2, seconds=1), limits=LIMITS)

    assert slug(error) == "read-out-too-late"
