"""Verbs × roles, one table: who may do what with a petition that lies on which desk. Pure.

One person suffices, with the role in the unit that holds it; some verbs belong to the branch it came from, whoever
holds it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from libs.access import Grants, Unit, is_within
from libs.common.refusals import Forbidden, NotFound
from libs.contracts.vocabulary import Role, Tier
from services.petitions.following import WayBack
from services.petitions.models import Petition
from services.petitions.rules import ASKED, Desk, Verb, desk_of
from services.petitions.rules_report_way import ReportVerb

_R, _V = Role, Verb
_NOBODY: Final[frozenset[Role]] = frozenset()
_BSE: Final = (_R.BSE,)
_OFFICERS: Final = {Desk.BETWEEN: (_R.WLE, _R.WOF), Desk.TOP: (_R.CLE, _R.COF)}

_LEADERS: Final = {Desk.BETWEEN: (_R.WLE,), Desk.TOP: (_R.CLE,)}

HOLDER: Final[Mapping[Verb, Mapping[Desk, tuple[Role, ...]]]] = {
    _V.ACKNOWLEDGE: _OFFICERS,
    _V.CLASSIFY: _OFFICERS,
    _V.ASSIGN: _OFFICERS,
    _V.RETURN: _OFFICERS,
    _V.MERGE: _OFFICERS,
    _V.REDIRECT: {**_OFFICERS, Desk.BRANCH: _BSE},
    _V.ESCALATE: {Desk.BETWEEN: (_R.WLE, _R.WOF), Desk.BRANCH: _BSE},
    _V.ANSWER: {
        Desk.BETWEEN: (_R.WLE, _R.WOF, _R.WAS),
        Desk.TOP: (_R.CLE, _R.COF, _R.WAS),
        Desk.BRANCH: _BSE,
    },
    _V.EXTEND: _LEADERS,
    _V.PAUSE: _LEADERS,
    _V.RESUME: _OFFICERS,
    _V.TRANSFER: _OFFICERS,
    _V.REPLY: _OFFICERS,
}
"""Roles in the unit that holds it; the first that a person has is what they act as."""

HOME: Final[Mapping[Verb, tuple[Role, ...]]] = {
    _V.WITHDRAW: _BSE,
    _V.REOPEN: _BSE,
    _V.CLOSE: (_R.BSE, _R.BCM, _R.CLK, *_OFFICERS[Desk.BETWEEN], *_OFFICERS[Desk.TOP]),
}
"""Roles in the branch it came from, whoever holds it, or in the unit that stands for that branch since it ended. Who
raised it may withdraw it too."""

BACK: Final = (*_OFFICERS[Desk.BETWEEN], *_OFFICERS[Desk.TOP])
"""Roles in the unit to which a merged petition would come back: they take it out again, and read it until then."""

READ_OUT: Final = {Desk.BRANCH: (_R.BSE, _R.BCM, _R.CLK), **_OFFICERS}
WARD_READERS: Final = frozenset({_R.WOF, _R.WLE, _R.WPB})
CITY_READERS: Final = frozenset({_R.COF, _R.CLE})
BRANCH_READERS: Final = frozenset({_R.BSE, _R.BCM, _R.CLK, _R.WLI})
_AT_THE_DESK: Final = WARD_READERS | CITY_READERS
_SECOND_PAIR_OF_EYES: Final = frozenset({_R.WOF, _R.COF})

ROUTES: Final[Mapping[tuple[str, str], str]] = {
    ("GET", "/petitions"): "read",
    ("GET", "/petitions/{petition_id}"): "read",
    ("GET", "/reasons"): "read",
    ("GET", "/petitions/{petition_id}/similar"): "read",
    ("POST", "/similar"): "read",
    ("GET", "/petitions/{petition_id}/receipt"): "read",
    ("GET", "/petitions/{petition_id}/receipt/qr"): "read",
    ("GET", "/assignees"): "assign",
    ("GET", "/summary"): "read",
    ("GET", "/overview"): "read",
    ("GET", "/seal-keys"): "anybody",
    ("GET", "/seals"): "anybody",
    ("GET", "/work"): "answer",
    ("PUT", "/petitions/{petition_id}/work"): "answer",
    ("DELETE", "/petitions/{petition_id}/work"): "answer",
    ("GET", "/petitions/{petition_id}/notes"): "answer",
    ("PUT", "/petitions/{petition_id}/notes/{note_id}"): "answer",
    ("DELETE", "/petitions/{petition_id}/notes/{note_id}"): "answer",
    ("GET", "/petitions/{petition_id}/attachments"): "read",
    ("GET", "/petitions/{petition_id}/attachments/{attachment_id}"): "read",
    ("PUT", "/petitions/{petition_id}/attachments/{attachment_id}"): "answer",
    ("DELETE", "/petitions/{petition_id}/attachments/{attachment_id}"): "answer",
    ("GET", "/units/{unit_id}/answer-templates"): "answer",
    ("PUT", "/units/{unit_id}/answer-templates/{template_id}"): "assign",
    ("DELETE", "/units/{unit_id}/answer-templates/{template_id}"): "assign",
    ("GET", "/units/{unit_id}/bodies"): "assign",
    ("PUT", "/units/{unit_id}/bodies/{code}"): "assign",
    ("GET", "/views"): "read",
    ("PUT", "/views/{view_id}"): "read",
    ("DELETE", "/views/{view_id}"): "read",
    ("POST", "/bulk"): "each its own",
    **{("POST", f"/petitions/{{petition_id}}/{verb}"): str(verb) for verb in ASKED},
    ("POST", "/petitions/{petition_id}/reveal"): "reveal",
    ("GET", "/reports"): "read_report",
    ("GET", "/reports/{report_id}/petitions"): "read_report",
    ("GET", "/reports/{report_id}.docx"): "read_report",
    ("GET", "/reports/{report_id}.xlsx"): "read_report",
    ("GET", "/reports/{report_id}/answers.docx"): "read_report",
    ("GET", "/petitions/{petition_id}/letter.docx"): "read",
    **{("POST", f"/reports/{{report_id}}/{verb}"): f"{verb}_report" for verb in ReportVerb},
}
"""Every route and the verb that it asks leave for."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a person stands toward one petition."""

    reads: bool
    holder_roles: frozenset[Role] = _NOBODY
    desks: frozenset[UUID] = frozenset()
    """Units whose drafts they may read."""
    home_roles: frozenset[Role] = _NOBODY
    back: WayBack | None = None
    back_roles: frozenset[Role] = _NOBODY
    offices: frozenset[UUID] = frozenset()
    """Units that they act for above the branch."""
    raised_it: bool = False
    assigned: bool = False
    sees_petitioner: bool = False
    """Whoever reads it only because it is assigned to them works without knowing who spoke, until they ask with a
    reason."""


def seat_of(grants: Grants, petition: Petition, held: frozenset[UUID], back: WayBack | None = None) -> Seat:
    """Where the holder of these grants stands; `held` are the units that have ever held the petition, `back` where a
    merged one would come back to."""
    roles = grants.roles_in(petition.last_holder_id)
    home = grants.roles_in(petition.home_id)
    raised_it = petition.raised_by_id == grants.person_id
    assigned = petition.assignee_id == grants.person_id and grants.has(_R.WAS)
    back_roles = grants.roles_in(back.unit.id) & frozenset(BACK) if back else _NOBODY
    in_office = bool(home & BRANCH_READERS or back_roles) or _reads_from_above(grants, petition, held)
    return Seat(
        reads=raised_it or assigned or in_office,
        holder_roles=roles,
        desks=_desks(grants, assigned=assigned),
        home_roles=home,
        back=back,
        back_roles=back_roles,
        offices=frozenset(grant.unit_id for grant in grants.items if grant.role in BACK),
        raised_it=raised_it,
        assigned=assigned,
        sees_petitioner=raised_it or in_office,
    )


def _desks(grants: Grants, *, assigned: bool) -> frozenset[UUID]:
    inside = _AT_THE_DESK | ({_R.WAS} if assigned else _NOBODY)
    return frozenset(grant.unit_id for grant in grants.items if grant.role in inside)


def _reads_from_above(grants: Grants, petition: Petition, held: frozenset[UUID]) -> bool:
    for grant in grants.items:
        desk = desk_of(grant.tier)
        if desk is Desk.TOP and grant.role in CITY_READERS and petition.was_at_top:
            return True
        if desk is Desk.BETWEEN and grant.role in WARD_READERS:
            its_own = grant.unit_id == petition.ward_id or grant.unit_id in held
            if its_own or is_within(petition.path, grant.path):
                return True
    return False


def acts_as(verb: Verb, seat: Seat, desk: Desk) -> Role | None:
    """The role in which the verb is allowed from this seat; None if it is not."""
    if verb in HOME:
        roles, wanted = seat.home_roles, HOME[verb]
    elif verb is _V.UNMERGE:
        roles, wanted = seat.back_roles, BACK
    else:
        roles, wanted = seat.holder_roles, HOLDER[verb].get(desk, ())
        roles = roles if seat.assigned else roles - {_R.WAS}
    role = next((role for role in wanted if role in roles), None)
    return _R.MEM if role is None and verb is _V.WITHDRAW and seat.raised_it else role


def require(verb: Verb, seat: Seat, desk: Desk) -> Role:
    """The role for the verb. Raises NotFound for who may not even read it, Forbidden for who may not do this."""
    if not seat.reads:
        raise NotFound
    role = acts_as(verb, seat, desk)
    if role is None:
        raise Forbidden
    return role


def only_drafts(role: Role, *, two_person: bool) -> bool:
    """Whether an answer in this role is a draft for somebody else to give."""
    return role is _R.WAS or (two_person and role in _SECOND_PAIR_OF_EYES)


def may_note(seat: Seat, desk: Desk) -> bool:
    """Whether this seat writes notes inside: where officers work on it, not at the branch."""
    return desk is not Desk.BRANCH and acts_as(_V.ANSWER, seat, desk) is not None


def require_note(seat: Seat, desk: Desk) -> None:
    """For who writes notes inside."""
    if not may_note(seat, desk):
        raise Forbidden


def notes_read(grants: Grants, petition: Petition) -> frozenset[UUID]:
    """The units whose notes on it the caller reads, as their officer or as whom it is assigned to. Raises Forbidden for
    everybody else, the branch above all."""
    officers = frozenset(role for roles in _OFFICERS.values() for role in roles)
    inside = officers | ({_R.WAS} if petition.assignee_id == grants.person_id else _NOBODY)
    units = frozenset(grant.unit_id for grant in grants.items if grant.role in inside)
    if not units:
        raise Forbidden
    return units


def require_officer(grants: Grants, unit: Unit) -> None:
    """For who hands out work in the unit."""
    roles = HOLDER[_V.ASSIGN].get(desk_of(unit.tier), ())
    if not grants.roles_in(unit.id) & frozenset(roles):
        raise Forbidden if grants.in_unit(unit.id) else NotFound


def require_worker(grants: Grants, unit: Unit) -> bool:
    """For who works on answers in the unit; whether they do as more than an assignee."""
    roles = grants.roles_in(unit.id) & frozenset(HOLDER[_V.ANSWER][desk_of(unit.tier)])
    if not roles:
        raise Forbidden if grants.in_unit(unit.id) else NotFound
    return bool(roles - {_R.WAS})


def require_desk(grants: Grants, unit: Unit) -> None:
    """For who reads in the unit, or in one above: figures say nothing of a single petition."""
    readers = WARD_READERS | CITY_READERS | (BRANCH_READERS if desk_of(unit.tier) is Desk.BRANCH else _NOBODY)
    if not grants.covers(unit.path, *readers):
        raise Forbidden if grants.in_unit(unit.id) else NotFound


def require_branch(grants: Grants, unit: Unit) -> None:
    """For who writes down what is raised in the branch, or reads it there."""
    if not grants.roles_in(unit.id) & BRANCH_READERS:
        raise Forbidden if grants.in_unit(unit.id) else NotFound


def require_city(grants: Grants) -> None:
    """For officers of the city."""
    if not any(grant.tier is Tier.CITY and grant.role in CITY_READERS for grant in grants.items):
        raise Forbidden
