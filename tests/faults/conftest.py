"""One running system for all that is done to it, and the load it is under meanwhile."""

from collections.abc import Iterator

import pytest

from ops.places import Places, of_home
from tests.faults.load import Recommending, Registering
from tests.support.people import People
from tests.support.room import Room
from tests.support.system import RunningSystem


@pytest.fixture(scope="session")
def people(running_system: RunningSystem) -> Iterator[People]:
    """The demo people."""
    everybody = People(running_system)
    yield everybody
    everybody.close()


@pytest.fixture(scope="session")
def room(people: People) -> Room:
    """A meeting that is in progress."""
    return Room(people).begin()


@pytest.fixture
def recommending(people: People, room: Room) -> Recommending:
    """At rest until `with recommending:`."""
    return Recommending(people, room=room)


@pytest.fixture
def registering(people: People) -> Registering:
    """At rest until `with registering:`."""
    ward = people.unit_of("ward")
    branches = people.get("ward", "/members/v1/units", tier="branch", parent_id=ward)["items"]
    return Registering(people, branch=max(branches, key=lambda branch: str(branch["code"]))["id"])


@pytest.fixture(scope="session")
def places(running_system: RunningSystem) -> Places:
    """The databases and NATS of the running system."""
    return of_home(running_system.home)
