"""What people call places and problems (`likeness.toml`), laid out for looking up phrases word by word."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from libs.common.text import fold

Phrase = tuple[str, ...]


class Meaning(NamedTuple):
    """What a phrase may say: a kind of place with a number, one with a name, an end of a street, a problem."""

    numbered: str | None = None
    named: str | None = None
    end: str | None = None
    topic: str | None = None


_SECTIONS: Final = {"numbered": "numbered", "named": "named", "ends": "end", "topics": "topic"}
_FILE: Final[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("likeness.toml").read_text("utf-8"))


def _meanings() -> dict[Phrase, Meaning]:
    found: dict[Phrase, Meaning] = {}
    for section, field in _SECTIONS.items():
        for code, phrases in _FILE[section].items():
            for said in phrases:
                phrase = tuple(said.split())
                found[phrase] = found.get(phrase, Meaning())._replace(**{field: code})
    return found


_COMMON: Final[dict[str, Any]] = _FILE["common"]

SHORT: Final[Mapping[str, Sequence[str]]] = {short: said.split() for short, said in _FILE["short"].items()}
MEANINGS: Final[Mapping[Phrase, Meaning]] = _meanings()
_LENGTHS: Final[Mapping[str, tuple[int, ...]]] = {
    first: tuple(sorted({len(phrase) for phrase in MEANINGS if phrase[0] == first}, reverse=True))
    for first in {phrase[0] for phrase in MEANINGS}
}
ASPECTS: Final[Mapping[str, Sequence[str]]] = _FILE["aspects"]
WEAK: Final = frozenset(_FILE["weak"]["topics"])
ANYWHERE: Final = frozenset(_FILE["anywhere"]["topics"])
SCHOOLS: Final = frozenset(_FILE["schools"]["kinds"])
ENDS: Final[Mapping[str, str]] = {fold(said): code for code, said in _FILE["ends_alone"].items()}
ENDS_TYPED: Final = frozenset(_FILE["ends_alone"].values()) | ENDS.keys()
MARKED: Final = frozenset(_FILE["marked"]["words"])
_WITHOUT_MARKS: Final = frozenset(tuple(fold(one).split()) for one in MARKED)
COMMON: Final = frozenset(_COMMON["words"].split())
STOPS: Final = frozenset(_COMMON["stops"].split())
MIDDLES: Final = frozenset(_COMMON["middles"])
NO_ENDS: Final = frozenset(_COMMON["no_ends"])
COUNTED: Final = frozenset(_COMMON["counted"])
GOES_ON: Final = frozenset(_COMMON["goes_on"])
UNITS: Final = frozenset(_COMMON["units"])


def phrases_at(words: Sequence[str], at: int) -> Iterator[tuple[int, Meaning]]:
    """The phrases that begin here, the longest first, with where each ends."""
    for length in _LENGTHS.get(words[at], ()):
        meaning = MEANINGS.get(tuple(words[at : at + length]))
        if meaning is not None and at + length <= len(words):
            yield at + length, meaning


def announces(phrase: Sequence[str], typed: str) -> bool:
    """Whether a phrase, as it was typed, can announce a name."""
    return tuple(phrase) not in _WITHOUT_MARKS or typed.lower() in MARKED
