"""A small city for tests: units and appointments as events of members would tell them."""

from datetime import date
from uuid import UUID, uuid5

from libs.contracts.members import AppointmentMade, UnitFounded
from libs.contracts.vocabulary import Role, Tier

CITY = UUID(int=0xC17)
LONG_AGO = date(2025, 7, 1)
TIERS = {1: Tier.CITY, 2: Tier.WARD, 3: Tier.BRANCH, 4: Tier.CELL}


def unit_id(path: str) -> UUID:
    """The id of the unit at a path, the same in every test."""
    return uuid5(CITY, path)


def person_id(name: str) -> UUID:
    """The id of a person, the same in every test."""
    return uuid5(CITY, f"person {name}")


def unit(
    path: str, *, valid_to: date | None = None, sequence: int = 1, name: str | None = None, successor: str | None = None
) -> UnitFounded:
    """The unit at `path`, its tier by its depth."""
    parent, _, code = path.rpartition(".")
    return UnitFounded(
        sequence=sequence,
        unit_id=unit_id(path),
        code=code,
        official_code=None,
        name=name or f"Đơn vị {code}",
        label="",
        tier=TIERS[path.count(".") + 1],
        parent_id=unit_id(parent) if parent else None,
        path=path,
        valid_from=LONG_AGO,
        valid_to=valid_to,
        successor_id=unit_id(successor) if successor else None,
    )


def appointment(
    person: str,
    role: Role,
    path: str,
    *,
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
    sequence: int = 1,
) -> AppointmentMade:
    """`person` holds `role` in the unit at `path`."""
    return AppointmentMade(
        sequence=sequence,
        appointment_id=uuid5(CITY, f"{person} {role} {path}"),
        person_id=person_id(person),
        person_name=f"Đồng chí {person}",
        role=role,
        unit_id=unit_id(path),
        valid_from=valid_from,
        valid_to=valid_to,
    )
