"""Verbs × roles: a service writes its own table of rules in `permissions.py` and asks it here.

PERMISSIONS = Permissions({"read": (Rule(Role.BSE), Rule(Role.WOF, BELOW)), "end_meeting": (Rule(Role.BSE),)})
PERMISSIONS.require(grants, "end_meeting", unit)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from libs.access.grants import Grants
from libs.access.paths import is_within
from libs.common.refusals import Forbidden, NotFound
from libs.contracts.vocabulary import Role


class Reach(StrEnum):
    """How far a role goes: its own unit only, or that unit and all below it."""

    OWN = "own"
    BELOW = "below"


OWN = Reach.OWN
BELOW = Reach.BELOW


@dataclass(frozen=True, slots=True)
class Rule:
    """One role that may, and how far."""

    role: Role
    reach: Reach = OWN


class Place(Protocol):
    """Whatever stands in the tree: a unit, or anything that knows the unit it belongs to."""

    @property
    def id(self) -> UUID: ...

    @property
    def path(self) -> str: ...


def may(grants: Grants, rules: Iterable[Rule], unit: Place) -> bool:
    """Whether one of the rules lets the holder of these grants act in the unit."""
    return any(_reaches(grants, rule, unit) for rule in rules)


def _reaches(grants: Grants, rule: Rule, unit: Place) -> bool:
    if rule.reach is OWN:
        return rule.role in grants.roles_in(unit.id)
    return any(grant.role == rule.role and is_within(unit.path, grant.path) for grant in grants.items)


@dataclass(frozen=True)
class Permissions:
    """A service's table of verbs; `read` is the verb without which a unit is not even there."""

    verbs: Mapping[str, tuple[Rule, ...]]
    read: str = "read"

    def may(self, grants: Grants, verb: str, unit: Place) -> bool:
        """Whether the verb is allowed in the unit; an unknown verb is a KeyError, never a yes."""
        return may(grants, self.verbs[verb], unit)

    def require(self, grants: Grants, verb: str, unit: Place) -> None:
        """Refuse with 404 whoever may not read the unit, with 403 whoever may read it but not do this."""
        if self.may(grants, verb, unit):
            return
        if self.may(grants, self.read, unit):
            raise Forbidden()
        raise NotFound()
