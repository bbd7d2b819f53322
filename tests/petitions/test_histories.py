"""Random lives of petitions, in trees of any depth: whatever is done, and whenever, the promises hold."""

from datetime import datetime, timedelta
from itertools import pairwise
from os import environ
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from libs.contracts.vocabulary import FINAL_STATES, Competence, PetitionState
from services.petitions.case import Case, Place
from services.petitions.history import seal
from services.petitions.models_words import HistoryLine
from services.petitions.rules import STEPS, Verb
from tests.petitions.explore_nodes import light_rows
from tests.petitions.memory import act, chain_of, clocks, day, held, holdings, opened, refused

MOMENTS = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=40))
DEEDS = st.lists(st.tuples(MOMENTS, st.integers(min_value=0)), max_size=25)


def promises(case: Case, now: datetime, chain: list[Place]) -> None:
    """What holds after every step."""
    petition = case.petition
    open_ones = [one for one in holdings(case) if one.to_at is None]
    if petition.state in FINAL_STATES:
        assert (petition.holder_id, petition.due_at, open_ones, case.clocks) == (None, None, [], [])
    else:
        assert [one.unit_id for one in open_ones] == [petition.holder_id]
        assert case.clocks
        assert petition.due_at == min(clock.due_at for clock in case.clocks if clock.paused_at is None)
        assert {clock.unit_id for clock in case.clocks} == {petition.holder_id}
        assert [verb for verb in STEPS[petition.state] if refused(case, verb, now, chain) is None]
    running = [clock for clock in clocks(case) if clock.closed_at is None]
    assert running == case.clocks
    assert len({clock.kind for clock in running}) == len(running)


@settings(max_examples=150, deadline=None)
@given(depth=st.integers(2, 5), competence=st.sampled_from(Competence), deeds=DEEDS)
def test_one_holder_a_running_clock_and_a_way_out_until_it_is_final(
    depth: int, competence: Competence, deeds: list[tuple[timedelta, int]]
) -> None:
    chain, now = chain_of(depth), day(11, 3, 19, 30)
    case = opened(now, chain, competence=competence)
    spells, began = timedelta(), now
    promises(case, now, chain)

    for pause, choice in deeds:
        now += pause
        possible = [verb for verb in STEPS[case.petition.state] if refused(case, verb, now, chain) is None]
        if not possible:
            break
        was_final = case.petition.state in FINAL_STATES
        act(case, possible[choice % len(possible)], now, chain)
        promises(case, now, chain)
        if was_final:
            began = now
        elif case.petition.state in FINAL_STATES:
            spells += now - began

    is_final = case.petition.state in FINAL_STATES
    total = spells if is_final else spells + now - began
    assert held(case, now) == total
    for spell in {one.spell for one in holdings(case)}:
        intervals = [one for one in holdings(case) if one.spell == spell]
        for earlier, later in pairwise(intervals):
            assert earlier.to_at == later.from_at
            assert earlier.unit_id != later.unit_id


@settings(max_examples=60, deadline=None)
@given(deeds=DEEDS)
def test_the_history_is_one_chain_and_no_clock_is_met_after_it_was_closed(deeds: list[tuple[timedelta, int]]) -> None:
    chain, now = chain_of(3), day(11, 3, 19, 30)
    case = opened(now, chain)
    for pause, choice in deeds:
        now += pause
        possible = [verb for verb in STEPS[case.petition.state] if refused(case, verb, now, chain) is None]
        if possible:
            act(case, possible[choice % len(possible)], now, chain)

    lines = [row for row in case.added if isinstance(row, HistoryLine)]
    assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
    assert [line.previous_hash for line in lines] == ["", *(line.hash for line in lines[:-1])]
    assert all(line.hash == seal(line) for line in lines)
    for clock in clocks(case):
        assert clock.met_at in (None, clock.closed_at)
        assert clock.closed_at is None or clock.closed_at >= clock.opened_at


@given(verbs=st.lists(st.sampled_from((Verb.RETURN, Verb.ESCALATE)), min_size=1, max_size=30))
def test_a_petition_cannot_be_sent_up_and_down_for_ever(verbs: list[Verb]) -> None:
    chain, now = chain_of(5), day(11, 3)
    case = opened(now, chain)
    returned = 0
    for verb in verbs:
        if refused(case, verb, now, chain) is None:
            act(case, verb, now, chain)
            returned += verb is Verb.RETURN
    assert returned <= len(chain) - 1
    assert case.petition.state in (PetitionState.RECORDED, PetitionState.SUBMITTED, PetitionState.RETURNED)


def test_in_thousands_of_random_lives_every_second_has_one_holder() -> None:
    """`HISTORIES=100000` for more of them. Holder seconds add up to what elapsed; nobody's seconds are none."""
    chance = Random(20261128)
    with light_rows():
        for _ in range(int(environ.get("HISTORIES", "2000"))):
            _live(chance)


def _live(chance: Random) -> None:
    chain, began = chain_of(chance.randint(2, 5)), day(11, 3, 19, 30)
    case, now, owned = opened(began, chain, competence=chance.choice(list(Competence))), began, timedelta()
    for _ in range(chance.randint(1, 25)):
        pause = timedelta(seconds=chance.randint(0, 2_000_000))
        owned += pause if case.petition.state not in FINAL_STATES else timedelta()
        now += pause
        possible = [verb for verb in STEPS[case.petition.state] if refused(case, verb, now, chain) is None]
        if not possible:
            break
        act(case, chance.choice(possible), now, chain)
    assert sum((until - since for since, until in _intervals(case, now)), timedelta()) == owned
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(_intervals(case, now)))


def _intervals(case: Case, now: datetime) -> list[tuple[datetime, datetime]]:
    rows: list[Any] = [row for row in case.added if hasattr(row, "from_at")]
    return [(one.from_at, one.to_at or now) for one in rows]
