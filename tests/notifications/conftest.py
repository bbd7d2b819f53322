"""Notifications on a database of its own, with a small city in its copy."""

from collections.abc import AsyncIterator

import pytest

from libs.access import keep_appointments, keep_units
from libs.contracts.vocabulary import Role
from tests.conftest import SubjectOf
from tests.support.access import appointment, unit
from tests.support.service import Subject

BRANCH, WARD, CITY = "th.w001.b001", "th.w001", "th"
OTHERS = ("th.w002", "th.w002.b001", "th.w001.b002")
OFFICES = (
    ("secretary", Role.BSE, BRANCH),
    ("clerk", Role.CLK, BRANCH),
    ("committee", Role.BCM, BRANCH),
    ("liaison", Role.WLI, BRANCH),
    ("ward", Role.WOF, WARD),
    ("ward-leader", Role.WLE, WARD),
    ("assignee", Role.WAS, WARD),
    ("city", Role.COF, CITY),
    ("city-leader", Role.CLE, CITY),
    ("admin", Role.ADM, CITY),
    ("secretary2", Role.BSE, "th.w002.b001"),
    ("ward2", Role.WOF, "th.w002"),
    ("neighbour", Role.BSE, "th.w001.b002"),
)


@pytest.fixture
async def notifications(subject_of: SubjectOf) -> AsyncIterator[Subject]:
    async with subject_of("notifications") as subject:
        async with subject.database.transaction() as session:
            await keep_units(session, [unit(path) for path in (CITY, WARD, BRANCH, *OTHERS)])
            await keep_appointments(session, [appointment(*office) for office in OFFICES])
        yield subject
