"""What a recommendation is found by among a million: numbers that stand for a name, or for a problem at a number. Pure.

Each is rare enough that few texts have it in common by chance, so that the database gives some hundreds to look at.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise
from typing import Final
from zlib import crc32

from services.petitions.places import Said, read
from services.petitions.vocabulary import COMMON, STOPS

_OF_A_NAME: Final = 2
_PAIRED: Final = 8
_MOST: Final = 60
_SIGN: Final = 1 << 31


def keys_of(text: str) -> list[int]:
    """The keys that a text is found by."""
    return keys_in(read(text))


def keys_in(said: Said) -> list[int]:
    """The same of a text that has been read; at most `_MOST`, names first."""
    found = dict.fromkeys(
        [*_names(said), *_at_numbers(said), *([] if said.has_place else _together(said)), *_beside(said)]
    )
    return [_number(key) for key in list(found)[:_MOST]]


def _names(said: Said) -> Iterator[str]:
    """The beginning of each name, as it may stand in another text without anything that announces it."""
    for name in said.names:
        yield _name(name.words)


def _name(words: Iterable[str]) -> str:
    return "@" + " ".join(list(words)[:_OF_A_NAME])


def _at_numbers(said: Said) -> Iterator[str]:
    """The same problem at the same number: `drainage` at alley 12."""
    for kind, numbers in said.numbers.items():
        for number in numbers:
            for problem in said.topics or said.rest:
                yield f"{problem}@{kind} {number}"


def _beside(said: Said) -> Iterator[str]:
    """Two words in a row that mean nothing else may be a name that nobody announced."""
    for one, other in pairwise(said.words):
        if {one, other}.isdisjoint(STOPS) and not (one in COMMON and other in COMMON) and (one + other).isalpha():
            yield _name((one, other))


def _together(said: Said) -> Iterator[str]:
    """Without a place, two things that are said together."""
    terms = sorted([*said.topics, *said.rest][:_PAIRED])
    for one, other in combinations(terms, 2):
        yield f"{one}&{other}"


def _number(key: str) -> int:
    """As the database keeps it: four bytes with a sign."""
    return crc32(key.encode()) - _SIGN
