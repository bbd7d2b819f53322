"""Pure decisions about meetings: what is allowed when, and what is worth a warning. No I/O, no clock of its own.

Numbers (days, minutes) are rules held as data and come in as `Limits`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from libs.common.clock import LOCAL_ZONE
from libs.contracts.vocabulary import MeetingKind, MeetingState, RollCall
from services.meetings.errors import MeetingBegun, MeetingCancelled, MeetingOver, ReadOutTooLate, StartFirst

# V20 binds what is, or contains, the regular meeting of the month; V22 what belongs to the monthly rhythm.
ONE_A_MONTH: Final = frozenset({MeetingKind.REGULAR, MeetingKind.COMBINED})
IN_FIRST_WEEK: Final = frozenset({MeetingKind.REGULAR, MeetingKind.THEMATIC, MeetingKind.COMBINED})
THEMATIC: Final = frozenset({MeetingKind.THEMATIC, MeetingKind.COMBINED})
WITH_ANSWERS: Final = frozenset(set(MeetingKind) - {MeetingKind.COMMITTEE_PREP})
TIMED: Final = {
    MeetingKind.REGULAR: "minutes_regular",
    MeetingKind.THEMATIC: "minutes_regular",
    MeetingKind.COMBINED: "minutes_combined",
}


class MeetingWarning(StrEnum):
    """What is worth a word but stops nobody."""

    OUTSIDE_FIRST_WEEK = "outside-first-week"
    REASON_MISSING = "date-reason-missing"
    THEMATIC_MISSING = "thematic-missing"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"


@dataclass(frozen=True, slots=True)
class Limits:
    """The rules as of a date, by the names used here."""

    last_day: int
    minutes_regular: int
    minutes_combined: int
    longest: timedelta
    late_marks: timedelta
    late_read_outs: timedelta
    partial_counts: bool


def local_date(moment: datetime) -> date:
    """The date on which something happens where the branch meets."""
    return moment.astimezone(LOCAL_ZONE).date()


def first_of_month(day: date) -> date:
    """The month a meeting belongs to."""
    return day.replace(day=1)


def date_warnings(kind: MeetingKind, held_on: date, reason: str | None, limits: Limits) -> list[MeetingWarning]:
    """V22: meetings of the monthly rhythm are held in the first days of the month; outside them with a reason."""
    if kind not in IN_FIRST_WEEK or held_on.day <= limits.last_day:
        return []
    return (
        [MeetingWarning.OUTSIDE_FIRST_WEEK]
        if reason
        else [MeetingWarning.OUTSIDE_FIRST_WEEK, MeetingWarning.REASON_MISSING]
    )


def thematic_warnings(kind: MeetingKind, held_on: date, *, thematic_in_quarter: bool) -> list[MeetingWarning]:
    """V21: at least one thematic meeting a quarter; said at the meetings of its last month."""
    if kind not in IN_FIRST_WEEK or thematic_in_quarter or held_on.month % 3:
        return []
    return [MeetingWarning.THEMATIC_MISSING]


def duration_warnings(kind: MeetingKind, minutes: int | None, limits: Limits) -> list[MeetingWarning]:
    """V10 and V11 as warnings."""
    if minutes is None:
        return []
    if timedelta(minutes=minutes) > limits.longest:
        return [MeetingWarning.TOO_LONG]
    least = getattr(limits, TIMED[kind]) if kind in TIMED else 0
    return [MeetingWarning.TOO_SHORT] if minutes < least else []


def may_change(state: MeetingState) -> None:
    """A meeting is edited and cancelled only while it is scheduled."""
    if state == MeetingState.CANCELLED:
        raise MeetingCancelled()
    if state != MeetingState.SCHEDULED:
        raise MeetingBegun()


def may_log(state: MeetingState) -> None:
    """Recommendations are taken before, in and after a meeting."""
    if state == MeetingState.CANCELLED:
        raise MeetingCancelled()


def needs_start(state: MeetingState) -> bool:
    """Whether all but the start roll call still waits for the start."""
    return state == MeetingState.SCHEDULED


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a meeting stands when something comes in."""

    state: MeetingState
    ended_at: datetime | None


def may_mark(standing: Standing, roll_call: RollCall, *, at: datetime, now: datetime, limits: Limits) -> None:
    """The start roll call comes first; after the end only what was marked before it, for some days."""
    if standing.state == MeetingState.CANCELLED:
        raise MeetingCancelled()
    if roll_call == RollCall.END and needs_start(standing.state):
        raise StartFirst()
    if standing.ended_at is None:
        return
    if at > standing.ended_at or now > standing.ended_at + limits.late_marks:
        raise MeetingOver(days=limits.late_marks.days)


def may_end(state: MeetingState) -> None:
    """A meeting in progress can be ended; whether everybody is marked is for the roll call to say."""
    if state == MeetingState.CANCELLED:
        raise MeetingCancelled()
    if needs_start(state):
        raise StartFirst()


def may_read_out(standing: Standing, *, at: datetime, limits: Limits) -> None:
    """Answers are read out in the room; it may be noted down for some days after the end."""
    may_end(standing.state)
    if standing.ended_at is not None and at > standing.ended_at + limits.late_read_outs:
        raise ReadOutTooLate(days=limits.late_read_outs.days)
