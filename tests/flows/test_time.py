"""What happens because time passes: the clock of all services is moved as `lienthong simulate` moves it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from libs.common.clock import LOCAL_ZONE
from tests.support.people import People
from tests.support.room import Petition, Room
from tests.support.system import RunningSystem

Move = Callable[[str], None]


@pytest.fixture(scope="module")
def move(running_system: RunningSystem) -> Iterator[Move]:
    """Moves the clock on; at the end it shows the real time again."""

    def moving(to: str) -> None:
        running_system.lienthong("simulate", to)

    yield moving
    moving("now")


@pytest.fixture(scope="module")
def forgotten(people: People, move: Move) -> Petition:
    """Logged at a meeting that nobody ends; the ward does nothing, either."""
    petition = Petition(people, Room(people).begin().log())
    petition.reaches("recorded")
    return petition


def test_it_goes_up_by_itself_48_hours_after_a_meeting_that_was_never_ended(forgotten: Petition, move: Move) -> None:
    move("+47h")
    assert forgotten.seen()["state"] == "recorded"

    move("+2h")
    submitted = forgotten.reaches("submitted", "ward")

    assert submitted["history"][-1]["by_itself"] is True
    assert submitted["holder"]["tier"] == "ward"
    assert forgotten.told("ward", "submitted.holder")


def test_the_holder_is_told_before_a_deadline_and_leader_and_city_after_it(forgotten: Petition, move: Move) -> None:
    due_at = datetime.fromisoformat(forgotten.seen("ward")["due_at"])

    move(local(due_at - timedelta(hours=2)))
    soon = forgotten.told("ward", "due_soon.holder")
    assert forgotten.seen("ward")["overdue"] is False
    move(local(due_at + timedelta(minutes=1)))
    late = forgotten.told("ward", "overdue.holder")

    seen = forgotten.seen("ward")
    assert (seen["overdue"], seen["due_kind"]) == (True, "acknowledge")
    assert datetime.fromisoformat(soon["at"]) < due_at < datetime.fromisoformat(late["at"])
    assert forgotten.told("ward-leader", "overdue.leaders")
    assert forgotten.told("city", "overdue.above")


def local(moment: datetime) -> str:
    """As an operator types it."""
    return moment.astimezone(LOCAL_ZONE).strftime("%Y-%m-%dT%H:%M")
