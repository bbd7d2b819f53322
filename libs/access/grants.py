"""What a person's appointments amount to on one date: the roles they hold, and where."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Date, bindparam, select

from libs.access.paths import is_within
from libs.access.tables import access_appointments, access_units, valid_on
from libs.common.clock import today
from libs.common.db import Asked
from libs.contracts.vocabulary import Role, Tier

_day = bindparam("day", type_=Date)
# Built once: asked at every request of every service.
HELD: Final = (
    select(access_appointments.c.role, access_units.c.id, access_units.c.path, access_units.c.tier)
    .join(access_units, access_units.c.id == access_appointments.c.unit_id)
    .where(access_appointments.c.person_id == bindparam("person_id"))
    .where(valid_on(access_appointments, _day), valid_on(access_units, _day))
    .order_by(access_units.c.path, access_appointments.c.role)
)
"""What a person (`person_id`) holds on a date (`day`), for who asks for more in the same breath."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in one unit."""

    role: Role
    unit_id: UUID
    path: str
    tier: Tier


@dataclass(frozen=True, slots=True)
class Grants:
    """All that one person may act as; pure, so that decisions on it can be tested without a database."""

    person_id: UUID
    items: tuple[Grant, ...] = ()

    def in_unit(self, unit_id: UUID) -> tuple[Grant, ...]:
        """What is held in exactly this unit."""
        return tuple(grant for grant in self.items if grant.unit_id == unit_id)

    def roles_in(self, unit_id: UUID) -> frozenset[Role]:
        """The roles held in exactly this unit."""
        return frozenset(grant.role for grant in self.in_unit(unit_id))

    def has(self, *roles: Role) -> bool:
        """Whether one of these roles is held anywhere."""
        return any(grant.role in roles for grant in self.items)

    def covering(self, path: str) -> Iterator[Grant]:
        """What is held in the unit at `path` or in one above it."""
        return (grant for grant in self.items if is_within(path, grant.path))

    def covers(self, path: str, *roles: Role) -> bool:
        """Whether a role (one of `roles`, if any are named) is held at `path` or above it."""
        return any(not roles or grant.role in roles for grant in self.covering(path))

    def plus(self, *grants: Grant) -> "Grants":
        """The same with roles that are derived, not appointed: `MEM` from the roster."""
        return replace(self, items=self.items + grants)


async def grants_of(session: Asked, person_id: UUID, on: date | None = None) -> Grants:
    """The grants of a person on a date, today if unsaid; an ended appointment or unit grants nothing."""
    return grants_from(person_id, await session.execute(HELD, {"person_id": person_id, "day": on or today()}))


def grants_from(person_id: UUID, held: Iterable[Sequence[Any]]) -> Grants:
    """The grants in rows of `HELD`."""
    return Grants(person_id, tuple(Grant(Role(role), unit, path, Tier(tier)) for role, unit, path, tier in held))
