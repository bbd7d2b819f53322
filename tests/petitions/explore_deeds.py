"""What can be done with a petition and what can happen to it: what surrounds the machine, as the workflow does it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from libs.contracts.vocabulary import ClockKind, Competence, Complexity, PetitionState
from services.petitions import case_clocks, case_lines, case_moves, rules
from services.petitions.case import Case
from services.petitions.rules import Move, Verb
from tests.petitions.explore_nodes import (
    ANSWERED,
    AT,
    GONE,
    OPEN,
    OVER,
    STANDS,
    SUCCEEDED,
    Node,
    asleep,
    heir,
    places,
    standing,
)
from tests.petitions.memory import TIERS

_S = PetitionState
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
            yield verb.value, do_verb(verb)


def decide(case: Case, node: Node, verb: Verb) -> rules.Step:
    """What the table says."""
    stands = standing(node.fates)
    has_above = node.last in stands and stands.index(node.last) + 1 < len(stands)
    return rules.decide(verb, case.situation(AT, has_above=has_above))


def do_verb(verb: Verb) -> Deed:
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
