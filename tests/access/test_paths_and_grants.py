"""Who covers what: pure decisions on paths and grants."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.access import BELOW, OWN, Grant, Grants, Permissions, Rule, is_within
from libs.access.paths import above, span_below
from libs.common.refusals import Forbidden, NotFound
from libs.contracts.vocabulary import Role, Tier
from tests.support.access import person_id, unit, unit_id

tokens = st.from_regex(r"[a-z0-9-]{1,16}", fullmatch=True)
paths = st.lists(tokens, min_size=1, max_size=5).map(".".join)


class At:
    """A place in the tree."""

    def __init__(self, path: str) -> None:
        self.id = unit_id(path)
        self.path = path


def grants(role: Role, path: str) -> Grants:
    return Grants(person_id("An"), (Grant(role, unit_id(path), path, unit(path).tier),))


@given(paths, paths)
def test_the_span_below_holds_exactly_what_lies_below(path: str, other: str) -> None:
    first, end = span_below(path)

    assert (first <= other < end) == (is_within(other, path) and other != path)


@given(paths, tokens)
def test_a_unit_lies_within_each_unit_above_it(path: str, token: str) -> None:
    below = f"{path}.{token}"

    assert above(below)[0] == path
    assert all(is_within(below, root) for root in [below, *above(below)])


def test_a_ward_does_not_cover_a_ward_whose_token_begins_like_its_own() -> None:
    assert not is_within("th.w0012.b001", "th.w001")


@given(st.sampled_from([Role.WOF, Role.WLE, Role.BSE]))
def test_grants_cover_their_unit_and_what_lies_below(role: Role) -> None:
    of_ward = grants(role, "th.w001")

    assert of_ward.covers("th.w001.b001")
    assert of_ward.covers("th.w001.b001", role)
    assert not of_ward.covers("th.w001.b001", Role.CLE)
    assert not of_ward.covers("th.w002.b001")
    assert not of_ward.covers("th")
    assert of_ward.roles_in(unit_id("th.w001")) == {role}
    assert of_ward.roles_in(unit_id("th.w001.b001")) == frozenset()


def test_a_derived_role_is_added_to_those_appointed() -> None:
    branch = Grant(Role.MEM, unit_id("th.w001.b001"), "th.w001.b001", Tier.BRANCH)

    both = grants(Role.WOF, "th.w001").plus(branch)

    assert both.has(Role.MEM)
    assert both.has(Role.WOF)
    assert both.roles_in(branch.unit_id) == {Role.MEM}


TABLE = Permissions({
    "read": (Rule(Role.BSE, OWN), Rule(Role.WOF, BELOW)),
    "end_meeting": (Rule(Role.BSE, OWN),),
})  # fmt: skip


def test_whoever_may_is_let_through() -> None:
    TABLE.require(grants(Role.BSE, "th.w001.b001"), "end_meeting", At("th.w001.b001"))


def test_whoever_may_only_read_is_forbidden() -> None:
    with pytest.raises(Forbidden):
        TABLE.require(grants(Role.WOF, "th.w001"), "end_meeting", At("th.w001.b001"))


@pytest.mark.parametrize("path", ["th.w001.b002", "th.w002.b001", "th"])
def test_a_unit_one_may_not_read_is_not_there(path: str) -> None:
    with pytest.raises(NotFound):
        TABLE.require(grants(Role.BSE, "th.w001.b001"), "end_meeting", At(path))


def test_an_unknown_verb_is_never_a_yes() -> None:
    with pytest.raises(KeyError):
        TABLE.may(grants(Role.BSE, "th.w001.b001"), "no_such_verb", At("th.w001.b001"))
