"""How long to wait after failed attempts. Pure.

Failures are counted for a login at one address, for an address, and for a known device, never for a login as such: an
attacker elsewhere can therefore neither lock the owner out nor slow them down.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final


@dataclass(frozen=True)
class Limit:
    """So many failures are free; each one more doubles the wait; forgotten when there was none for a while."""

    free: int
    first_wait: timedelta
    longest_wait: timedelta
    forgotten_after: timedelta

    def wait(self, failures: int) -> timedelta:
        """How long no further attempt is looked at."""
        if failures < self.free:
            return timedelta()
        doublings = min(failures - self.free, 20)
        return min(self.first_wait * (1 << doublings), self.longest_wait)

    def count(self, failures: int, last_at: datetime | None, at: datetime) -> int:
        """The failures once one more happened at `at`."""
        if last_at is None or at - last_at > self.forgotten_after:
            return 1
        return failures + 1


LOGIN_AT_ADDRESS: Final = Limit(5, timedelta(seconds=5), timedelta(minutes=15), timedelta(hours=1))
KNOWN_DEVICE: Final = Limit(10, timedelta(seconds=5), timedelta(minutes=15), timedelta(hours=1))
ADDRESS: Final = Limit(60, timedelta(seconds=2), timedelta(minutes=2), timedelta(minutes=30))
"""An address may be that of a whole office: many failures are free and waits stay short."""

REFRESH_GRACE: Final = timedelta(seconds=30)
"""Two tabs may send the same refresh token at nearly the same moment; later it was stolen."""
