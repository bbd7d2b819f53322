"""What a recommendation is found by among a million: numbers that stand for a name, or for a problem at a number. Pure.

Each is rare enough that few texts have it in common by chance, so that the database gives some hundreds to look at.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final
from zlib import crc32

from services.petitions.places import Said, read
from services.petitions.vocabulary import COMMON, STOPS

_SHORTEST_NAME: Final = 2
_LONGEST_NAME: Final = 3
_PAIRED: Final = 8
_MOST: Final = 60
_SIGN: Final = 1 << 31


def keys_of(text: str, *added: str) -> list[int]:
    """The keys that a text, with what was added to it, is found by."""
    return keys_in(read(" ".join([text, *added])))


def keys_in(said: Said) -> list[int]:
    """The same of a text that has been read; at most `_MOST`, names first."""
    found = dict.fromkeys(
        [*_names(said), *_at_numbers(said), *([] if said.has_place else _together(said)), *_beside(said)]
    )
    return [_number(key) for key in list(found)[:_MOST]]


def _names(said: Said) -> Iterator[str]:
    """Each name; where nothing says where it ends, what it may be."""
    for name in said.names:
        shortest = _LONGEST_NAME if name.sure else _SHORTEST_NAME
        for length in range(shortest, _LONGEST_NAME + 1):
            yield _name(name.words[:length])


def _name(words: Iterable[str]) -> str:
    return "@" + " ".join(words)


def _at_numbers(said: Said) -> Iterator[str]:
    """The same problem at the same number: `drainage` at alley 12."""
    for kind, numbers in said.numbers.items():
        for number in numbers:
            for problem in said.topics or said.rest:
                yield f"{problem}@{kind} {number}"


def _beside(said: Said) -> Iterator[str]:
    """Two or three words in a row that mean nothing else may be a name that nobody announced."""
    for length in (_LONGEST_NAME, _SHORTEST_NAME):
        for at in range(len(said.words) - length + 1):
            words = said.words[at : at + length]
            if STOPS.isdisjoint(words) and not COMMON.issuperset(words) and "".join(words).isalpha():
                yield _name(words)


def _together(said: Said) -> Iterator[str]:
    """Without a place, two things that are said together."""
    terms = sorted([*said.topics, *said.rest][:_PAIRED])
    for one, other in combinations(terms, 2):
        yield f"{one}&{other}"


def _number(key: str) -> int:
    """As the database keeps it: four bytes with a sign."""
    return crc32(key.encode()) - _SIGN
