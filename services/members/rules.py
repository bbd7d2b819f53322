"""Pure decisions of members: what stands below what, which role belongs where, who counts on a date."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Protocol, TypeVar

from libs.contracts.vocabulary import Membership, Participation, Role, Tier
from services.members.errors import DayInFuture, DayTooEarly, RoleElsewhere, TierElsewhere
from services.members.models import Post

PARENTS: Final[dict[Tier, frozenset[Tier]]] = {
    Tier.CITY: frozenset(),
    Tier.WARD: frozenset({Tier.CITY}),
    Tier.SUB_COMMITTEE: frozenset({Tier.WARD, Tier.SUB_COMMITTEE}),
    Tier.BRANCH: frozenset({Tier.CITY, Tier.WARD, Tier.SUB_COMMITTEE}),
    Tier.CELL: frozenset({Tier.BRANCH}),
}

_BETWEEN: Final = frozenset({Tier.WARD, Tier.SUB_COMMITTEE})
_BRANCH: Final = frozenset({Tier.BRANCH})
_CITY: Final = frozenset({Tier.CITY})

ROLE_TIERS: Final[dict[Role, frozenset[Tier]]] = {
    Role.CLK: _BRANCH,
    Role.BCM: _BRANCH,
    Role.BSE: _BRANCH,
    Role.WLI: _BRANCH,
    Role.WOF: _BETWEEN,
    Role.WPB: _BETWEEN,
    Role.WIN: _BETWEEN,
    Role.WLE: _BETWEEN,
    Role.WAS: _BETWEEN | _CITY,
    Role.CLI: _BETWEEN,
    Role.COF: _CITY,
    Role.CLE: _CITY,
    Role.ADM: _CITY,
}

POST_ROLES: Final[dict[Post, Role]] = {
    Post.SECRETARY: Role.BSE,
    Post.DEPUTY_SECRETARY: Role.BSE,
    Post.BRANCH_COMMITTEE_MEMBER: Role.BCM,
}

ON_THE_ROLL: Final = frozenset({Membership.PROBATIONARY, Membership.OFFICIAL})
IN_BASE: Final = frozenset(
    {Participation.ACTIVE, Participation.TEMP_IN, Participation.ABROAD, Participation.TRANSFERRING_OUT}
)
"""Who counts for attendance (domain §5.3), as meetings counts."""


class Period(Protocol):
    """Anything that holds from a day to a day, the last one included."""

    valid_from: date
    valid_to: date | None


PeriodT = TypeVar("PeriodT", bound=Period)


def holds(period: Period, on: date) -> bool:
    """Whether the period holds on a day."""
    return period.valid_from <= on and (period.valid_to is None or on <= period.valid_to)


def current(periods: Sequence[PeriodT], on: date) -> PeriodT:
    """The one that holds on a day; where none does, the next one, else the last. There has to be one at all."""
    ordered = sorted(periods, key=lambda period: period.valid_from)
    return next((period for period in ordered if period.valid_to is None or period.valid_to >= on), ordered[-1])


def day_before(day: date) -> date:
    """The last day of what ends where something else begins."""
    return day - timedelta(days=1)


def check_tier(tier: Tier, parent: Tier) -> None:
    """Refuse a unit below one that cannot have it."""
    if parent not in PARENTS[tier]:
        raise TierElsewhere()


def check_role(role: Role, tier: Tier) -> None:
    """Refuse a role in a tier that does not have it; MEM follows from the roll and is never appointed."""
    if role not in ROLE_TIERS or tier not in ROLE_TIERS[role]:
        raise RoleElsewhere()


def check_day(on: date, *, today: date, after: date) -> None:
    """A change of what stands is entered on its day or later, and after the change before it."""
    if on > today:
        raise DayInFuture()
    if on <= after:
        raise DayTooEarly(after=after.strftime("%d/%m/%Y"))


def masked(value: str | None, shown: int = 3) -> str | None:
    """All but the last characters as dots."""
    return value and "•" * (len(value) - shown) + value[-shown:]
