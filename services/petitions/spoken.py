"""A text as words: without marks, abbreviations written out, with how each was typed. Pure."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple
from unicodedata import normalize

from libs.common.text import fold
from services.petitions.vocabulary import ASPECTS, SHORT

BREAK: Final = "|"
SENTENCE_ENDS: Final = ".!?\n"

_MOST: Final = 600
"""Words of a text that are read: whoever needs more to say what is wrong where has said it by then."""
_BEGINNING: Final = 1_000
_CAPITALS: Final = 0.6
"""From this share of capitals on they tell no names: everything is written in them."""
_LONGEST_INITIALS: Final = 5
_TOKEN: Final = re.compile(r"\d+[a-eA-E]?(?:/\d+[a-eA-E]?)*(?![^\W_])|\d+|[^\W\d_]+(?:/[^\W\d_]+)?|[.,;:()!?\n-]")
_WITH_A_POINT: Final = frozenset({"ngo", "duong", "ngach", "pho"})


class Word(NamedTuple):
    """A word without marks, and as it was typed."""

    folded: str
    typed: str
    is_capital: bool

    @property
    def is_initials(self) -> bool:
        """Whether it may be a name shortened to its first letters (NMT)."""
        return self.typed.isupper() and 1 < len(self.typed) < _LONGEST_INITIALS

    @property
    def is_number(self) -> bool:
        """Whether it is a number, perhaps of a house (12A, 5/12)."""
        return self.folded[0].isdigit()


def words_of(text: str) -> list[Word]:
    """The words with abbreviations written out; marks that end a phrase stand between them."""
    found: list[Word] = []
    for match in _TOKEN.finditer(normalize("NFC", text)):
        found += _written_out(match.group())
        if len(found) > _MOST:
            break
    return _without_points(found)


@lru_cache(maxsize=30_000)
def _written_out(typed: str) -> list[Word]:
    folded = fold(typed)
    if not folded or not folded[0].isalnum():
        return [Word(BREAK, typed, False)]
    full = SHORT.get(folded)
    if full is None or typed == "D":
        return [Word(folded, typed, typed[0].isupper())]
    return [Word(one, typed, False) for one in full]


def _without_points(words: Sequence[Word]) -> list[Word]:
    """The point of an abbreviation (`ng. 12`) ends nothing."""
    kept: list[Word] = []
    for word in words:
        after = kept[-1] if kept else word
        if word.typed != "." or after.folded not in _WITH_A_POINT or len(after.typed) > 2:
            kept.append(word)
    return kept


def has_case(words: Sequence[Word]) -> bool:
    """Whether capitals tell names: some stand inside a sentence, and not everything is in capitals."""
    inside = any(
        word.is_capital and not word.typed.isupper() and before.typed not in SENTENCE_ENDS
        for before, word in pairwise(words)
    )
    return inside and not is_shouted(words)


def is_shouted(words: Sequence[Word]) -> bool:
    """Whether it is all in capitals."""
    letters = [word.is_capital for word in words if word.folded[0].isalpha()]
    return sum(letters) > _CAPITALS * len(letters)


def aspects_of(text: str) -> set[str]:
    """What is asked for: something new, or that something be mended. Texts without marks say it without marks."""
    marked = normalize("NFC", text[:_BEGINNING]).lower()
    patterns = _ASPECTS_PLAIN if marked.isascii() else _ASPECTS
    return {aspect for aspect, pattern in patterns.items() if pattern.search(marked)}


_ASPECTS: Final = {one: re.compile(rf"\b(?:{'|'.join(said)})\b") for one, said in ASPECTS.items()}
_ASPECTS_PLAIN: Final = {one: re.compile(rf"\b(?:{fold('|'.join(said))})\b") for one, said in ASPECTS.items()}
