"""Which clocks a holder gets and when they run out. Pure; every number comes from the rule book.

Day rules: the day of the event is day 0, the deadline 23:59:59 in Asia/Ho_Chi_Minh, late begins the second after. Hour
rules are exact to the second.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple

from libs.common.clock import LOCAL_ZONE
from libs.common.rules import (
    RuleBook,
    add_working_days,
    count_working_days,
    end_of_day,
    is_working_day,
    local_day,
    subtract_working_days,
)
from libs.contracts.vocabulary import ClockKind, Competence, Complexity, PetitionState
from services.petitions.rules import Desk

_K = ClockKind

ORDER: Final = (
    _K.GO_UP,
    _K.ACKNOWLEDGE,
    _K.CLASSIFY,
    _K.COMPLETE,
    _K.BRANCH_ANSWER,
    _K.ANSWER,
    _K.READ_OUT,
    _K.PAUSE,
    _K.EXTERNAL_REPLY,
)
"""A verb meets its own clock and all that stand before it here."""

_BY_COMPLEXITY: Final = {
    Complexity.SIMPLE: "petitions.answer_simple",
    Complexity.NORMAL: "petitions.answer",
    Complexity.COMPLEX: "petitions.answer_complex",
}


class Length(NamedTuple):
    """How long a clock runs: a number and what it counts."""

    value: int
    unit: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a deadline hangs on beside the rules: when the meeting began, when answers will be read out next."""

    starts_at: datetime
    complexity: Complexity | None
    next_regular: datetime | None


def kinds_opened(state: PetitionState, desk: Desk, competence: Competence) -> tuple[ClockKind, ...]:
    """The clocks that open with a state; none where the holder's clocks simply run on."""
    if state is PetitionState.RECORDED:
        return (_K.BRANCH_ANSWER,) if competence is Competence.BRANCH else (_K.GO_UP,)
    if state is PetitionState.SUBMITTED:
        return (_K.ACKNOWLEDGE, _K.CLASSIFY, _K.ANSWER)
    if state is PetitionState.RETURNED:
        return (_K.COMPLETE,) if desk is Desk.BRANCH else (_K.COMPLETE, _K.ANSWER)
    if state is PetitionState.REOPENED:
        return (_K.BRANCH_ANSWER,) if desk is Desk.BRANCH else (_K.ANSWER,)
    return (_K.READ_OUT,) if state is PetitionState.ANSWERED else ()


def met_by(verb_meets: ClockKind | None) -> frozenset[ClockKind]:
    """The kinds that a step which meets `verb_meets` meets: that one and all earlier ones."""
    return frozenset(ORDER[: ORDER.index(verb_meets) + 1]) if verb_meets else frozenset()


def length_of(kind: ClockKind, desk: Desk, complexity: Complexity | None, book: RuleBook, on: date) -> Length:
    """How long a clock of this kind runs at this desk, by the rules of the day it opens."""
    key = f"petitions.{kind}"
    if kind is _K.ANSWER:
        key = "petitions.city_answer" if desk is Desk.TOP else _BY_COMPLEXITY[complexity or Complexity.NORMAL]
    rule = book.on(key, on)
    return Length(int(rule.value), rule.unit)


def due_at(kind: ClockKind, length: Length, opened_at: datetime, facts: Facts, book: RuleBook) -> datetime:
    """When a clock runs out."""
    if kind is _K.GO_UP:
        return _after(facts.starts_at, length, book).astimezone(UTC)
    if kind is _K.READ_OUT:
        return read_out_due(opened_at, length.value, facts.next_regular)
    return _after(opened_at, length, book).astimezone(UTC)


def _after(start: datetime, length: Length, book: RuleBook) -> datetime:
    if length.unit == "hours":
        return start + timedelta(hours=length.value)
    day = local_day(start)
    if length.unit == "working_days":
        return end_of_day(add_working_days(day, length.value, book.holidays))
    return end_of_day(day + timedelta(days=length.value))


def lasted(start: datetime, end: datetime, unit: str, book: RuleBook) -> int:
    """How much of a term that counts in this unit went by: what a pause gives back to it."""
    if unit == "hours":
        return -((start - end) // timedelta(hours=1))
    first, last = local_day(start), local_day(end)
    return count_working_days(first, last, book.holidays) if unit == "working_days" else (last - first).days


def read_out_due(answered_at: datetime, latest_day: int, next_regular: datetime | None) -> datetime:
    """The day of the next regular meeting, at latest `latest_day` of the month after the answer."""
    answered = local_day(answered_at)
    next_month = (answered.replace(day=1) + timedelta(days=32)).replace(day=latest_day)
    meeting = local_day(next_regular) if next_regular else next_month
    return end_of_day(min(meeting, next_month)).astimezone(UTC)


def soon_at(opened_at: datetime, due: datetime, book: RuleBook) -> datetime:
    """When to say that it runs out soon: some working days before, halfway for clocks shorter than that."""
    ahead = book.number("petitions.due_soon", local_day(opened_at))
    last = local_day(due)
    early = due - (last - subtract_working_days(last, ahead, book.holidays))
    return early if local_day(early) > local_day(opened_at) else opened_at + (due - opened_at) / 2


def reopen_until(closed_at: datetime, book: RuleBook) -> datetime:
    """The last moment at which a closed petition can be reopened."""
    day = local_day(closed_at)
    return end_of_day(day + timedelta(days=book.number("petitions.reopen", day)))


def next_after(moments: Iterable[datetime], at: datetime) -> datetime | None:
    """The earliest of some moments that lies after `at`."""
    return min((moment for moment in moments if moment > at), default=None)


def cut_off(today: date, book: RuleBook) -> date:
    """The next day on which a ward's month is consolidated; that of a month's last days may lie in the next month."""
    days = (cut_off_of(month, book) for month in (month_before(today), today, next_month(today)))
    return min(day for day in days if day >= today)


def cut_off_of(month: date, book: RuleBook) -> date:
    """The cut-off of a month: the day by the rule that holds when it begins, the last one where it has no such day, or
    the next working day where offices are closed on it."""
    first = month.replace(day=1)
    last = next_month(first) - timedelta(days=1)
    day = min(first + timedelta(days=book.number("petitions.cut_off", first) - 1), last)
    return day if is_working_day(day, book.holidays) else add_working_days(day, 1, book.holidays)


def next_month(day: date) -> date:
    """The first of the month after."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_before(day: date) -> date:
    """The first of the month before."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def hand_up_at(today: date, book: RuleBook) -> datetime:
    """When a ward hands up what is beyond it: at an hour of the last working day before the next cut-off, wherever
    weekends and holidays lie."""
    day = subtract_working_days(cut_off(today, book), 1, book.holidays)
    return datetime.combine(day, time(book.number("petitions.hand_up_hour", day)), LOCAL_ZONE).astimezone(UTC)


def year_of(moment: datetime) -> int:
    """The year that a code is given in."""
    return moment.astimezone(LOCAL_ZONE).year
