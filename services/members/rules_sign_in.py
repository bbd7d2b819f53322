"""How long to wait after failed attempts. Pure.

Failures are counted for a login at one address, for an address, and for a known device, never for a login as such: an
attacker elsewhere can therefore neither lock the owner out nor slow them down.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address

from libs.common.rules import RuleBook

IPV6_PREFIX = 64
"""What one line is given of IPv6; whoever has it has all addresses in it."""


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


@dataclass(frozen=True)
class Limits:
    """The three that hold on a day. An address may be a whole office's: many failures are free and waits short."""

    login: Limit
    device: Limit
    address: Limit


def limits(book: RuleBook, day: date) -> Limits:
    """As the rules have them."""
    return Limits(*(_limit(book, name, day) for name in ("login", "device", "address")))


def _limit(book: RuleBook, name: str, day: date) -> Limit:
    free, *seconds = (
        book.number(f"members.wait_{name}_{what}", day) for what in ("free", "first", "longest", "forgotten")
    )
    return Limit(free, *(timedelta(seconds=number) for number in seconds))


def line_of(address: str) -> str:
    """What is counted as one address: an IPv4 address, or all that one line has of IPv6."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or IPv6Network((ip, IPV6_PREFIX), strict=False))
    return str(ip)
