"""Whether two texts speak of one place: what agrees, what cannot both be right, what only one of them says. Pure."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from services.petitions.places import Name, Said
from services.petitions.vocabulary import COMMON, MIDDLES, SCHOOLS, Phrase

OF_A_STREET: Final = frozenset({"alley", "lane", "house", "lot", "branch"})
"""Numbers that mean nothing without the street: every street has a 12."""
_WAYS: Final = frozenset({"street", "area", "any", "crossing"})
_SAID: Final = "said"
"""The kind of a name that stands in a text without being announced there."""
_SHORTEST_MISTYPED: Final = 4


class Near(NamedTuple):
    """How near the two were raised."""

    same_ward: bool
    same_branch: bool


@dataclass
class Places:
    """What two texts say of places: where they agree, where they cannot both be right, what only one of them says."""

    agree: list[str] = field(default_factory=list)
    differ: list[tuple[str, str]] = field(default_factory=list)
    names_agree: bool = False
    is_whole: bool = False
    """Whether what agrees is one place, not only the number of an alley in some street."""
    only_one: bool = False


def compare_places(new: Said, old: Said, near: Near) -> Places:
    """The places of two texts beside each other."""
    found = Places()
    _compare_names(found, new, old)
    _compare_numbers(found, new, old, near)
    _compare_ends(found, new, old)
    if not near.same_ward and not found.names_agree:
        found.is_whole = False
    return found


def _compare_names(found: Places, new: Said, old: Said) -> None:
    mine, left = _found_in(new, old)
    theirs, other_left = _found_in(old, new)
    agreed = [name.typed for name, _ in mine] + [name.typed for name, other in theirs if other.kind == _SAID]
    if agreed:
        found.agree += agreed
        found.names_agree = found.is_whole = True
    for name in left:
        against = next((one for one in other_left if _is_like_kind(name, one)), None)
        if against is not None:
            found.differ.append((name.typed, against.typed))
    if new.schools and old.schools and not new.schools & old.schools:
        found.differ.append((_school(new), _school(old)))
    if any(name.kind == "crossing" for name in (*new.names, *old.names)):
        found.only_one = any(name.kind in _WAYS for name in (*left, *other_left))


def _found_in(text: Said, other: Said) -> tuple[list[tuple[Name, Name]], list[Name]]:
    """The names of a text that the other says too, each with how that says it, and those that it does not."""
    pairs = [(name, _same_name(name, other)) for name in text.names]
    return [(name, said) for name, said in pairs if said is not None], [name for name, said in pairs if said is None]


def _school(text: Said) -> str:
    named = (name.typed for name in text.names if name.kind in text.schools)
    return next(named, "trường")


def _is_like_kind(one: Name, other: Name) -> bool:
    if one.kind == other.kind:
        return True
    return (one.kind in _WAYS and other.kind in _WAYS) or (one.kind in SCHOOLS and other.kind in SCHOOLS)


def _same_name(name: Name, text: Said) -> Name | None:
    """The name as the other text says it, if it does: announced there, or only in its words."""
    for other in text.names:
        mine, theirs = _trusted(name), _trusted(other)
        if mine == theirs or _says(mine, other.words) or _says(theirs, name.words):
            return other
    wanted = _trusted(name)
    if (len(wanted) > 1 or wanted[0] not in COMMON) and _stands_in(wanted, text):
        return Name(wanted, _SAID, False, name.typed)
    initials = "".join(word[0] for word in name.words)
    if len(initials) > 1 and initials in text.initials:
        return Name((initials,), _SAID, False, name.typed)
    return None


def _trusted(name: Name) -> Phrase:
    return name.words if name.sure else _beginning(name.words)


def _beginning(words: Phrase) -> Phrase:
    """As much of a name without capitals as is surely of it."""
    return words[:3] if len(words) > 2 and words[1] in MIDDLES else words[:2]


def _says(shorter: Phrase, longer: Phrase) -> bool:
    """Whether the longer begins with the shorter, typing errors forgiven."""
    return (len(shorter) > 1 or shorter == longer) and _begins(shorter, longer)


def _begins(shorter: Phrase, longer: Phrase) -> bool:
    pairs = list(zip(shorter, longer, strict=False))
    return len(pairs) == len(shorter) and _alike_words(pairs)


def _alike_words(pairs: list[tuple[str, str]]) -> bool:
    wrong = [(one, other) for one, other in pairs if one != other]
    if not wrong:
        return True
    one, other = wrong[0]
    return (
        len(wrong) == 1
        and len(pairs) > 1
        and min(len(one), len(other)) > 3
        and DamerauLevenshtein.distance(one, other) == 1
    )


def _stands_in(words: Phrase, text: Said) -> bool:
    """Whether the words stand in the text in this order, one of them mistyped at most."""
    known = sum(word in text.all_words for word in words)
    if known < len(words) - (len(words) > 1):
        return False
    said = text.words
    spans = (said[at : at + len(words)] for at in range(len(said) - len(words) + 1))
    return any(_alike_words(list(zip(words, span, strict=True))) for span in spans)


def _compare_numbers(found: Places, new: Said, old: Said, near: Near) -> None:
    for kind in sorted(new.numbers.keys() | old.numbers.keys()):
        mine, theirs = new.numbers.get(kind, {}), old.numbers.get(kind, {})
        shared = mine.keys() & theirs.keys()
        if shared:
            found.agree += [mine[number] for number in sorted(shared)]
            if kind in OF_A_STREET:
                found.is_whole = found.names_agree or (near.same_branch and not (new.names and old.names))
            else:
                found.is_whole = found.is_whole or near.same_ward
        elif mine and theirs:
            found.differ.append((next(iter(mine.values())), next(iter(theirs.values()))))
        else:
            found.only_one = True


def _compare_ends(found: Places, new: Said, old: Said) -> None:
    if new.ends and old.ends and not new.ends.keys() & old.ends.keys():
        found.differ.append((next(iter(new.ends.values())), next(iter(old.ends.values()))))
