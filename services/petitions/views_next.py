"""What comes next for a petition: the verbs of the caller, whose turn it is, the stations ahead. Pure."""

from datetime import date, datetime

from libs.access import Unit
from libs.common.refusals import Refusal
from libs.contracts.vocabulary import ClockKind, Competence, PetitionState, Role, Tier
from services.petitions.case import Case
from services.petitions.permissions import HOLDER, READ_OUT, Seat, acts_as, only_drafts
from services.petitions.rules import ASKED, Desk, Verb, decide
from services.petitions.views_petition import AheadOut, WaitingFor

_AWAITED = {
    ClockKind.GO_UP: Verb.ESCALATE,
    ClockKind.COMPLETE: Verb.ESCALATE,
    ClockKind.ACKNOWLEDGE: Verb.ACKNOWLEDGE,
    ClockKind.CLASSIFY: Verb.CLASSIFY,
    ClockKind.ANSWER: Verb.ANSWER,
    ClockKind.PAUSE: Verb.RESUME,
    ClockKind.EXTERNAL_REPLY: Verb.REPLY,
    ClockKind.BRANCH_ANSWER: Verb.ANSWER,
}


def next_verbs(case: Case, seat: Seat, at: datetime, *, has_above: bool) -> list[Verb]:
    """What this caller may do now, in the order of the table."""
    situation = case.situation(at, has_above=has_above)
    allowed: list[Verb] = []
    for verb in ASKED:
        if acts_as(verb, seat, case.desk) is None:
            continue
        try:
            decide(verb, situation)
        except Refusal:
            continue
        allowed.append(verb)
    return allowed


def answers_are_drafts(case: Case, seat: Seat, day: date) -> bool:
    """Whether what this caller answers waits for somebody else to give it."""
    role = acts_as(Verb.ANSWER, seat, case.desk)
    two_person = case.book.number("petitions.two_person_approval", day)
    return role is not None and only_drafts(role, two_person=bool(two_person))


def waiting_for(case: Case, holder_name: str) -> WaitingFor | None:
    """The unit that holds it and the roles there that can take the step it waits for."""
    petition = case.petition
    if petition.holder_tier is None or petition.due_kind is None:
        return None
    return WaitingFor(unit_name=holder_name, tier=petition.holder_tier, roles=_roles(case, petition.due_kind))


def _roles(case: Case, due: ClockKind) -> list[Role]:
    if due is ClockKind.READ_OUT:
        return list(READ_OUT[case.desk])
    roles = HOLDER[_AWAITED[due]].get(case.desk, ())
    without = () if case.petition.state is PetitionState.ASSIGNED else (Role.WAS,)
    return [role for role in roles if role not in without]


def path_ahead(case: Case, upward: list[Unit], home: Unit, next_regular: datetime | None) -> list[AheadOut]:
    """From the holder on: the units above it, as far as its competence leads, and the read-out at the branch."""
    petition = case.petition
    if petition.holder_id is None:
        return []
    read_out = AheadOut(kind="read_out", unit_name=home.name, tier=home.tier, on=next_regular, likely=True)
    if petition.state is PetitionState.ANSWERED:
        return [read_out]
    stations = [
        AheadOut(
            kind="unit",
            unit_name=unit.name,
            tier=unit.tier,
            on=petition.goes_up_at if case.desk is Desk.BRANCH and unit is upward[1] else None,
            likely=_is_likely(case, unit, upward),
        )
        for unit in upward[1:]
    ]
    return [*stations, read_out]


def _is_likely(case: Case, unit: Unit, upward: list[Unit]) -> bool:
    competence = case.petition.competence
    if competence is Competence.BRANCH:
        return False
    if case.desk is Desk.BRANCH and unit is upward[1]:
        return True
    return unit.tier is not Tier.CITY or competence in (Competence.CITY, Competence.EXTERNAL)
