"""The machine explored: every promise holds in every state that was reached, and small faults put in are all seen."""

import pytest

from libs.contracts.vocabulary import PetitionState
from services.petitions.rules import STEPS, Verb
from tests.petitions.explore import explore, without_end
from tests.petitions.explore_faults import FAULTS, Fault
from tests.petitions.promises import Broken

STATES = 4_000


@pytest.mark.parametrize("depth", [2, 3, 4])
def test_one_holder_a_clock_a_way_out_and_an_end_in_every_state_that_can_be_reached(depth: int) -> None:
    found = explore(depth, STATES)

    assert len(found.ids) >= STATES
    assert {node.state for node in found.ids} == set(PetitionState)
    assert without_end(found) == []


def test_there_are_faults_enough_to_be_sure_of_its_eyes() -> None:
    assert len(FAULTS) >= 25
    assert {verb for steps in STEPS.values() for verb in steps} <= set(Verb)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_put_in_is_seen(fault: Fault) -> None:
    with fault(), pytest.raises(Broken):
        explore(3, STATES)
