"""Whether two recommendations are about the same thing at the same place. Pure, and it says why.

Places count before words: the same words at alley 21 instead of 12 are another case, whatever else agrees. A person
decides; this only puts the likeliest on top.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from services.petitions.places import Said
from services.petitions.rules_places import Near, Places, compare_places
from services.petitions.vocabulary import ANYWHERE, WEAK

_ALL: Final = 100
_DIFFERENT: Final = -1.0
_SOME_NUMBER: Final = 0.4
_ONE_SAYS_MORE: Final = 0.8
_ONE_PLACE: Final = 1.0
"""What the places add to the words, for the order of a list."""
_WEAKLY: Final = 0.35
_OTHER: Final = 0.15
"""What a thing that many problems have counts, and a word that is none; a problem counts 1."""
_WITHIN: Final = 0.5
"""How much it counts that all of the shorter text is in the longer one."""
_AGAINST: Final = 0.6
"""What is left where one asks for something new and the other says that it does not work."""


class Level(StrEnum):
    """How alike two texts are: the same case, worth a look, not."""

    STRONG = "strong"
    LIKELY = "likely"
    NONE = "none"


class Bounds(NamedTuple):
    """From how many percent on (rules of the service)."""

    strong: int
    likely: int


@dataclass(frozen=True)
class Likeness:
    """The verdict with its reasons: the same places, the same words as typed in the first text, places that differ."""

    level: Level
    score: float
    places: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    differ: tuple[tuple[str, str], ...] = ()


def compare(new: Said, old: Said, near: Near, bounds: Bounds) -> Likeness:
    """How like the new text is to the old one."""
    places = compare_places(new, old, near)
    words, shared = _words(new, old)
    level = _level(places, 100 * words, bounds, nowhere=_nowhere(new, old))
    return Likeness(level, _score(places, words), tuple(dict.fromkeys(places.agree)), shared, tuple(places.differ[:2]))


def _nowhere(new: Said, old: Said) -> bool:
    """Whether it is of a kind that needs no place, and none is named."""
    return not new.has_place and not old.has_place and bool(new.topics.keys() & old.topics.keys() & ANYWHERE)


def _level(places: Places, percent: float, bounds: Bounds, *, nowhere: bool) -> Level:
    if places.differ:
        return Level.NONE
    is_one_place = places.is_whole and not places.only_one
    enough = bounds.strong if is_one_place else (_ALL + bounds.strong) / 2  # without a place words alone must tell
    if percent >= enough and (is_one_place or nowhere):
        return Level.STRONG
    return Level.LIKELY if percent >= bounds.likely or places.is_whole else Level.NONE


def _score(places: Places, words: float) -> float:
    """For the order of a list: places first."""
    if places.differ:
        return words + _DIFFERENT
    if places.is_whole:
        return words + (_ONE_SAYS_MORE if places.only_one else _ONE_PLACE)
    return words + (_SOME_NUMBER if places.agree else 0)


def _words(new: Said, old: Said) -> tuple[float, tuple[str, ...]]:
    """How far they speak of the same problem, from 0 to 1, and the words of the first that say so. What only one of
    them says counts against it, so that a problem nobody thought of is not taken for the one beside it."""
    mine, theirs = _weights(new), _weights(old)
    shared = [term for term in mine if term in theirs]
    both, one, other = (sum(one) for one in ([mine[term] for term in shared], mine.values(), theirs.values()))
    if not both:
        return 0, ()
    likeness = _WITHIN * both / min(one, other) + (1 - _WITHIN) * both / (one + other - both)
    against = new.aspects | old.aspects == {"new", "broken"} and not new.aspects & old.aspects
    said = tuple({**new.topics, **new.rest}[term] for term in shared)
    return likeness * (_AGAINST if against else 1), said


def _weights(text: Said) -> dict[str, float]:
    """What a text says, a known problem counting more than a thing that many problems have, any other word least."""
    topics = {topic: _WEAKLY if topic in WEAK else 1.0 for topic in text.topics}
    return {**topics, **dict.fromkeys(text.rest, _OTHER)}
