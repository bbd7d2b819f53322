"""What may become of a petition: one table of state × verb, and the refusals that a state alone cannot tell.

Pure: values in, a step or a refusal out. The states are the same at every tier; what differs is the desk of the holder.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from libs.contracts.vocabulary import FINAL_STATES, ClockKind, PetitionState, Tier
from services.petitions import errors


class Verb(StrEnum):
    """What is done to a petition: first what people ask for, then what happens in the room or by itself."""

    ACKNOWLEDGE = "acknowledge"
    CLASSIFY = "classify"
    ASSIGN = "assign"
    ANSWER = "answer"
    ESCALATE = "escalate"
    RETURN = "return"
    MERGE = "merge"
    REDIRECT = "redirect"
    EXTEND = "extend"
    PAUSE = "pause"
    RESUME = "resume"
    TRANSFER = "transfer"
    REPLY = "reply"
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    UNMERGE = "unmerge"
    READ_OUT = "read_out"
    READ_OUT_AGAINST = "read_out_against"
    GO_UP = "go_up"


ASKED: Final[tuple[Verb, ...]] = tuple(
    verb for verb in Verb if verb not in (Verb.READ_OUT, Verb.READ_OUT_AGAINST, Verb.GO_UP)
)


class Desk(StrEnum):
    """Whose table it lies on: the branch's, that of a tier between, or the city's."""

    BRANCH = "branch"
    BETWEEN = "between"
    TOP = "top"


class Move(StrEnum):
    """Where a step takes it: nowhere, a tier up or down, home to its branch, back to who had it, out of all hands."""

    STAY = "stay"
    UP = "up"
    DOWN = "down"
    HOME = "home"
    BACK = "back"
    END = "end"


@dataclass(frozen=True, slots=True)
class Step:
    """One cell of the table: the next state (None: the same), the move, the desks where it exists, the clock it meets
    together with all earlier ones."""

    to: PetitionState | None
    move: Move
    desks: frozenset[Desk] = frozenset(Desk)
    meets: ClockKind | None = None


_S, _V, _M, _C = PetitionState, Verb, Move, ClockKind
_ABOVE: Final = frozenset({Desk.BETWEEN, Desk.TOP})
_BELOW_TOP: Final = frozenset({Desk.BRANCH, Desk.BETWEEN})

_ANSWER = Step(_S.ANSWERED, _M.HOME, meets=_C.ANSWER)
_ESCALATE = Step(_S.SUBMITTED, _M.UP, _BELOW_TOP, meets=_C.COMPLETE)
_RETURN = Step(_S.RETURNED, _M.DOWN, _ABOVE, meets=_C.COMPLETE)
_CLASSIFY = Step(_S.CLASSIFIED, _M.STAY, _ABOVE, meets=_C.COMPLETE)
_ASSIGN = Step(_S.ASSIGNED, _M.STAY, _ABOVE, meets=_C.COMPLETE)
_MERGE = Step(_S.MERGED, _M.END, _ABOVE)
_REDIRECT = Step(_S.REDIRECTED, _M.END, _ABOVE)
_WITHDRAW = Step(_S.WITHDRAWN, _M.END)

_AT_WORK: Final[Mapping[Verb, Step]] = {
    _V.CLASSIFY: _CLASSIFY,
    _V.ASSIGN: _ASSIGN,
    _V.ANSWER: _ANSWER,
    _V.ESCALATE: _ESCALATE,
    _V.RETURN: _RETURN,
    _V.EXTEND: Step(None, _M.STAY, _ABOVE),
    _V.PAUSE: Step(None, _M.STAY, _ABOVE),
    _V.RESUME: Step(None, _M.STAY, _ABOVE),
    _V.TRANSFER: Step(None, _M.STAY, _ABOVE),
    _V.REPLY: Step(None, _M.STAY, _ABOVE),
    _V.MERGE: _MERGE,
    _V.REDIRECT: _REDIRECT,
    _V.WITHDRAW: _WITHDRAW,
}

STEPS: Final[Mapping[PetitionState, Mapping[Verb, Step]]] = {
    _S.RECORDED: {
        _V.ANSWER: _ANSWER,
        _V.ESCALATE: _ESCALATE,
        _V.REDIRECT: Step(_S.REDIRECTED, _M.END),
        _V.WITHDRAW: _WITHDRAW,
        _V.GO_UP: Step(_S.SUBMITTED, _M.UP, meets=_C.COMPLETE),
    },
    _S.SUBMITTED: {
        _V.ACKNOWLEDGE: Step(_S.RECEIVED, _M.STAY, _ABOVE, meets=_C.ACKNOWLEDGE),
        _V.ESCALATE: _ESCALATE,
        _V.RETURN: _RETURN,
        _V.MERGE: _MERGE,
        _V.REDIRECT: _REDIRECT,
        _V.WITHDRAW: _WITHDRAW,
    },
    _S.RECEIVED: _AT_WORK,
    _S.CLASSIFIED: _AT_WORK,
    _S.ASSIGNED: {**_AT_WORK, _V.CLASSIFY: Step(None, _M.STAY, _ABOVE)},
    _S.RETURNED: {
        _V.ESCALATE: _ESCALATE,
        _V.ANSWER: _ANSWER,
        _V.WITHDRAW: _WITHDRAW,
        _V.CLASSIFY: _CLASSIFY,
        _V.ASSIGN: _ASSIGN,
        _V.RETURN: _RETURN,
    },
    _S.ANSWERED: {
        _V.READ_OUT: Step(_S.CLOSED, _M.END, meets=_C.READ_OUT),
        _V.READ_OUT_AGAINST: Step(_S.REOPENED, _M.BACK, meets=_C.READ_OUT),
        _V.CLOSE: Step(_S.CLOSED, _M.END, _ABOVE, meets=_C.READ_OUT),
    },
    _S.REOPENED: _AT_WORK,
    _S.CLOSED: {_V.REOPEN: Step(_S.REOPENED, _M.BACK)},
    _S.MERGED: {_V.UNMERGE: Step(_S.SUBMITTED, _M.BACK, _ABOVE)},
    _S.REDIRECTED: {},
    _S.WITHDRAWN: {},
}


@dataclass(frozen=True, slots=True)
class Situation:
    """What a decision needs to know beside the verb. `reopen_until` is the last moment for `reopen`; it can be paused
    while the clock of its answer runs, and is transferred while a reply from outside is awaited; a merged one is
    settled once nothing is gained by taking it out again."""

    state: PetitionState
    desk: Desk
    at: datetime
    has_above: bool = True
    has_below: bool = True
    returned_by_holder: bool = False
    extended_by_holder: bool = False
    paused_by_holder: bool = False
    is_paused: bool = False
    is_pausable: bool = True
    is_external: bool = True
    is_transferred: bool = False
    reopened_before: bool = False
    reopen_until: datetime | None = None
    is_settled: bool = False


def desk_of(tier: Tier) -> Desk:
    """The desk of a holder of this tier."""
    if tier is Tier.CITY:
        return Desk.TOP
    return Desk.BRANCH if tier in (Tier.BRANCH, Tier.CELL) else Desk.BETWEEN


def decide(verb: Verb, now: Situation) -> Step:
    """The step that the verb takes from here. Raises a refusal that says what to do instead."""
    if verb is Verb.CLOSE and not may_close(now):
        raise errors.ReadOutFirst()
    step = STEPS[now.state].get(verb)
    if step is None or now.desk not in step.desks or not _is_there(verb, now):
        raise errors.WrongState()
    _refuse_second_time(verb, now)
    _refuse_for_now(verb, now)
    if step.move is Move.UP and verb is Verb.ESCALATE and not now.has_above:
        raise errors.NoUnitAbove()
    if step.move is Move.DOWN and not now.has_below:
        raise errors.NoUnitBelow()
    if verb is Verb.READ_OUT_AGAINST and now.reopened_before:
        return STEPS[now.state][Verb.READ_OUT]
    return step


def may_close(now: Situation) -> bool:
    """Nobody closes what can be read out; an answer that waits at no branch has no room to be read out in."""
    return now.state in FINAL_STATES or (now.state is PetitionState.ANSWERED and now.desk is not Desk.BRANCH)


def _is_there(verb: Verb, now: Situation) -> bool:
    """What the verb works on: a pause that can end, a letter that can be replied to, something that can come back."""
    there = {Verb.RESUME: now.is_paused, Verb.REPLY: now.is_transferred, Verb.UNMERGE: not now.is_settled}
    return there.get(verb, True)


def _refuse_second_time(verb: Verb, now: Situation) -> None:
    if verb is Verb.RETURN and now.returned_by_holder:
        raise errors.ReturnedBefore()
    if verb is Verb.EXTEND and now.extended_by_holder:
        raise errors.ExtendedBefore()
    if verb is Verb.PAUSE and now.paused_by_holder:
        raise errors.PausedBefore()
    if verb is Verb.REOPEN and now.reopened_before:
        raise errors.ReopenedBefore()
    if verb is Verb.REOPEN and (now.reopen_until is None or now.at > now.reopen_until):
        raise errors.TooLateToReopen()


def _refuse_for_now(verb: Verb, now: Situation) -> None:
    if verb is Verb.PAUSE and not now.is_pausable:
        raise errors.NothingToPause()
    if verb is Verb.TRANSFER and not now.is_external:
        raise errors.NotExternal()
    if verb is Verb.TRANSFER and now.is_transferred:
        raise errors.AwaitsReply()
