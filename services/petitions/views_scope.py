"""What a person's list may show, as conditions on `p` (petitions): the same rights as for one petition, in SQL. Pure.

Offices come first; who has none sees what is assigned to them and what they raised.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from libs.access import Grants
from libs.access.paths import span_below
from libs.contracts.vocabulary import Role, Tier
from services.petitions.permissions import BRANCH_READERS, CITY_READERS, WARD_READERS

ANSWERED: Final = "p.state IN ('answered', 'closed')"
ABOVE: Final[dict[Tier, list[str]]] = {
    Tier.CITY: [],
    Tier.WARD: [Tier.CITY],
    Tier.SUB_COMMITTEE: [Tier.WARD, Tier.CITY],
    Tier.BRANCH: [Tier.SUB_COMMITTEE, Tier.WARD, Tier.CITY],
    Tier.CELL: [Tier.BRANCH, Tier.SUB_COMMITTEE, Tier.WARD, Tier.CITY],
}
_MARKS: Final = {"p.ward_id": "@w", "p.home_id": "@h", "p.holder_id": "@o"}
_ORDER: Final = (Tier.CELL, Tier.BRANCH, Tier.SUB_COMMITTEE, Tier.WARD, Tier.CITY)


@dataclass(frozen=True)
class Condition:
    """A piece of SQL and its parameters; `mark` is a query of marks that finds in `search` just what fulfils it."""

    sql: str
    params: dict[str, Any] = field(default_factory=dict)
    mark: str | None = None


@dataclass(frozen=True)
class Scope:
    """Where a person has an office that reads petitions, and what else they may see."""

    desks: dict[UUID, Tier]
    condition: Condition
    is_assignee: bool

    @property
    def tier(self) -> Tier:
        """The highest tier the person has an office in."""
        return max(self.desks.values(), key=_ORDER.index, default=Tier.BRANCH)


def scope_of(grants: Grants) -> Scope:
    """What the holder of these grants may see in a list."""
    offices = [grant for grant in grants.items if _reads(grant.role, grant.tier)]
    parts: list[Condition] = []
    if any(grant.tier is Tier.CITY for grant in offices):
        parts.append(Condition("p.was_at_top", mark="'@top'"))
    for column, tiers in (("ward_id", [Tier.WARD]), ("home_id", [Tier.BRANCH, Tier.CELL])):
        units = [grant.unit_id for grant in offices if grant.tier in tiers]
        if units:
            parts.append(one_of(f"p.{column}", units, name=f"scope_{column}"))
    between = [grant.path for grant in offices if grant.tier is Tier.SUB_COMMITTEE]
    parts += [_below(path, number) for number, path in enumerate(between)]
    if not parts:
        parts.append(Condition("p.raised_by_id = :me", {"me": grants.person_id}))
        if grants.has(Role.WAS):
            parts.append(Condition("p.assignee_id = :me", {"me": grants.person_id}))
    desks = {grant.unit_id: grant.tier for grant in offices}
    return Scope(desks, _any(parts), not offices and grants.has(Role.WAS))


def _reads(role: Role, tier: Tier) -> bool:
    if tier is Tier.CITY:
        return role in CITY_READERS
    return role in (BRANCH_READERS if tier in (Tier.BRANCH, Tier.CELL) else WARD_READERS)


def one_of(column: str, units: list[UUID], *, name: str) -> Condition:
    """The column holds one of these ids; a single one is compared plainly, so that an index gives the order. `name` is
    that of the parameter, which no other condition of the list may have."""
    mark = _either(f"'{_MARKS[column]}{unit.hex}'" for unit in units) if column in _MARKS and units else None
    if len(units) == 1:
        return Condition(f"{column} = :{name}", {name: units[0]}, mark)
    return Condition(f"{column} = ANY(:{name})", {name: units}, mark)


def _either(marks: Iterable[str]) -> str:
    return f"({' | '.join(marks)})"


def _below(path: str, number: int) -> Condition:
    first, end = span_below(path)
    names = f"path_from_{number}", f"path_to_{number}"
    return Condition(f"(p.path >= :{names[0]} AND p.path < :{names[1]})", dict(zip(names, (first, end), strict=True)))


def _any(parts: list[Condition]) -> Condition:
    params: dict[str, Any] = {}
    for part in parts:
        params |= part.params
    marks = [part.mark for part in parts if part.mark]
    mark = _either(marks) if len(marks) == len(parts) else None
    return Condition("(" + " OR ".join(part.sql for part in parts) + ")", params, mark)
