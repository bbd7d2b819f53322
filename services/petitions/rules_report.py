"""What a consolidated report counts: from what became of each petition in a period to figures that add up. Pure.

A petition comes into the report in one way (raised in the period, carried over from before, come back after it was
done) and leaves it in one: merged, redirected, withdrawn, within the competence of the unit, or beyond it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from libs.common.rules import RuleBook, end_of_day
from libs.contracts.vocabulary import Category, PetitionState
from services.petitions.rules_clocks import cut_off_of, month_before


class Came(StrEnum):
    """How a petition came into the period."""

    RAISED = "raised"
    CARRIED = "carried"
    REOPENED = "reopened"


class Cell(StrEnum):
    """The numbers of a line of the report, as they stand in its table."""

    CARRIED = "carried"
    RAISED = "raised"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    ALL = "all"
    MERGED = "merged"
    REDIRECTED = "redirected"
    WITHIN = "within"
    WITHIN_ANSWERED = "within_answered"
    WITHIN_IN_PROGRESS = "within_in_progress"
    WITHIN_OVERDUE = "within_overdue"
    BEYOND = "beyond"
    BEYOND_ANSWERED = "beyond_answered"
    BEYOND_IN_PROGRESS = "beyond_in_progress"
    BEYOND_OVERDUE = "beyond_overdue"
    ON_TIME = "on_time"
    READ_OUT = "read_out"


class Fate(NamedTuple):
    """What became of a petition by the end of a period. `came` is None where it was done before and stayed so; `beyond`
    says that a unit above has it or answered it."""

    came: Came | None
    state: PetitionState
    beyond: bool
    overdue: bool
    on_time: bool
    read_out: bool


ANSWERED: Final = frozenset({PetitionState.ANSWERED, PetitionState.CLOSED})
ENDED: Final = {
    PetitionState.WITHDRAWN: Cell.WITHDRAWN,
    PetitionState.MERGED: Cell.MERGED,
    PetitionState.REDIRECTED: Cell.REDIRECTED,
}
_SIDES: Final = {
    False: (Cell.WITHIN, Cell.WITHIN_ANSWERED, Cell.WITHIN_IN_PROGRESS, Cell.WITHIN_OVERDUE),
    True: (Cell.BEYOND, Cell.BEYOND_ANSWERED, Cell.BEYOND_IN_PROGRESS, Cell.BEYOND_OVERDUE),
}
SUMS: Final[Mapping[tuple[Cell, ...], tuple[Cell, ...]]] = {
    (Cell.CARRIED, Cell.RAISED, Cell.REOPENED): (Cell.ALL, Cell.WITHDRAWN),
    (Cell.ALL,): (Cell.MERGED, Cell.REDIRECTED, Cell.WITHIN, Cell.BEYOND),
    (Cell.WITHIN,): _SIDES[False][1:],
    (Cell.BEYOND,): _SIDES[True][1:],
}
"""What is equal in every line of every report: the sum of the one side and of the other."""

Row = Mapping[Cell, int]


def cells_of(fate: Fate) -> frozenset[Cell]:
    """The numbers in which a petition is counted."""
    cells = {Cell.READ_OUT} if fate.read_out else set[Cell]()
    if fate.came is not None:
        cells |= {Cell(fate.came), *_left_as(fate)}
    return frozenset(cells)


def _left_as(fate: Fate) -> set[Cell]:
    if fate.state is PetitionState.WITHDRAWN:
        return {Cell.WITHDRAWN}
    if fate.state in ENDED:
        return {Cell.ALL, ENDED[fate.state]}
    side, answered, in_progress, overdue = _SIDES[fate.beyond]
    if fate.state in ANSWERED:
        return {Cell.ALL, side, answered} | ({Cell.ON_TIME} if fate.on_time else set())
    return {Cell.ALL, side, overdue if fate.overdue else in_progress}


class Counted(NamedTuple):
    """So many petitions of one line and category with the same fate."""

    unit_id: UUID
    category: Category
    fate: Fate
    number: int


def _row() -> dict[Cell, int]:
    return dict.fromkeys(Cell, 0)


@dataclass
class Sheet:
    """The figures of a report: in total, by category, a line a unit below; `earlier` is the total of what was carried
    over alone."""

    total: dict[Cell, int] = field(default_factory=_row)
    earlier: dict[Cell, int] = field(default_factory=_row)
    categories: dict[Category, dict[Cell, int]] = field(default_factory=dict)
    units: dict[UUID, dict[Cell, int]] = field(default_factory=dict)


def sheet_of(counted: Iterable[Counted]) -> Sheet:
    """Adds up; every line holds every number."""
    sheet = Sheet()
    for unit_id, category, fate, number in counted:
        rows = [sheet.total, sheet.categories.setdefault(category, _row()), sheet.units.setdefault(unit_id, _row())]
        if fate.came is Came.CARRIED:
            rows.append(sheet.earlier)
        for row in rows:
            for cell in cells_of(fate):
                row[cell] += number
    return sheet


class DoesNotAddUp(AssertionError):
    """A line of a report whose numbers contradict each other: a fault of ours, never frozen."""


def require_sums(row: Row) -> None:
    """Raises DoesNotAddUp."""
    for left, right in SUMS.items():
        if sum(row[cell] for cell in left) != sum(row[cell] for cell in right):
            raise DoesNotAddUp(f"{' + '.join(left)} ≠ {' + '.join(right)}")


def require_all_sums(sheet: Sheet) -> None:
    """Every line adds up, and the lines make the total. Raises DoesNotAddUp."""
    for row in (sheet.total, *sheet.categories.values(), *sheet.units.values()):
        require_sums(row)
    for lines in (sheet.categories, sheet.units):
        for cell in Cell:
            if sum(row[cell] for row in lines.values()) != sheet.total[cell]:
                raise DoesNotAddUp(f"the lines of {cell} do not make its total")


class Period(NamedTuple):
    """From the first moment to the first one after."""

    from_at: datetime
    to_at: datetime


def period_of(month: date, book: RuleBook) -> Period:
    """The month of a report runs from cut-off to cut-off, both days to their end."""
    return Period(closes_at(month_before(month), book), closes_at(month, book))


def closes_at(month: date, book: RuleBook) -> datetime:
    """The first moment that is too late for the report of a month."""
    return (end_of_day(cut_off_of(month, book)) + timedelta(seconds=1)).astimezone(UTC)
