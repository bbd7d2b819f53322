"""Small faults put into the machine on purpose. Each breaks a promise; an exploration that does not see it is blind."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final
from unittest.mock import patch

from libs.contracts.vocabulary import ClockKind, PetitionState
from services.petitions import case_clocks, case_lines, case_moves, rules, rules_clocks
from services.petitions.rules import Move, Step, Verb

Fault = Callable[[], Any]
_S, _V, _M, _K = PetitionState, Verb, Move, ClockKind
_REAL: Final = rules.STEPS


def _table(*cells: tuple[PetitionState, Verb, Step | None]) -> Any:
    table = {state: dict(steps) for state, steps in _REAL.items()}
    for state, verb, step in cells:
        if step is None:
            del table[state][verb]
        else:
            table[state][verb] = step
    return patch.object(rules, "STEPS", table)


def _cell(state: PetitionState, verb: Verb, **changed: Any) -> Fault:
    return lambda: _table((state, verb, replace(_REAL[state][verb], **changed)))


def _everywhere(verb: Verb, **changed: Any) -> Fault:
    cells = [(state, verb, replace(steps[verb], **changed)) for state, steps in _REAL.items() if verb in steps]
    return lambda: _table(*cells)


def _without(state: PetitionState, verb: Verb) -> Fault:
    return lambda: _table((state, verb, None))


def _nothing(*_: Any, **__: Any) -> None:
    pass


def _instead(module: Any, name: str, other: Any) -> Fault:
    return lambda: patch.object(module, name, other)


def _blind(**known: bool) -> Fault:
    """The rules are asked as if this were so."""
    real = rules.decide
    return lambda: patch.object(rules, "decide", lambda verb, now: real(verb, replace(now, **known)))


def _opens(state: PetitionState, *kinds: ClockKind) -> Fault:
    real = rules_clocks.kinds_opened
    return _instead(rules_clocks, "kinds_opened", lambda of, *more: kinds if of is state else real(of, *more))


def _keep_unit(clock: Any, heir: Any) -> Any:
    return type(clock)(**clock.model_dump(exclude={"met_at", "closed_at"}))


def _only_its_own(kind: ClockKind | None) -> frozenset[ClockKind]:
    return frozenset({kind}) if kind else frozenset()


def _let_go_without_closing(case: Any, at: Any) -> None:
    case.holding = case.petition.holder_id = case.petition.holder_tier = None
    case_clocks.close_clocks(case, at)


def _forget_holder(case: Any, at: Any) -> None:
    case_clocks.close_clocks(case, at)
    case.holding.to_at = at
    case.holding = None


def _close_in_secret(case: Any, at: Any) -> None:
    case.clocks = []


def _watch_the_last(case: Any) -> None:
    _watched(case)
    case.petition.due_at = max((clock.due_at for clock in case.clocks), default=None)


_watched = case_clocks.watch_clocks


def _pause_without_limit(case: Any, at: Any, working_days: int) -> Any:
    for clock in case.clocks:
        clock.paused_at = at if clock.kind is _K.ANSWER else None
    case_clocks.watch_clocks(case)


def _resume_half(case: Any, at: Any, *, is_met: bool) -> None:
    for clock in [clock for clock in case.clocks if clock.kind is _K.PAUSE]:
        clock.closed_at = at
        case.clocks.remove(clock)


def _hold_both(case: Any, place: Any, at: Any) -> None:
    to_at, old = None, case.holding
    _held(case, place, at)
    if old is not None and old is not case.holding:
        old.to_at = to_at


_held = case_moves._hold


@contextmanager
def _watching(other: Any) -> Iterator[None]:
    with patch.object(case_clocks, "watch_clocks", other), patch.object(case_moves, "watch_clocks", other):
        yield


@contextmanager
def _to_itself() -> Iterator[None]:
    with _blind(has_above=True)(), _everywhere(_V.ESCALATE, desks=frozenset(rules.Desk))():
        yield


FAULTS: Final[Mapping[str, Fault]] = {
    "an answer stays where it was given": _everywhere(_V.ANSWER, move=_M.STAY),
    "an answer goes up": _everywhere(_V.ANSWER, move=_M.UP),
    "an answer changes no state": _everywhere(_V.ANSWER, to=None),
    "an answer given at the ward ends it": _cell(_S.RECEIVED, _V.ANSWER, move=_M.END),
    "nobody answers what was reopened": _without(_S.REOPENED, _V.ANSWER),
    "nobody answers what was assigned": _without(_S.ASSIGNED, _V.ANSWER),
    "escalating stays": _everywhere(_V.ESCALATE, move=_M.STAY),
    "escalating goes down": _everywhere(_V.ESCALATE, move=_M.DOWN),
    "escalating goes home": _everywhere(_V.ESCALATE, move=_M.HOME),
    "escalating keeps the state": _cell(_S.CLASSIFIED, _V.ESCALATE, to=None),
    "returning goes up": _everywhere(_V.RETURN, move=_M.UP),
    "returning stays": _everywhere(_V.RETURN, move=_M.STAY),
    "returning submits": _everywhere(_V.RETURN, to=_S.SUBMITTED),
    "what is recorded does not go up": _without(_S.RECORDED, _V.GO_UP),
    "going up stays at the branch": _cell(_S.RECORDED, _V.GO_UP, move=_M.STAY),
    "going up keeps the state": _cell(_S.RECORDED, _V.GO_UP, to=None),
    "nobody acknowledges": _without(_S.SUBMITTED, _V.ACKNOWLEDGE),
    "acknowledging meets nothing": _cell(_S.SUBMITTED, _V.ACKNOWLEDGE, meets=None),
    "acknowledging meets the answer": _cell(_S.SUBMITTED, _V.ACKNOWLEDGE, meets=_K.ANSWER),
    "classifying meets the answer": _everywhere(_V.CLASSIFY, meets=_K.ANSWER),
    "classifying meets nothing": _cell(_S.RECEIVED, _V.CLASSIFY, meets=None),
    "classifying again loses the assignee": _cell(_S.ASSIGNED, _V.CLASSIFY, to=_S.CLASSIFIED),
    "assigning ends it": _everywhere(_V.ASSIGN, move=_M.END),
    "a read-out keeps the holder": _cell(_S.ANSWERED, _V.READ_OUT, move=_M.STAY),
    "nothing is read out": _without(_S.ANSWERED, _V.READ_OUT),
    "not content leaves it at the branch": _cell(_S.ANSWERED, _V.READ_OUT_AGAINST, move=_M.STAY),
    "not content closes it with a holder": _cell(_S.ANSWERED, _V.READ_OUT_AGAINST, to=_S.CLOSED),
    "not content sends it up": _cell(_S.ANSWERED, _V.READ_OUT_AGAINST, to=_S.SUBMITTED),
    "merging keeps the holder": _everywhere(_V.MERGE, move=_M.STAY),
    "redirecting keeps the holder": _everywhere(_V.REDIRECT, move=_M.STAY),
    "withdrawing keeps the holder": _everywhere(_V.WITHDRAW, move=_M.STAY),
    "what was reopened cannot be withdrawn": _without(_S.REOPENED, _V.WITHDRAW),
    "reopening finds nobody": _cell(_S.CLOSED, _V.REOPEN, move=_M.END),
    "taking out finds nobody": _cell(_S.MERGED, _V.UNMERGE, move=_M.END),
    "taking out opens nothing": _cell(_S.MERGED, _V.UNMERGE, to=_S.RECEIVED),
    "a unit returns for ever": _blind(returned_by_holder=False),
    "a holder extends for ever": _blind(extended_by_holder=False),
    "a holder pauses for ever": _blind(paused_by_holder=False, is_pausable=True),
    "it is reopened for ever": _blind(reopened_before=False),
    "it is returned where nobody is below": _blind(has_below=True),
    "the top escalates to itself": _to_itself,
    "the marks of a return are forgotten": _instead(case_lines, "mark_once", _nothing),
    "submitted opens no clock": _opens(_S.SUBMITTED),
    "submitted opens no clock for the answer": _opens(_S.SUBMITTED, _K.ACKNOWLEDGE, _K.CLASSIFY),
    "returned opens no clock": _opens(_S.RETURNED),
    "answered opens no clock": _opens(_S.ANSWERED),
    "reopened opens the clock of another state": _opens(_S.REOPENED, _K.READ_OUT),
    "the clocks of the old holder run on": _instead(case_moves, "close_clocks", _nothing),
    "clocks end without a word": _instead(case_moves, "close_clocks", _close_in_secret),
    "no clock is met": _instead(case_moves, "meet_clocks", _nothing),
    "earlier clocks are not met": _instead(rules_clocks, "met_by", _only_its_own),
    "an heir leaves the clocks to the old unit": _instead(case_moves, "copy_clock", _keep_unit),
    "an heir drops the clocks": _instead(case_moves, "copy_clock", lambda clock, heir: clock),
    "what ends keeps its interval": _instead(case_moves, "_let_go", _let_go_without_closing),
    "what ends keeps its holder": _instead(case_moves, "_let_go", _forget_holder),
    "the interval of the old holder stays open": _instead(case_moves, "_hold", _hold_both),
    "nobody takes it over": _instead(case_moves, "_hold", _nothing),
    "the deadline is not watched": lambda: _watching(_nothing),
    "the last deadline is watched": lambda: _watching(_watch_the_last),
    "a pause has no limit": _instead(case_clocks, "pause_answer", _pause_without_limit),
    "a pause stops nothing": _instead(case_clocks, "pause_answer", _nothing),
    "an answer stands still for ever": _instead(case_clocks, "resume_answer", _resume_half),
    "a pause never ends": _instead(case_clocks, "resume_answer", _nothing),
    "a reply stays awaited": _instead(case_clocks, "meet_reply", _nothing),
}
