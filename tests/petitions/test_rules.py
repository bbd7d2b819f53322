"""The table of states and verbs, walked whole: every state × verb × desk, every role × desk, against the words of the
flow."""

from itertools import product
from typing import Any
from uuid import UUID

import pytest

from libs.access import Grant, Grants
from libs.common.refusals import Forbidden, NotFound, Refusal
from libs.contracts.vocabulary import FINAL_STATES, ClockKind, Competence, PetitionState, Role, Tier
from services.petitions.permissions import HOME, WARD_READERS, Seat, acts_as, only_drafts, require, seat_of
from services.petitions.rules import ASKED, STEPS, Desk, Move, Situation, Verb, decide, desk_of
from services.petitions.rules_clocks import kinds_opened
from tests.petitions.memory import chain_of, day, opened

AS_RECEIVED = "classify assign answer escalate return extend pause transfer merge redirect withdraw"
FLOW = {
    "recorded": "answer escalate redirect withdraw",
    "submitted": "acknowledge escalate return merge redirect withdraw",
    "received": AS_RECEIVED,
    "classified": AS_RECEIVED,
    "assigned": AS_RECEIVED,
    "returned": "escalate answer withdraw classify assign return",
    "answered": "",
    "reopened": AS_RECEIVED,
    "closed": "reopen",
    "merged": "unmerge",
    "redirected": "",
    "withdrawn": "",
}
NEVER_AT_BRANCH = {"acknowledge", "classify", "assign", "return", "merge", "extend", "pause", "transfer"}
HOLDERS = {
    Desk.BRANCH: {PetitionState(name) for name in ("recorded", "returned", "answered", "reopened")},
    Desk.BETWEEN: set(PetitionState) - FINAL_STATES - {PetitionState.RECORDED, PetitionState.ANSWERED},
    Desk.TOP: set(PetitionState)
    - FINAL_STATES
    - {PetitionState(name) for name in ("recorded", "answered", "returned")},
}
OFFICERS_DO = ("acknowledge", "classify", "assign", "return", "merge", "redirect", "resume", "transfer", "reply")
WHO = {
    Desk.BETWEEN: {
        **dict.fromkeys(OFFICERS_DO, "WOF WLE"),
        "escalate": "WOF WLE",
        "answer": "WLE WOF WAS",
        **dict.fromkeys(("extend", "pause"), "WLE"),
    },
    Desk.TOP: {
        **dict.fromkeys(OFFICERS_DO, "COF CLE"),
        "answer": "CLE COF WAS",
        **dict.fromkeys(("extend", "pause"), "CLE"),
    },
    Desk.BRANCH: {"redirect": "BSE", "escalate": "BSE", "answer": "BSE"},
}
AT_HOME = {"withdraw": "BSE", "reopen": "BSE", "close": "BSE BCM CLK WOF WLE COF CLE"}


def expected(state: PetitionState, verb: Verb, desk: Desk) -> bool:
    listed = str(verb) in FLOW[state].split()
    if desk is Desk.BRANCH and (verb in NEVER_AT_BRANCH or (verb is Verb.REDIRECT and state != "recorded")):
        return False
    return listed and not (desk is Desk.TOP and verb is Verb.ESCALATE)


def situation(state: PetitionState, desk: Desk, **more: Any) -> Situation:
    return Situation(state=state, desk=desk, at=day(11, 3), reopen_until=day(12, 3), **more)


@pytest.mark.parametrize(
    ("state", "desk"), [(state, desk) for desk, states in HOLDERS.items() for state in sorted(states)]
)
def test_every_verb_exists_exactly_where_the_flow_says(state: PetitionState, desk: Desk) -> None:
    allowed = {verb for verb in ASKED if not _refusal(verb, situation(state, desk))}
    assert allowed == {verb for verb in ASKED if expected(state, verb, desk)}


@pytest.mark.parametrize("state", sorted(FINAL_STATES))
def test_what_is_final_stays_final_but_for_reopening(state: PetitionState) -> None:
    for desk in Desk:
        allowed = [verb for verb in ASKED if not _refusal(verb, situation(state, desk))]
        taken_out = state is PetitionState.MERGED and desk is not Desk.BRANCH
        assert allowed == ([Verb.REOPEN] if state is PetitionState.CLOSED else [Verb.UNMERGE] if taken_out else [])


@pytest.mark.parametrize("desk", [Desk.BETWEEN, Desk.TOP])
def test_an_answer_that_no_branch_can_hear_is_closed_by_who_stands_for_the_branch(desk: Desk) -> None:
    orphaned = situation(PetitionState.ANSWERED, desk)
    assert [verb for verb in ASKED if not _refusal(verb, orphaned)] == [Verb.CLOSE]


def test_nobody_closes_by_hand_what_a_branch_can_hear() -> None:
    for desk, states in HOLDERS.items():
        for state in states:
            assert _refusal(Verb.CLOSE, situation(state, desk)) == "read-out-first"


@pytest.mark.parametrize(("desk", "role"), list(product(Desk, Role)))
def test_every_role_may_exactly_what_the_flow_says_in_the_unit_that_holds_it(desk: Desk, role: Role) -> None:
    seat = Seat(reads=True, holder_roles=frozenset({role}), assigned=True)
    for verb in ASKED:
        wanted = WHO[desk].get(verb, "").split()
        assert (acts_as(verb, seat, desk) is not None) == (role in wanted), verb


@pytest.mark.parametrize(("desk", "role"), list(product(Desk, Role)))
def test_every_role_may_exactly_what_the_flow_says_in_the_branch_it_came_from(desk: Desk, role: Role) -> None:
    seat = Seat(reads=True, home_roles=frozenset({role}))
    for verb in ASKED:
        assert (acts_as(verb, seat, desk) is not None) == (role in AT_HOME.get(verb, "").split()), verb


def test_an_assignee_acts_only_on_what_is_assigned_to_them_and_only_drafts() -> None:
    seat = Seat(reads=True, holder_roles=frozenset({Role.WAS}))
    assert acts_as(Verb.ANSWER, seat, Desk.BETWEEN) is None
    assert only_drafts(Role.WAS, two_person=False)
    assert not only_drafts(Role.WOF, two_person=False)
    assert only_drafts(Role.WOF, two_person=True)
    assert only_drafts(Role.COF, two_person=True)
    assert not only_drafts(Role.WLE, two_person=True)


def test_who_raised_it_may_take_it_back_and_nothing_else() -> None:
    seat = Seat(reads=True, raised_it=True)
    assert [verb for verb in ASKED if acts_as(verb, seat, Desk.BETWEEN)] == [Verb.WITHDRAW]


def test_who_may_not_read_is_told_that_there_is_nothing() -> None:
    everything = frozenset(Role)
    for verb in ASKED:
        with pytest.raises(NotFound):
            require(verb, Seat(reads=False, holder_roles=everything, home_roles=everything), Desk.BETWEEN)
        with pytest.raises(Forbidden):
            require(verb, Seat(reads=True), Desk.BETWEEN)


@pytest.mark.parametrize("role", Role)
def test_every_role_reads_exactly_what_the_flow_says(role: Role) -> None:
    chain = chain_of(3)
    petition = opened(day(11, 3), chain).petition
    petition.path = "th.w001.b001"
    readers = {
        Tier.BRANCH: {Role.BSE, Role.BCM, Role.CLK, Role.WLI},
        Tier.WARD: {Role.WOF, Role.WLE, Role.WPB},
        Tier.CITY: set(),
    }
    for place, path in zip(chain, ("th.w001.b001", "th.w001", "th"), strict=True):
        seat = seat_of(_grants(role, place.unit_id, path, place.tier), petition, frozenset())
        assert seat.reads == (role in readers[place.tier])
    petition.was_at_top = True
    assert seat_of(_grants(role, chain[2].unit_id, "th", Tier.CITY), petition, frozenset()).reads == (
        role in {Role.COF, Role.CLE}
    )
    elsewhere = seat_of(_grants(role, petition.id, "th.w002", Tier.WARD), petition, frozenset())
    assert not elsewhere.reads


@pytest.mark.parametrize("other_office", [None, *sorted(set(Role) - WARD_READERS)])
def test_who_reads_only_what_is_assigned_never_learns_who_spoke(other_office: Role | None) -> None:
    chain = chain_of(3)
    ward = chain[1].unit_id
    petition = opened(day(11, 3), chain).petition
    petition.path, petition.last_holder_id = "th.w001.b001", ward
    assignee = _grants(Role.WAS, ward, "th.w001", Tier.WARD)
    petition.assignee_id = assignee.person_id
    grants = assignee.plus(Grant(other_office, ward, "th.w001", Tier.WARD)) if other_office else assignee

    seat = seat_of(grants, petition, frozenset())

    assert seat.reads
    assert not seat.sees_petitioner


def test_every_state_that_is_not_final_has_a_clock_and_a_way_out_at_every_desk() -> None:
    """A way out: a verb that somebody may use there, or the room, after which it is elsewhere or final."""
    for desk, states in HOLDERS.items():
        for state in states:
            entered = state if kinds_opened(state, desk, Competence.WARD) else PetitionState.SUBMITTED
            running = set(kinds_opened(entered, desk, Competence.WARD))
            if state in (PetitionState.CLASSIFIED, PetitionState.ASSIGNED, PetitionState.RECEIVED):
                running = {ClockKind.ANSWER}
            assert running, (state, desk)
            leaving = {
                verb
                for verb, step in STEPS[state].items()
                if desk in step.desks and step.move not in (Move.STAY,) and _somebody(verb, desk)
            }
            assert leaving - {Verb.WITHDRAW}, (state, desk)


def test_the_second_time_is_refused_with_what_to_do_instead() -> None:
    received = PetitionState.RECEIVED
    assert _refusal(Verb.RETURN, situation(received, Desk.BETWEEN, returned_by_holder=True)) == "returned-before"
    assert _refusal(Verb.EXTEND, situation(received, Desk.BETWEEN, extended_by_holder=True)) == "extended-before"
    closed = PetitionState.CLOSED
    assert _refusal(Verb.REOPEN, situation(closed, Desk.BRANCH, reopened_before=True)) == "reopened-before"
    late = Situation(state=closed, desk=Desk.BRANCH, at=day(12, 4), reopen_until=day(12, 3))
    assert _refusal(Verb.REOPEN, late) == "too-late-to-reopen"
    assert _refusal(Verb.ESCALATE, situation(received, Desk.BETWEEN, has_above=False)) == "no-unit-above"


def test_not_content_reopens_once_and_then_closes() -> None:
    answered = PetitionState.ANSWERED
    first = decide(Verb.READ_OUT_AGAINST, situation(answered, Desk.BRANCH))
    second = decide(Verb.READ_OUT_AGAINST, situation(answered, Desk.BRANCH, reopened_before=True))
    assert (first.to, second.to) == (PetitionState.REOPENED, PetitionState.CLOSED)


def test_every_tier_has_its_desk() -> None:
    assert {tier: desk_of(tier) for tier in Tier} == {
        Tier.CITY: Desk.TOP,
        Tier.WARD: Desk.BETWEEN,
        Tier.SUB_COMMITTEE: Desk.BETWEEN,
        Tier.BRANCH: Desk.BRANCH,
        Tier.CELL: Desk.BRANCH,
    }


def _grants(role: Role, unit_id: UUID, path: str, tier: Tier) -> Grants:
    return Grants(UUID(int=7), (Grant(role, unit_id, path, tier),))


def _somebody(verb: Verb, desk: Desk) -> bool:
    everyone = Seat(reads=True, holder_roles=frozenset(Role), home_roles=frozenset(Role))
    in_room = verb in (Verb.READ_OUT, Verb.READ_OUT_AGAINST, Verb.GO_UP)
    return in_room or acts_as(verb, everyone, desk) is not None


def _refusal(verb: Verb, now: Situation) -> str | None:
    try:
        decide(verb, now)
    except Refusal as refusal:
        return refusal.slug
    return None


def test_the_verbs_of_the_branch_are_its_own() -> None:
    assert {str(verb) for verb in HOME} == set(AT_HOME)
