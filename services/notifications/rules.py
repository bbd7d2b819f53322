"""Who is told of what: flow.md, 'Told', as one table. Pure; the officers are looked up by the caller.

Of one event a person gets one line: the first audience in the row that they belong to.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from libs.access import Officer
from libs.contracts.petitions import (
    ClockDueSoon,
    ClockEvent,
    ClockOverdue,
    PetitionAnswered,
    PetitionAnswerShared,
    PetitionAssigned,
    PetitionClosed,
    PetitionerRevealed,
    PetitionEscalated,
    PetitionEvent,
    PetitionOpened,
    PetitionPassedOn,
    PetitionPaused,
    PetitionRedirected,
    PetitionReopened,
    PetitionReplied,
    PetitionResumed,
    PetitionReturned,
    PetitionSubmitted,
    PetitionTransferred,
    PetitionUnmerged,
)
from libs.contracts.vocabulary import Role

Told = PetitionEvent | ClockEvent


class Audience(StrEnum):
    """Why somebody is told; with the fact it names the template."""

    HOLDER = "holder"
    LEADERS = "leaders"
    ABOVE = "above"
    BETWEEN = "between"
    ASSIGNEE = "assignee"
    ORIGIN = "origin"
    RAISER = "raiser"


TOLD: Final[Mapping[type[Told], tuple[Audience, ...]]] = {
    PetitionOpened: (Audience.HOLDER,),
    PetitionSubmitted: (Audience.HOLDER, Audience.ORIGIN),
    PetitionEscalated: (Audience.HOLDER, Audience.ORIGIN),
    PetitionPassedOn: (Audience.HOLDER,),
    PetitionAssigned: (Audience.ASSIGNEE,),
    PetitionReturned: (Audience.HOLDER, Audience.ORIGIN),
    PetitionPaused: (Audience.ORIGIN,),
    PetitionResumed: (Audience.HOLDER, Audience.ORIGIN),
    PetitionTransferred: (Audience.ORIGIN,),
    PetitionReplied: (Audience.ORIGIN,),
    PetitionAnswered: (Audience.ORIGIN, Audience.HOLDER, Audience.BETWEEN),
    PetitionAnswerShared: (Audience.ORIGIN,),
    PetitionUnmerged: (Audience.HOLDER, Audience.ORIGIN),
    PetitionRedirected: (Audience.ORIGIN,),
    PetitionerRevealed: (Audience.RAISER,),
    PetitionReopened: (Audience.HOLDER, Audience.ORIGIN),
    PetitionClosed: (Audience.ORIGIN,),
    ClockDueSoon: (Audience.HOLDER,),
    ClockOverdue: (Audience.HOLDER, Audience.LEADERS, Audience.ABOVE),
}

# Whoever acts for a unit by office, and whoever leads it; only the first are told in the ordinary run of things.
OFFICERS: Final = frozenset({Role.BSE, Role.WOF, Role.COF})
LEADERS: Final = frozenset({Role.WLE, Role.CLE})
ORIGIN: Final = frozenset({Role.BSE, Role.CLK})
ROLES: Final[Mapping[Audience, frozenset[Role]]] = {
    Audience.HOLDER: OFFICERS,
    Audience.LEADERS: LEADERS,
    Audience.ABOVE: OFFICERS,
    Audience.BETWEEN: OFFICERS,
    Audience.ORIGIN: ORIGIN,
    Audience.RAISER: ORIGIN,
}


@dataclass(frozen=True, slots=True)
class Concern:
    """An audience of one event: the units whose officers belong to it, and single persons who do."""

    audience: Audience
    unit_ids: frozenset[UUID] = frozenset()
    person_ids: frozenset[UUID] = frozenset()


def concerns(event: Told, *, origin_id: UUID, above_id: UUID | None) -> list[Concern]:
    """The audiences of an event in order; `origin_id` is the branch or whoever took over from it, `above_id` the unit
    above the holder, where there is one."""
    return [_concern(audience, event, origin_id, above_id) for audience in TOLD[type(event)]]


def _concern(audience: Audience, event: Told, origin_id: UUID, above_id: UUID | None) -> Concern:
    match audience, event:
        case Audience.ASSIGNEE, PetitionAssigned():
            return Concern(audience, person_ids=frozenset({event.assignee_id}))
        case Audience.BETWEEN, PetitionAnswered():
            return Concern(audience, frozenset(event.told_unit_ids))
        case Audience.ABOVE, _:
            return Concern(audience, _known(above_id))
        case Audience.RAISER, PetitionEvent() if event.raised_by_id:
            return Concern(audience, person_ids=frozenset({event.raised_by_id}))
        case Audience.RAISER, _:  # nobody by name: the branch that spoke for them
            return Concern(audience, _known(origin_id))
        case Audience.ORIGIN, PetitionEvent():
            return Concern(audience, _known(origin_id), _known(event.raised_by_id))
        case _:
            return Concern(audience, _known(event.holder_id))


def _known(one: UUID | None) -> frozenset[UUID]:
    return frozenset({one}) if one else frozenset()


def recipients(wanted: Iterable[Concern], officers: Iterable[Officer], *, but: UUID | None) -> dict[UUID, Audience]:
    """Each person to tell with the reason why; never `but`, the one who did it."""
    told: dict[UUID, Audience] = {}
    everyone = list(officers)
    for concern in wanted:
        roles = ROLES.get(concern.audience, frozenset())
        by_office = {one.person_id for one in everyone if one.unit_id in concern.unit_ids and one.role in roles}
        for person_id in sorted(by_office | concern.person_ids):
            if person_id != but:
                told.setdefault(person_id, concern.audience)
    return told
