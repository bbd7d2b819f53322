"""Pure decisions about who was there: the roll of a date, the attendance base, marks merged by member."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from libs.contracts.members import ParticipationPeriod, Spell
from libs.contracts.vocabulary import Mark, Membership, Participation

ON_THE_ROLL: Final = frozenset({Membership.PROBATIONARY, Membership.OFFICIAL})
# Guests (temp_in) count, and so do members abroad or about to leave, unless they are exempt.
OUT_OF_BASE: Final = frozenset({Participation.EXEMPT, Participation.SUSPENDED, Participation.TEMP_OUT})
GONE: Final = frozenset({Participation.TRANSFERRED_OUT})


@dataclass(frozen=True, slots=True)
class Place:
    """How a member stands on the roll of a branch on a date."""

    membership: Membership
    participation: Participation

    @property
    def in_base(self) -> bool:
        """Whether the member is counted on."""
        return self.participation not in OUT_OF_BASE


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark and when it was made."""

    mark: Mark
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """A roll call in numbers; all but `exempt` and `away` are of the base."""

    base: int
    present: int
    excused: int
    unexcused: int
    unmarked: int
    exempt: int
    away: int

    def to_dict(self) -> dict[str, int]:
        """By name."""
        return asdict(self)


def place_on(spells: Iterable[Spell], periods: Iterable[ParticipationPeriod], unit_id: UUID, on: date) -> Place | None:
    """The member's place on the roll of a unit on a date; None where they do not stand on it."""
    memberships = [spell.membership for spell in spells if spell.unit_id == unit_id and _holds(spell, on)]
    if not any(membership in ON_THE_ROLL for membership in memberships):
        return None
    current = max((period for period in periods if _holds(period, on)), key=lambda one: one.valid_from, default=None)
    participation = current.participation if current else Participation.ACTIVE
    if participation in GONE:
        return None
    return Place(next(one for one in memberships if one in ON_THE_ROLL), participation)


def _holds(period: Spell | ParticipationPeriod, on: date) -> bool:
    return period.valid_from <= on and (period.valid_to is None or on <= period.valid_to)


def merge(standing: Marked | None, new: Marked) -> Marked:
    """The later mark stands; of two at the same moment, the one that came last."""
    return new if standing is None or new.at >= standing.at else standing


def count(places: Mapping[UUID, Place], marks: Mapping[UUID, Mark]) -> Counts:
    """One roll call over the roll of the day. Marks of people outside the base are kept but not counted."""
    base = [member for member, place in places.items() if place.in_base]
    exempt = sum(place.participation == Participation.EXEMPT for place in places.values())
    found = [marks.get(member) for member in base]
    return Counts(
        base=len(base),
        present=found.count(Mark.PRESENT),
        excused=found.count(Mark.EXCUSED),
        unexcused=found.count(Mark.UNEXCUSED),
        unmarked=found.count(None),
        exempt=exempt,
        away=len(places) - len(base) - exempt,
    )


def unmarked(places: Mapping[UUID, Place], marks: Mapping[UUID, Mark]) -> list[UUID]:
    """Who of the base still needs a mark."""
    return [member for member, place in places.items() if place.in_base and member not in marks]


def attended(
    places: Mapping[UUID, Place], start: Mapping[UUID, Mark], end: Mapping[UUID, Mark], *, partial_counts: bool
) -> int:
    """Members of the base who were there: present at both roll calls, or at one where the rule counts that."""
    needed = 1 if partial_counts else 2
    return sum(
        (start.get(member) == Mark.PRESENT) + (end.get(member) == Mark.PRESENT) >= needed
        for member, place in places.items()
        if place.in_base
    )


def minutes_between(started_at: datetime, end_marks: Sequence[datetime], ended_at: datetime) -> int:
    """The duration: from the start roll call to the end roll call, whole minutes."""
    last = max((at for at in end_marks if at <= ended_at), default=ended_at)
    return max(0, int((last - started_at).total_seconds() // 60))
