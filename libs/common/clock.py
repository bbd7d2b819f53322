"""The only source of the current time. Tests and simulations shift it; nothing else may."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

LOCAL_ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")


class _Clock:
    def __init__(self) -> None:
        self.shift = timedelta()
        self.file: Path | None = None
        self._read_at = -1

    def now(self) -> datetime:
        self._follow_file()
        return datetime.now(UTC) + self.shift

    def _follow_file(self) -> None:
        if self.file is None:
            return
        try:
            changed_at = self.file.stat().st_mtime_ns
        except FileNotFoundError:
            return
        if changed_at != self._read_at:
            self.shift = timedelta(seconds=float(self.file.read_text() or 0))
            self._read_at = changed_at


_clock = _Clock()


def now() -> datetime:
    """The current time, aware, in UTC."""
    return _clock.now()


def of_machine() -> datetime:
    """The time of the machine, never shifted: to compare with what a server dated."""
    return datetime.now(UTC)


def today() -> date:
    """The current date where the product is used."""
    return now().astimezone(LOCAL_ZONE).date()


def shift(seconds: float) -> None:
    """Sets how far this process's time stands from the real one, in seconds."""
    _clock.shift = timedelta(seconds=seconds)


def follow(file: Path | None) -> None:
    """Takes the shift from `file` (a number of seconds) whenever it changes; `None` stops that."""
    _clock.file = file
