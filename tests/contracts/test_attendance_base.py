"""The roll that members shows and the roll that meetings calls count the same people."""

import pytest

from libs.contracts.vocabulary import Membership, Participation
from services.meetings.rules_attendance import GONE, Place
from services.members.rules import IN_BASE


@pytest.mark.parametrize("participation", sorted(set(Participation) - GONE))
def test_both_services_count_the_same_members(participation: Participation) -> None:
    assert (participation in IN_BASE) is Place(Membership.OFFICIAL, participation).in_base
