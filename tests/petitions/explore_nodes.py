"""A state of the machine as a value, and the way from there to a case that can be worked on, and back.

Time is abstract: a clock runs, is late, or stands still. So there are finitely many states.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import SimpleNamespace
from typing import Any, Final, NamedTuple, cast
from unittest.mock import patch
from uuid import UUID, uuid5

from libs.common.context import Cause
from libs.common.rules import RuleBook, RuleValue
from libs.contracts.vocabulary import ClockKind, Competence, Complexity, PetitionState
from services.petitions import case_clocks, case_moves
from services.petitions.case import Case, Place
from services.petitions.models import Clock, Petition
from tests.petitions.memory import BOOK, ROOT, TIERS, day

AT: Final = day(11, 3)
LATE: Final = day(11, 2)
STANDS, SUCCEEDED, GONE = 0, 1, 2
OPEN, ANSWERED, OVER = "open", "answered", "over"
_S = PetitionState
_DUE: Final = {kind: day(12, number) for number, kind in enumerate(ClockKind, start=1)}


class Kept(NamedTuple):
    """A clock, as far as it matters."""

    kind: ClockKind
    unit: int
    is_late: bool
    is_paused: bool


class Node(NamedTuple):
    """A state of the machine. Units are numbers: twice the height, one more for a successor. `leader` is what a merged
    petition follows: how far that one is, and what the room said to its answer."""

    state: PetitionState
    holder: int | None
    last: int
    clocks: tuple[Kept, ...]
    marks: frozenset[tuple[int, str]]
    competence: Competence
    complexity: Complexity | None
    fates: tuple[int, ...]
    answered_by: int | None = None
    was_reopened: bool = False
    leader: tuple[str, bool | None] | None = None


class Book(RuleBook):
    """The rules of one day, found at once."""

    def on(self, key: str, day: Any) -> RuleValue:
        """The seeded value."""
        return _rule(key)


@cache
def _rule(key: str) -> RuleValue:
    return BOOK.on(key, AT.date())


_BOOK = Book((), BOOK.holidays)
_WHY: Final = Cause(correlation_id="explored")


class Row(SimpleNamespace):
    """A row of a table, without the table: a hundred times faster to make."""

    def model_dump(self, *, exclude: set[str]) -> dict[str, Any]:
        """Its columns."""
        return {name: value for name, value in vars(self).items() if name not in exclude}


class ClockRow(Row):
    """The defaults of a clock's columns."""

    extra = paused = 0
    paused_at = met_at = closed_at = soon_said_at = overdue_said_at = None


class HoldingRow(Row):
    """The defaults of an interval's columns."""

    to_at = None


@contextmanager
def light_rows() -> Iterator[None]:
    """While this lasts, the machine makes rows of this kind."""
    with patch.object(case_clocks, "Clock", ClockRow), patch.object(case_moves, "Holding", HoldingRow):
        yield


@cache
def places(depth: int) -> tuple[Place, ...]:
    """Two units a height: the first, and its successor."""
    return tuple(Place(uuid5(ROOT, f"{depth}.{unit}"), TIERS[depth][unit // 2]) for unit in range(2 * depth))


@cache
def numbers(depth: int) -> dict[UUID, int]:
    """The units by their ids."""
    return {place.unit_id: number for number, place in enumerate(places(depth))}


@cache
def standing(fates: tuple[int, ...]) -> tuple[int, ...]:
    """The units that stand, home first."""
    return tuple(2 * height + (fate == SUCCEEDED) for height, fate in enumerate(fates) if fate != GONE)


def heir(unit: int, fates: tuple[int, ...]) -> int:
    """Who stands for a unit: its successor, else the unit above."""
    return next(one for one in standing(fates) if one // 2 >= unit // 2)


_BLANK: Final = {
    **dict.fromkeys(("previous_holder_id", "due_at", "queue_at", "due_kind", "goes_up_at", "assignee_id")),
    "id": ROOT,
    "ward_id": ROOT,
    "sequence": 1,
    "starts_at": AT,
    "moved_at": AT,
    "was_at_top": False,
}


def awake(node: Node) -> Case:
    """The case of a node, as if it had just been loaded."""
    all_places = places(len(node.fates))
    last = all_places[node.last]
    by = None if node.answered_by is None else all_places[node.answered_by].unit_id
    holds = node.holder is not None
    petition = Row(
        **_BLANK,
        state=node.state,
        competence=node.competence,
        complexity=node.complexity,
        home_id=all_places[standing(node.fates)[0]].unit_id,
        holder_id=last.unit_id if holds else None,
        holder_tier=last.tier if holds else None,
        last_holder_id=last.unit_id,
        last_holder_tier=last.tier,
        answered_by_id=by,
        reopened_at=AT if node.was_reopened else None,
        closed_at=AT if node.state is _S.CLOSED else None,
    )
    case = Case(cast(Petition, petition), _BOOK, why=_WHY)
    if node.holder is not None:
        case.holding = cast(Any, HoldingRow(unit_id=last.unit_id, tier=last.tier, from_at=AT))
    case.clocks = [_clock(one, all_places) for one in node.clocks]
    case.marks = {(all_places[unit].unit_id, verb) for unit, verb in node.marks}
    case.is_settled = node.leader is not None and (node.leader[0] == OVER or node.leader[1] is True)
    case_clocks.watch_clocks(case)
    return case


def _clock(kept: Kept, all_places: tuple[Place, ...]) -> Clock:
    place = all_places[kept.unit]
    due = LATE if kept.is_late else _DUE[kept.kind]
    return cast(Clock, ClockRow(
        petition_id=ROOT, kind=kept.kind, unit_id=place.unit_id, tier=place.tier, opened_at=AT, due_at=due, soon_at=due,
        length=10, unit="working_days", paused_at=AT if kept.is_paused else None,
    ))  # fmt: skip


def asleep(case: Case, node: Node, **changed: Any) -> Node:
    """The node that the case has become."""
    petition, known = case.petition, numbers(len(node.fates))
    fates = changed.get("fates", node.fates)
    stands = standing(fates)
    kept = {
        Kept(one.kind, known[one.unit_id], one.due_at < AT, one.paused_at is not None) for one in case.clocks
    }  # fmt: skip
    return node._replace(
        state=petition.state,
        holder=known[petition.holder_id] if petition.holder_id else None,
        last=known[petition.last_holder_id],
        clocks=tuple(sorted(kept)),
        marks=frozenset((known[unit], verb) for unit, verb in case.marks if known[unit] in stands),
        competence=petition.competence,
        complexity=petition.complexity,
        answered_by=known[petition.answered_by_id] if petition.answered_by_id else None,
        was_reopened=petition.reopened_at is not None,
        **changed,
    )
