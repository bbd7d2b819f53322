"""`lienthong simulate`: moves the clock of all services of a demo instance, to see deadlines pass without waiting."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import typer

from ops.home import Home
from ops.installation import running
from ops.servers.errors import CannotStart

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def run(to: str) -> None:
    """`+3d`, `+12h`, `2026-12-03T19:30` (local time), or `now` to return to the real time."""
    home = Home.from_environment()
    if not running(home).surroundings.demo:
        raise CannotStart(
            "Chỉ bản demo mới chỉnh được đồng hồ.",
            "Only a demo instance lets its clock be moved.",
        )
    real = datetime.now(UTC)
    shift = shift_to(to, real, read_shift(home))
    set_shift(home, shift)
    typer.echo(f"Bây giờ trong hệ thống là · it is now {(real + shift).astimezone(ZONE):%d/%m/%Y %H:%M}")


def set_shift(home: Home, shift: timedelta) -> None:
    """In one step: a service that looks while the file is being written would fall back to the real time."""
    draft = home.clock_file.with_suffix(".new")
    draft.write_text(f"{shift.total_seconds():.0f}")
    draft.replace(home.clock_file)


def read_shift(home: Home) -> timedelta:
    """How far the clock stands from the real one now."""
    if not home.clock_file.exists():
        return timedelta()
    return timedelta(seconds=float(home.clock_file.read_text() or 0))


def shift_to(to: str, real: datetime, present: timedelta) -> timedelta:
    """The new distance from the real clock. Time never runs backwards, except home to `now`."""
    if to == "now":
        return timedelta()
    wanted = present + _step(to) if to.startswith("+") else _moment(to) - real
    if wanted < present:
        raise CannotStart("Đồng hồ chỉ đi tới, không đi lùi.", "The clock goes forward, never back.")
    return wanted


def _step(to: str) -> timedelta:
    if not (found := re.fullmatch(r"\+(\d{1,4})([mhdw])", to)):
        raise _unreadable(to)
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def _moment(to: str) -> datetime:
    try:
        return datetime.fromisoformat(to).replace(tzinfo=ZONE)
    except ValueError as error:
        raise _unreadable(to) from error


def _unreadable(to: str) -> CannotStart:
    return CannotStart(
        f"Không hiểu `{to}`. Ví dụ: +3d, +12h, 2026-12-03T19:30, now.",
        f"`{to}` is not understood. Examples: +3d, +12h, 2026-12-03T19:30, now.",
    )
