"""The one place where state, holder and clocks of a petition change, always together. No I/O.

Whatever is done to it, a petition that is not final has one holder and a running clock afterwards, and the intervals of
its holders touch.
"""

from datetime import datetime

from libs.access import Unit
from libs.contracts.vocabulary import PetitionState, Tier
from services.petitions import rules_clocks
from services.petitions.case import Case, Place
from services.petitions.case_clocks import close_clocks, copy_clock, meet_clocks, open_clocks, start_clock, watch_clocks
from services.petitions.models import Holding
from services.petitions.rules import Desk, Move, Step, desk_of


def begin(case: Case, place: Place, at: datetime) -> None:
    """The petition is recorded: `place` holds it from `at`."""
    case.petition.moved_at = at
    _hold(case, place, at)
    open_clocks(case, PetitionState.RECORDED, at, next_regular=None)


def take(
    case: Case, step: Step, *, at: datetime, to: Place | None = None, next_regular: datetime | None = None
) -> None:
    """Takes one step of the table; `to` is where the move leads, unless it stays or ends."""
    petition, state = case.petition, step.to or case.petition.state
    meet_clocks(case, rules_clocks.met_by(step.meets), at)
    if step.move is Move.END:
        _let_go(case, at)
    elif step.move is not Move.STAY:
        if to is None:
            raise TypeError(f"a step {step.move} needs a place to go to")
        hand_over(case, state, to, at=at, next_regular=next_regular)
    petition.state = state
    petition.goes_up_at = None
    petition.sequence += 1
    petition.moved_at = at
    watch_clocks(case)


def hand_over(case: Case, state: PetitionState, to: Place, *, at: datetime, next_regular: datetime | None) -> None:
    """Closes the clocks of one holder and opens those of the next, in one go."""
    close_clocks(case, at)
    _hold(case, to, at)
    open_clocks(case, state, at, next_regular=next_regular)


def go_to(case: Case, unit: Unit) -> None:
    """It leaves the holder, and with it who worked on it there and how hard it was thought to be there; a ward that
    gets it reads it from now on."""
    case.petition.assignee_id = case.petition.complexity = None
    if unit.tier is Tier.WARD:
        case.petition.ward_id = unit.id


def pass_on(case: Case, heir: Place, *, at: datetime) -> None:
    """Another unit takes over what its predecessor held: state and deadlines stay as they are. What was returned to a
    branch has a term for its answer too from when it lies above one: worked on there, it would be left without any."""
    running = list(case.clocks)
    close_clocks(case, at)
    _hold(case, heir, at)
    for clock in running:
        start_clock(case, copy_clock(clock, heir))
    if case.petition.state is PetitionState.RETURNED:
        open_clocks(case, PetitionState.RETURNED, at, next_regular=None)
    case.petition.assignee_id = None
    case.petition.sequence += 1
    case.petition.moved_at = at
    watch_clocks(case)


def _hold(case: Case, place: Place, at: datetime) -> None:
    petition = case.petition
    if case.holding is not None and case.holding.unit_id == place.unit_id:
        return
    if case.holding is not None:
        case.has_left = case.has_left or case.desk is not Desk.BRANCH
        case.holding.to_at = at
        petition.previous_holder_id = case.holding.unit_id
    case.holding = Holding(
        petition_id=petition.id, spell=case.spell, unit_id=place.unit_id, tier=place.tier, from_at=at
    )
    case.added.append(case.holding)
    petition.holder_id = petition.last_holder_id = place.unit_id
    petition.holder_tier = petition.last_holder_tier = place.tier
    petition.was_at_top = petition.was_at_top or desk_of(place.tier) is Desk.TOP


def _let_go(case: Case, at: datetime) -> None:
    close_clocks(case, at)
    case.has_left = case.has_left or case.desk is not Desk.BRANCH
    if case.holding is not None:
        case.holding.to_at = at
    case.petition.previous_holder_id = case.petition.holder_id
    case.holding = case.petition.holder_id = case.petition.holder_tier = None
    case.spell += 1
