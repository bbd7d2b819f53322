"""A finding: something that is not as it must be, in words, in both languages."""

from collections.abc import Collection
from dataclasses import dataclass

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of fault in one place; `what` names where it was found."""

    vi: str
    en: str

    def __str__(self) -> str:
        return f"{self.vi} · {self.en}"


def some(things: Collection[object]) -> str:
    """The first few, and how many more: enough to look for, not a flood."""
    first = ", ".join(sorted(str(thing) for thing in things)[:SHOWN])
    return first if len(things) <= SHOWN else f"{first}, … (+{len(things) - SHOWN})"


def about(things: Collection[object], vi: str, en: str) -> list[Finding]:
    """One finding about all of these, if there are any."""
    return [Finding(f"{len(things)} {vi}: {some(things)}", f"{len(things)} {en}: {some(things)}")] if things else []
