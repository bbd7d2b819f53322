"""What a member's dates make of the roll: spells of membership and periods of participation. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from libs.contracts.vocabulary import Membership, Participation
from services.members.rules import ON_THE_ROLL, day_before

_NEVER: Final = date.max


class Stay(NamedTuple):
    """A spell as a value: a branch and a membership from a day to a day, the last one included."""

    unit_id: UUID
    membership: Membership
    valid_from: date
    valid_to: date | None


class Way(NamedTuple):
    """A period of participation as a value."""

    participation: Participation
    valid_from: date
    valid_to: date | None


def first_stays(unit_id: UUID, *, admitted_on: date, official_on: date | None) -> list[Stay]:
    """The spells of a member of whom nothing else is known: in this branch since admission."""
    return _combined([(unit_id, admitted_on)], admitted_on=admitted_on, official_on=official_on)


def stays(known: Sequence[Stay], *, unit_id: UUID, admitted_on: date, official_on: date | None, on: date) -> list[Stay]:
    """The spells once these dates and this branch are true from `on`; what was known of earlier branches stays.
    One whose membership has ended is left as it is: readmission is a procedure of its own."""
    if not known:
        return first_stays(unit_id, admitted_on=admitted_on, official_on=official_on)
    if known[-1].membership not in ON_THE_ROLL or known[-1].valid_to is not None:
        return list(known)
    places = _places(known)
    places[0] = (places[0][0], min(admitted_on, places[0][1]) if len(places) > 1 else admitted_on)
    if places[-1][0] != unit_id:
        places = [place for place in places if place[1] < on] + [(unit_id, on)]
    return _combined(places, admitted_on=admitted_on, official_on=official_on)


def ways(known: Sequence[Way], *, exempt_from: date | None) -> list[Way]:
    """The periods once a member is exempt from a day on; an empty cell of a file ends nothing."""
    if exempt_from is None:
        return list(known)
    exempt = Way(Participation.EXEMPT, exempt_from, None)
    others = [way for way in known if way.participation != Participation.EXEMPT or way.valid_to is not None]
    if any((way.valid_to or _NEVER) >= exempt_from for way in others):
        return list(known)
    return [*others, exempt]


def _places(known: Sequence[Stay]) -> list[tuple[UUID, date]]:
    places: list[tuple[UUID, date]] = []
    for stay in known:
        if not places or places[-1][0] != stay.unit_id:
            places.append((stay.unit_id, stay.valid_from))
    return places


def _combined(places: Sequence[tuple[UUID, date]], *, admitted_on: date, official_on: date | None) -> list[Stay]:
    changes = {max(since, admitted_on): unit_id for unit_id, since in places}
    if official_on is not None and official_on > admitted_on:
        changes.setdefault(official_on, next(unit for unit, since in reversed(places) if since <= official_on))
    days = sorted(changes)
    ends = [day_before(day) for day in days[1:]]
    return [
        Stay(changes[day], _membership(day, official_on), day, last)
        for day, last in zip(days, [*ends, None], strict=True)
    ]


def _membership(day: date, official_on: date | None) -> Membership:
    return Membership.OFFICIAL if official_on is not None and day >= official_on else Membership.PROBATIONARY
