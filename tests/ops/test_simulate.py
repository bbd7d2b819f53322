"""The demo's clock goes forward by steps or to a moment, and home to the real time."""

from datetime import UTC, datetime, timedelta

import pytest

from ops.commands.simulate import shift_to
from ops.servers.errors import CannotStart

REAL = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_a_step_adds_to_where_the_clock_stands() -> None:
    assert shift_to("+3d", REAL, timedelta(hours=5)) == timedelta(days=3, hours=5)


def test_a_moment_is_local_time() -> None:
    assert shift_to("2026-11-21T20:00", REAL, timedelta()) == timedelta(hours=1)


def test_now_goes_home() -> None:
    assert shift_to("now", REAL, timedelta(days=40)) == timedelta()


@pytest.mark.parametrize("to", ["2026-11-20T00:00", "soon", "+3y", "-1d", "+"])
def test_the_past_and_the_unreadable_are_refused(to: str) -> None:
    with pytest.raises(CannotStart):
        shift_to(to, REAL, timedelta())
