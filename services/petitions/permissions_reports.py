"""Who may do what with the report of a unit. Pure.

A report belongs to its unit until it is sent; a branch has figures but signs nothing here.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from libs.access import Grants, Unit, is_within
from libs.common.refusals import Forbidden, NotFound
from libs.contracts.vocabulary import ReportState, Role, Tier
from services.petitions import errors
from services.petitions.case import Actor
from services.petitions.permissions import BRANCH_READERS, CITY_READERS, WARD_READERS
from services.petitions.rules_report_way import ReportVerb

_R, _T, _V = Role, Tier, ReportVerb
_CITY_READERS: Final = frozenset({_R.COF, _R.CLE, _R.CLI})
OWN_READERS: Final[Mapping[Tier, frozenset[Role]]] = {
    _T.CITY: _CITY_READERS,
    _T.WARD: WARD_READERS | {_R.WIN},
    _T.BRANCH: BRANCH_READERS,
    _T.CELL: BRANCH_READERS,
}
WORD_READERS: Final[Mapping[Tier, frozenset[Role]]] = {
    **OWN_READERS,
    _T.CITY: CITY_READERS,
    _T.WARD: WARD_READERS,
}
SIGNERS: Final = {_T.WARD: (_R.WLE,), _T.CITY: (_R.CLE,)}
SENDERS: Final = {_T.WARD: (_R.WLE, _R.WOF), _T.CITY: (_R.CLE, _R.COF)}
ABOVE: Final = (_R.COF, _R.CLE)


class Standing(NamedTuple):
    """Where a version stands; one that was taken back before it was sent never left its unit."""

    state: ReportState
    was_sent: bool


def is_own(grants: Grants, unit: Unit) -> bool:
    """Whether the report is that of the caller's own office."""
    return bool(grants.roles_in(unit.id) & OWN_READERS.get(unit.tier, frozenset()))


def require_reader(grants: Grants, unit: Unit, standing: Standing) -> None:
    """For who may see the report as it stands. Raises NotFound, Forbidden, NotSentYet."""
    if is_own(grants, unit):
        return
    if unit.tier in (_T.BRANCH, _T.CELL) and grants.covers(unit.path, *WARD_READERS):
        return
    if unit.tier is _T.WARD and _reads_what_was_signed(grants, unit, standing):
        return
    raise Forbidden if grants.in_unit(unit.id) else NotFound


def _reads_what_was_signed(grants: Grants, unit: Unit, standing: Standing) -> bool:
    """The tier above once it was sent, a liaison of one of its branches once it was signed."""
    if grants.covers(unit.path, *_CITY_READERS):
        if not standing.was_sent:
            raise errors.NotSentYet(unit=unit.name)
        return True
    is_liaison = any(grant.role is _R.WLI and is_within(grant.path, unit.path) for grant in grants.items)
    return is_liaison and standing.state is not ReportState.DRAFT


def reads_words(grants: Grants, unit: Unit, standing: Standing) -> bool:
    """Whether its documents say all words to the caller: to who reads the unit's petitions anyway, and to whoever it
    was sent to. Others find the words of those petitions alone that they may read."""
    if grants.roles_in(unit.id) & WORD_READERS.get(unit.tier, frozenset()):
        return True
    if unit.tier in (_T.BRANCH, _T.CELL):
        return grants.covers(unit.path, *WARD_READERS)
    return standing.was_sent and grants.covers(unit.path, *_CITY_READERS)


def acts_as(verb: ReportVerb, grants: Grants, unit: Unit, state: ReportState) -> Actor | None:
    """In which role, and where, the verb is allowed; None if it is not. Whoever signed takes it back before it is
    sent, the unit above returns it afterwards."""
    own = verb in (_V.SIGN, _V.SEND) or (verb is _V.RETURN and state is ReportState.SIGNED)
    if own:
        wanted = (SENDERS if verb is _V.SEND else SIGNERS).get(unit.tier, ())
        held = grants.in_unit(unit.id)
    else:
        wanted = ABOVE
        held = tuple(grant for grant in grants.covering(unit.path) if grant.unit_id != unit.id)
    for role in wanted:
        for grant in held:
            if grant.role is role:
                return Actor(grants.person_id, role, grant.unit_id)
    return None


def require(verb: ReportVerb, grants: Grants, unit: Unit, standing: Standing) -> Actor:
    """Who acts. Raises what `require_reader` raises, and Forbidden."""
    require_reader(grants, unit, standing)
    actor = acts_as(verb, grants, unit, standing.state)
    if actor is None:
        raise Forbidden
    return actor
