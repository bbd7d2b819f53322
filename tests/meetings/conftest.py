"""Meetings on a database of its own: a small city in its copy, a branch of seven on its roster."""

from collections.abc import AsyncIterator, Iterator

import pytest

from libs.access import keep_appointments, keep_units
from libs.common import clock
from libs.contracts.vocabulary import Participation, Role
from services.meetings.workflow_roster import keep_members
from tests.conftest import SubjectOf
from tests.meetings.builders import BRANCH, CITY, NEIGHBOUR, OTHER_BRANCH, OTHER_WARD, WARD, member, period
from tests.support.access import appointment, unit
from tests.support.service import Subject

OFFICES = (
    ("secretary", Role.BSE, BRANCH),
    ("clerk", Role.CLK, BRANCH),
    ("committee", Role.BCM, BRANCH),
    ("liaison", Role.WLI, BRANCH),
    ("ward", Role.WOF, WARD),
    ("ward-board", Role.WPB, WARD),
    ("ward-inspection", Role.WIN, WARD),
    ("ward-leader", Role.WLE, WARD),
    ("assignee", Role.WAS, WARD),
    ("city", Role.COF, CITY),
    ("city-leader", Role.CLE, CITY),
    ("admin", Role.ADM, CITY),
    ("secretary2", Role.BSE, OTHER_BRANCH),
    ("ward2", Role.WOF, OTHER_WARD),
    ("neighbour", Role.BSE, NEIGHBOUR),
)
# In the base: an, binh, cuong, dung. Out of it: one exempt, one suspended, one temporarily elsewhere.
ROSTER = (
    member("an", post="secretary"),
    member("binh"),
    member("cuong"),
    member("dung"),
    member("exempt", periods=[period(Participation.EXEMPT)]),
    member("suspended", periods=[period(Participation.SUSPENDED)]),
    member("elsewhere", periods=[period(Participation.TEMP_OUT)]),
    member("guest-there", path=OTHER_BRANCH),
    member("neighbour-member", path=NEIGHBOUR),
)
BASE = ("an", "binh", "cuong", "dung")


@pytest.fixture
async def meetings(subject_of: SubjectOf) -> AsyncIterator[Subject]:
    async with subject_of("meetings") as subject:
        async with subject.database.transaction() as session:
            units = (CITY, WARD, BRANCH, OTHER_WARD, OTHER_BRANCH, NEIGHBOUR)
            await keep_units(session, [unit(path) for path in units])
            await keep_appointments(session, [appointment(*office) for office in OFFICES])
            await keep_members(session, ROSTER)
        yield subject


@pytest.fixture(autouse=True)
def _real_time() -> Iterator[None]:
    yield
    clock.shift(0)
