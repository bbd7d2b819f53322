"""The running system and its people, for whoever walks through it."""

from collections.abc import Iterator

import pytest

from tests.support.people import People
from tests.support.room import Petition, Room
from tests.support.system import RunningSystem


@pytest.fixture(scope="session")
def people(running_system: RunningSystem) -> Iterator[People]:
    """The demo people."""
    everybody = People(running_system)
    yield everybody
    everybody.close()


@pytest.fixture(scope="session")
def room(people: People) -> Room:
    """A meeting that is in progress, in which each test logs what it needs."""
    return Room(people).begin()


@pytest.fixture
def at_ward(people: People, room: Room) -> Petition:
    """A petition that has just come to the ward."""
    petition = Petition(people, room.log(urgent=True))
    petition.reaches("submitted", "ward")
    return petition
