"""Every state that the machine can reach, breadth first, over a tree of any depth: all verbs, clocks that run out,
units that end, merges. The machine itself moves (rules, case_moves, case_clocks); here is only what surrounds it.

Time is abstract: a clock runs, is late, or stands still. So states are values, and there are finitely many.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from types import SimpleNamespace
from typing import Any, Final, NamedTuple, cast
from unittest.mock import patch
from uuid import UUID, uuid5

from libs.common.context import Cause
from libs.common.refusals import Refusal
from libs.common.rules import RuleBook, RuleValue
from libs.contracts.vocabulary import FINAL_STATES, ClockKind, Competence, Complexity, PetitionState
from services.petitions import case_clocks, case_lines, case_moves, rules
from services.petitions.case import Case, Place
from services.petitions.models import Clock, Petition
from services.petitions.rules import Move, Verb
from tests.petitions.memory import BOOK, ROOT, TIERS, day
from tests.petitions.promises import Broken, Seen, check, check_exits

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


Deed = Callable[[Case, Node], Node]


def verbs_of(node: Node) -> Iterator[tuple[str, Deed]]:
    """Every verb that the table has for this state; what it refuses is left out when it is tried."""
    for verb in rules.STEPS[node.state]:
        if verb is Verb.CLASSIFY:
            for competence in Competence:
                for complexity in (None, Complexity.COMPLEX):
                    yield f"classify {competence} {complexity}", _classify(competence, complexity)
        elif verb is Verb.RESUME:
            yield "resume", _resume(is_met=True)
            yield "resume by itself", _resume(is_met=False)
        else:
            yield verb.value, _verb(verb)


def decide(case: Case, node: Node, verb: Verb) -> rules.Step:
    """What the table says."""
    stands = standing(node.fates)
    has_above = node.last in stands and stands.index(node.last) + 1 < len(stands)
    return rules.decide(verb, case.situation(AT, has_above=has_above))


def _verb(verb: Verb) -> Deed:
    def do(case: Case, node: Node) -> Node:
        step = decide(case, node, verb)
        to = _target(step.move, verb, node)
        if verb in (Verb.RETURN, Verb.EXTEND, Verb.PAUSE):
            case_lines.mark_once(case, verb, case.petition.last_holder_id)
        if verb in _BEFORE:
            _BEFORE[verb](case)
        if step.to is _S.REOPENED:
            case.petition.reopened_at, case.petition.closed_at = AT, None
        case_moves.take(case, step, at=AT, to=None if to is None else places(len(node.fates))[to])
        return asleep(case, node, leader=(OPEN, None) if verb is Verb.MERGE else None)

    return do


def _leaves(case: Case) -> None:
    case.petition.assignee_id = case.petition.complexity = None


def _answers(case: Case) -> None:
    case.petition.answered_by_id = case.petition.last_holder_id


_BEFORE: Final[Mapping[Verb, Callable[[Case], object]]] = {
    Verb.ESCALATE: _leaves,
    Verb.RETURN: _leaves,
    Verb.GO_UP: _leaves,
    Verb.UNMERGE: _leaves,
    Verb.ANSWER: _answers,
    Verb.EXTEND: lambda case: case_clocks.set_term(case, ClockKind.ANSWER, extra=10),
    Verb.PAUSE: lambda case: case_clocks.pause_answer(case, AT, 10),
    Verb.TRANSFER: lambda case: case_clocks.await_reply(case, AT, None),
    Verb.REPLY: lambda case: case_clocks.meet_reply(case, AT),
}
"""What the workflow does beside the step."""


def _target(move: Move, verb: Verb, node: Node) -> int | None:
    stands, fates = standing(node.fates), node.fates
    if move in (Move.STAY, Move.END):
        return None
    here = stands.index(heir(node.last, fates))
    if verb is Verb.GO_UP and move is Move.UP:
        at_branch = rules.desk_of(TIERS[len(fates)][node.last // 2]) is rules.Desk.BRANCH
        return stands[1] if at_branch else stands[0]
    if move is Move.BACK:
        return heir(node.last if verb is Verb.UNMERGE or node.answered_by is None else node.answered_by, fates)
    return {Move.UP: stands[min(here + 1, len(stands) - 1)], Move.DOWN: stands[max(here - 1, 0)]}.get(move, stands[0])


def _classify(competence: Competence, complexity: Complexity | None) -> Deed:
    def do(case: Case, node: Node) -> Node:
        step = decide(case, node, Verb.CLASSIFY)
        is_first = step.to is not None and step.to is not node.state
        case.petition.competence = competence
        case_moves.take(case, step, at=AT)
        if is_first and complexity is not None:
            case_clocks.classify_term(case, complexity)
        return asleep(case, node)

    return do


def _resume(*, is_met: bool) -> Deed:
    def do(case: Case, node: Node) -> Node:
        step = decide(case, node, Verb.RESUME)
        case_clocks.resume_answer(case, AT, is_met=is_met)
        case_moves.take(case, step, at=AT)
        return asleep(case, node)

    return do


def happenings(node: Node) -> Iterator[tuple[str, Deed]]:
    """What happens to it beside the verbs: units end, its wording changes."""
    stands = standing(node.fates)
    for unit in stands[:-1]:
        if node.fates[unit // 2] == STANDS:
            yield f"unit {unit} ends", _end(unit, SUCCEEDED)
            if len(stands) > 2:
                yield f"unit {unit} is dissolved", _end(unit, GONE)
    if node.state is _S.RECORDED:
        for competence in Competence:
            yield f"reworded {competence}", _reword(competence)


def around(node: Node) -> Iterator[Node]:
    """What happens around it, and leaves its rows as they are: clocks run out, what it follows goes on."""
    for kept in node.clocks:
        if not kept.is_late and not kept.is_paused:
            yield node._replace(clocks=tuple(sorted({*node.clocks, kept._replace(is_late=True)} - {kept})))
    for leader in _next_of(node.leader):
        yield node._replace(leader=leader)


def _next_of(leader: tuple[str, bool | None] | None) -> list[tuple[str, bool | None]]:
    if leader is None or leader[0] == OVER:
        return []
    if leader[0] == OPEN:
        return [(ANSWERED, None)]
    return [(OPEN, leader[1]), (OVER, leader[1]), *([(ANSWERED, True), (ANSWERED, False)] if leader[1] is None else [])]


def _end(unit: int, fate: int) -> Deed:
    def do(case: Case, node: Node) -> Node:
        fates = tuple(fate if height == unit // 2 else old for height, old in enumerate(node.fates))
        if node.holder == unit:
            case_moves.pass_on(case, places(len(fates))[heir(unit, fates)], at=AT)
        return asleep(case, node, fates=fates)

    return do


def _reword(competence: Competence) -> Deed:
    def do(case: Case, node: Node) -> Node:
        was_for_branch = case.petition.competence is Competence.BRANCH
        case.petition.competence = competence
        if was_for_branch != (competence is Competence.BRANCH):
            case_clocks.close_clocks(case, AT)
            case_clocks.open_clocks(case, node.state, AT, next_regular=None)
        return asleep(case, node)

    return do


def first_nodes(depth: int) -> list[Node]:
    """A petition that was just logged, of each competence."""
    nodes = []
    for competence in Competence:
        blank = Node(_S.RECORDED, 0, 0, (), frozenset(), competence, None, (STANDS,) * depth)
        case = awake(blank)
        case_clocks.open_clocks(case, _S.RECORDED, AT, next_regular=None)
        nodes.append(asleep(case, blank))
    return nodes


def step(node: Node, deed: Deed, name: str, case: Case) -> Node | None:
    """The node after a deed, with every promise checked; None where the table refuses it and the case is untouched."""
    clocks, holding = list(case.clocks), case.holding
    try:
        after = deed(case, node)
    except Refusal:
        return None
    except (TypeError, KeyError, IndexError, StopIteration, AttributeError) as error:
        raise Broken(f"{name} fell over: {error!r}\nfrom {node}") from error
    check(Seen(name, node, after, case, clocks, holding, AT, places(len(node.fates)), standing(after.fates)))
    return after


def successors(node: Node) -> Iterator[Node]:
    """Whatever can come next, once every promise about it is checked."""
    offered, case = set[str](), None
    for name, deed in (*verbs_of(node), *happenings(node)):
        case = case or awake(node)
        after = step(node, deed, name, case)
        if after is not None:
            offered.add(name.split()[0])
            case = None
            if after != node:
                yield after
    check_exits(node, offered, standing(node.fates))
    yield from around(node)


@dataclass
class Explored:
    """What was reached: how many states, over how many steps, and which were only seen from the side."""

    depth: int
    ids: dict[Node, int] = field(default_factory=dict)
    steps: int = 0
    into: list[list[int]] = field(default_factory=list)
    frontier: deque[Node] = field(default_factory=deque)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to explore."""
        return not self.frontier


def explore(depth: int, limit: int) -> Explored:
    """Breadth first from a petition just logged, until `limit` states are known. Raises Broken with the first promise
    that does not hold."""
    found = Explored(depth)
    with light_rows():
        for node in first_nodes(depth):
            _meet(found, node)
        while found.frontier and len(found.ids) < limit:
            node = found.frontier.popleft()
            here = found.ids[node]
            for after in successors(node):
                found.steps += 1
                found.into[_meet(found, after)].append(here)
    return found


def _meet(found: Explored, node: Node) -> int:
    known = found.ids.get(node)
    if known is None:
        known = found.ids[node] = len(found.ids)
        found.into.append([])
        found.frontier.append(node)
    return known


def without_end(found: Explored) -> list[Node]:
    """States from which no final one can be reached though nobody gives up: neither withdrawn nor redirected. What was
    not explored further is followed to its end by the shortest way home."""
    ends = [number for node, number in found.ids.items() if node.state in (_S.CLOSED, _S.MERGED)]
    with light_rows():
        ends += [found.ids[node] for node in found.frontier if goes_home(node)]
    settled, waiting = set(ends), deque(ends)
    while waiting:
        for before in found.into[waiting.popleft()]:
            if before not in settled:
                settled.add(before)
                waiting.append(before)
    gave_up = (_S.WITHDRAWN, _S.REDIRECTED)
    return [node for node, number in found.ids.items() if number not in settled and node.state not in gave_up]


def goes_home(node: Node) -> bool:
    """Whether it ends by being answered and read out, or closed where there is no branch to hear it."""
    for _ in range(8):
        if node.state in FINAL_STATES:
            return True
        tried = (
            step(node, _verb(verb), verb.value, awake(node)) for verb in _HOMEWARD if verb in rules.STEPS[node.state]
        )
        after = next((one for one in tried if one is not None), None)
        if after is None:
            return False
        node = after
    return False


_HOMEWARD: Final = (Verb.CLOSE, Verb.READ_OUT, Verb.ANSWER, Verb.ACKNOWLEDGE, Verb.GO_UP, Verb.ESCALATE)
