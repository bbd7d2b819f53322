"""What holds after every step of the machine, said a second time and independently: by the words of the flow."""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from typing import Any, Final, NamedTuple

from libs.contracts.vocabulary import FINAL_STATES, ClockKind, PetitionState
from services.petitions.case import Case, Place
from services.petitions.models import Clock, Holding
from services.petitions.rules import Verb

_S, _K = PetitionState, ClockKind
_WORK: Final = frozenset({_K.ANSWER, _K.BRANCH_ANSWER, _K.PAUSE, _K.EXTERNAL_REPLY})
MAY_RUN: Final[Mapping[PetitionState, frozenset[ClockKind]]] = {
    _S.RECORDED: frozenset({_K.GO_UP, _K.BRANCH_ANSWER}),
    _S.SUBMITTED: frozenset({_K.ACKNOWLEDGE, _K.CLASSIFY, _K.ANSWER}),
    _S.RECEIVED: _WORK | {_K.CLASSIFY},
    _S.CLASSIFIED: _WORK,
    _S.ASSIGNED: _WORK,
    _S.RETURNED: frozenset({_K.COMPLETE, _K.ANSWER}),
    _S.ANSWERED: frozenset({_K.READ_OUT}),
    _S.REOPENED: _WORK,
}
MUST_RUN: Final[Mapping[PetitionState, frozenset[ClockKind]]] = {
    _S.SUBMITTED: frozenset({_K.ACKNOWLEDGE, _K.CLASSIFY, _K.ANSWER}),
    _S.RECEIVED: frozenset({_K.CLASSIFY, _K.ANSWER}),
    _S.CLASSIFIED: frozenset({_K.ANSWER}),
    _S.ASSIGNED: frozenset({_K.ANSWER}),
    _S.RETURNED: frozenset({_K.COMPLETE}),
    _S.ANSWERED: frozenset({_K.READ_OUT}),
}
_ABOVE: Final = frozenset({Verb.CLASSIFY, Verb.ASSIGN, Verb.MERGE, Verb.REDIRECT})
LANDS: Final[Mapping[str, frozenset[PetitionState]]] = {
    "acknowledge": frozenset({_S.RECEIVED}),
    "assign": frozenset({_S.ASSIGNED}),
    "answer": frozenset({_S.ANSWERED}),
    "escalate": frozenset({_S.SUBMITTED}),
    "go_up": frozenset({_S.SUBMITTED}),
    "return": frozenset({_S.RETURNED}),
    "merge": frozenset({_S.MERGED}),
    "redirect": frozenset({_S.REDIRECTED}),
    "withdraw": frozenset({_S.WITHDRAWN}),
    "close": frozenset({_S.CLOSED}),
    "read_out": frozenset({_S.CLOSED}),
    "read_out_against": frozenset({_S.REOPENED, _S.CLOSED}),
    "reopen": frozenset({_S.REOPENED}),
    "unmerge": frozenset({_S.SUBMITTED}),
}
ONCE: Final = frozenset({"return", "extend", "pause"})
STAYS: Final = frozenset({"acknowledge", "assign", "classify", "extend", "pause", "resume", "transfer", "reply"})
_OFFERED: Final = frozenset({Verb.ANSWER, Verb.WITHDRAW})
MUST_OFFER: Final[Mapping[PetitionState, frozenset[Verb]]] = {
    _S.RECORDED: _OFFERED | {Verb.GO_UP},
    _S.SUBMITTED: frozenset({Verb.ACKNOWLEDGE, Verb.WITHDRAW}),
    _S.RECEIVED: _OFFERED | {Verb.CLASSIFY, Verb.ASSIGN, Verb.REDIRECT, Verb.MERGE},
    _S.CLASSIFIED: _OFFERED | {Verb.CLASSIFY, Verb.ASSIGN, Verb.REDIRECT, Verb.MERGE},
    _S.ASSIGNED: _OFFERED | {Verb.CLASSIFY, Verb.ASSIGN, Verb.REDIRECT, Verb.MERGE},
    _S.RETURNED: _OFFERED,
    _S.REOPENED: _OFFERED,
    _S.ANSWERED: frozenset({Verb.READ_OUT, Verb.READ_OUT_AGAINST}),
}


class Broken(AssertionError):
    """A promise that does not hold."""


class Seen(NamedTuple):
    """One step: what it was called, the node before and after, the case after it, what ran and who held before."""

    name: str
    before: Any
    after: Any
    case: Case
    clocks: Sequence[Clock]
    holding: Holding | None
    at: datetime
    places: Sequence[Place]
    standing: Sequence[int]


def check(seen: Seen) -> None:
    """All of them. Raises Broken."""
    if seen.case.petition.state in FINAL_STATES:
        _final(seen)
    else:
        _one_holder(seen)
        _running_clocks(seen)
    _nothing_forgotten(seen)
    _landed(seen)
    _went(seen)
    _stopped(seen)


def check_exits(node: Any, offered: Set[str], standing: Sequence[int]) -> None:
    """What is not final can be worked on, and what could be done twice is offered once."""
    wanted = {verb.value for verb in MUST_OFFER.get(node.state, frozenset())}
    if node.state is _S.ANSWERED and node.holder // 2 > 0 and node.holder == standing[0] != 1:
        wanted |= {Verb.CLOSE.value}
    if node.state is _S.CLOSED and not node.was_reopened:
        wanted = {Verb.REOPEN.value}
    if node.holder == standing[0] and node.holder < 2:
        wanted -= {verb.value for verb in _ABOVE}
    if missing := wanted - offered:
        raise Broken(f"{', '.join(sorted(missing))} should be possible\nfrom {node}")


def _must(holds: object, seen: Seen, promise: str) -> None:
    if not holds:
        raise Broken(f"{promise}: {seen.name}\nfrom {seen.before}\nto   {seen.after}")


def _final(seen: Seen) -> None:
    case = seen.case
    nobody = (case.petition.holder_id, case.petition.holder_tier, case.holding)
    _must(nobody == (None, None, None), seen, "nobody holds what is final")
    _must(not case.clocks and not seen.after.clocks, seen, "no clock runs for what is final")
    _must(case.petition.due_at is None, seen, "what is final has no deadline")


def _one_holder(seen: Seen) -> None:
    case, petition = seen.case, seen.case.petition
    _must(seen.after.holder is not None and seen.after.holder in seen.standing, seen, "one standing unit holds it")
    place = seen.places[seen.after.holder]
    held = (petition.holder_id, petition.last_holder_id, petition.holder_tier, petition.last_holder_tier)
    _must(held == (place.unit_id, place.unit_id, place.tier, place.tier), seen, "holder and last holder are one")
    _must(case.holding is not None and case.holding.unit_id == place.unit_id, seen, "the open interval is the holder's")


def _running_clocks(seen: Seen) -> None:
    case, state = seen.case, seen.after.state
    kinds = [clock.kind for clock in seen.after.clocks]
    running = [clock for clock in case.clocks if clock.paused_at is None]
    _must(running or (not case.clocks and seen.after.clocks), seen, "a clock runs")
    _must(len(kinds) == len(set(kinds)), seen, "one clock of a kind")
    _must({clock.unit for clock in seen.after.clocks} == {seen.after.holder}, seen, "clocks are the holder's")
    _must(all(clock.closed_at is None for clock in case.clocks), seen, "what is closed runs no more")
    _must(set(kinds) <= MAY_RUN[state], seen, "only clocks of this state run")
    _must(_is_inherited(seen) or MUST_RUN.get(state, frozenset()) <= set(kinds), seen, "the clocks of this state run")
    paused = [clock for clock in seen.after.clocks if clock.is_paused]
    _must(bool(paused) == (_K.PAUSE in kinds), seen, "a pause runs while something stands still, and only then")
    _must(case.petition.due_at == min(clock.due_at for clock in running), seen, "the nearest unmet deadline counts")
    _must((state is _S.RECORDED) == (case.petition.goes_up_at is not None), seen, "only what is recorded goes up")


def _is_inherited(seen: Seen) -> bool:
    """Units above that inherit what a branch held keep the branch's clock."""
    return any(clock.kind is _K.BRANCH_ANSWER for clock in seen.after.clocks)


def _nothing_forgotten(seen: Seen) -> None:
    case = seen.case
    gone = [clock for clock in seen.clocks if clock not in case.clocks]
    _must(all(clock.closed_at == seen.at for clock in gone), seen, "a clock that no longer runs was closed")
    rows: list[Any] = list(case.added)
    opened = [row for row in rows if hasattr(row, "paused_at") and row.closed_at is None]
    _must(all(any(one is row for one in case.clocks) for row in opened), seen, "a clock that was opened runs")
    if case.holding is seen.holding or seen.holding is None:
        return
    _must(seen.holding.to_at == seen.at, seen, "the interval of the old holder ends")
    _must(case.holding is None or case.holding.from_at == seen.at, seen, "and that of the new one begins with it")


def _landed(seen: Seen) -> None:
    verb, before, after = seen.name.split()[0], seen.before, seen.after
    if verb in LANDS:
        _must(after.state in LANDS[verb], seen, "it lands in a state of the verb")
    if verb in STAYS:
        _must(after.holder == before.holder, seen, "the holder stays")
    if verb in STAYS - {"acknowledge", "assign", "classify"}:
        _must(after.state is before.state, seen, "the state stays")
    if verb == "classify":
        stays = _S.ASSIGNED if before.state is _S.ASSIGNED else _S.CLASSIFIED
        _must(after.state is stays, seen, "classified, or assigned as before")
    if verb in ONCE:
        mark = (before.holder, verb)
        _must(mark not in before.marks, seen, "a unit returns, extends and pauses once")
        _must(mark in after.marks, seen, "what was done once is remembered")


def _went(seen: Seen) -> None:
    verb, before, after = seen.name.split()[0], seen.before, seen.after
    if verb in ("escalate", "go_up") and before.holder != seen.standing[0]:
        _must(after.holder > before.holder, seen, "up is above")
    if verb == "return":
        _must(after.holder < before.holder, seen, "down is below")
    if verb == "answer":
        _must(after.holder == seen.standing[0], seen, "an answer goes home")
        _must(after.answered_by == before.holder, seen, "it is known who answered")
    if after.state is _S.REOPENED and before.state is not _S.REOPENED:
        _must(not before.was_reopened, seen, "reopened once in its life")
        _must(after.holder is not None and after.holder // 2 >= before.answered_by // 2, seen, "back to who answered")


def _stopped(seen: Seen) -> None:
    kinds = {clock.kind for clock in seen.after.clocks}
    stands_still = any(clock.is_paused for clock in seen.after.clocks)
    if seen.name == "pause":
        _must(stands_still and _K.PAUSE in kinds, seen, "a pause stops the answer and has a limit")
    if seen.name.startswith("resume"):
        _must(not stands_still and _K.PAUSE not in kinds, seen, "what is resumed runs")
    if seen.name in ("transfer", "reply"):
        _must((_K.EXTERNAL_REPLY in kinds) == (seen.name == "transfer"), seen, "a reply is awaited until it is there")
