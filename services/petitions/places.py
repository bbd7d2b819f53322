"""Reads a recommendation as somebody typed it: the places it names, what is wrong there, the words that are left. Pure.

Everything is compared without marks. A name is bounded by capitals where there are any, else by the next word that
names nothing; such a name is only trusted where the other text says the same words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from services.petitions.spoken import BREAK, SENTENCE_ENDS, Word, aspects_of, has_case, is_shouted, words_of
from services.petitions.vocabulary import (
    COMMON,
    COUNTED,
    ENDS,
    ENDS_TYPED,
    GOES_ON,
    MIDDLES,
    NO_ENDS,
    SCHOOLS,
    STOPS,
    UNITS,
    Meaning,
    Phrase,
    announces,
    phrases_at,
)

_NUMBER: Final = re.compile(r"\d+[a-e]?(/\d+[a-e]?)*")
_LETTER: Final = re.compile(r"[a-h]")
_LONGEST_NAME: Final = 4
_NEED_TWO: Final = frozenset({"street", "area", "lake"})
"""Kinds that too many other words look like: one word without a capital is no name of theirs."""
_OF_ALLEYS: Final = ("alley", "lane", "lane")


class Name(NamedTuple):
    """A name of a place; `sure` if capitals say where it ends."""

    words: Phrase
    kind: str
    sure: bool
    typed: str


@dataclass
class Said:
    """What a text says."""

    words: list[str] = field(default_factory=list)
    numbers: dict[str, dict[str, str]] = field(default_factory=dict)
    """By kind of place: the number, and the words as typed."""
    names: list[Name] = field(default_factory=list)
    ends: dict[str, str] = field(default_factory=dict)
    topics: dict[str, str] = field(default_factory=dict)
    aspects: set[str] = field(default_factory=set)
    schools: set[str] = field(default_factory=set)
    """Kinds of school spoken of, with a name or without."""
    initials: set[str] = field(default_factory=set)
    """Names shortened to their first letters (NMT), in capitals."""
    rest: dict[str, str] = field(default_factory=dict)
    """Words of neither a place nor a known problem, with how they were typed."""

    @cached_property
    def all_words(self) -> frozenset[str]:
        """Every word of it, in no order."""
        return frozenset(self.words)

    @property
    def has_place(self) -> bool:
        """Whether it says where."""
        return bool(self.numbers or self.names)


def read(text: str) -> Said:
    """What a text says of places and problems."""
    said = _Reader(words_of(text)).read()
    said.aspects = aspects_of(text)
    return said


class _Reader:
    """Goes through the words once."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.all = words
        self.plain = [word.folded for word in words]
        self.has_case = has_case(words)
        self.has_initials = not is_shouted(words)
        self.said = Said(words=self.plain)

    def read(self) -> Said:
        at = 0
        while at < len(self.plain):
            at = self._place(at) or self._topic(at) or self._capitals(at) or self._other(at)
        return self.said

    def _typed(self, start: int, end: int) -> str:
        typed: list[str] = []
        for word in self.all[start:end]:
            if word.folded != BREAK and (not typed or typed[-1] != word.typed):
                typed.append(word.typed)
        return " ".join(typed)

    def _place(self, at: int) -> int | None:
        longest = next(phrases_at(self.plain, at), None)
        after = self._announced(at, *longest) if longest else None
        if after is None and self._is_number(at) and not self._counts(at):
            after = self._name("street", at + 1, at + 1)
            if after is not None:
                self._number("house", at, at)
        return after

    def _announced(self, at: int, end: int, meaning: Meaning) -> int | None:
        """A place that says what it is: `ngõ 12`, `chợ Nam Thành`, `đầu ngõ`."""
        if meaning.end:
            self.said.ends.setdefault(meaning.end, self._typed(at, end))
            return at + 1
        number_at = end + 1 if end < len(self.plain) and self.plain[end] == "so" else end
        if meaning.numbered and (self._is_number(number_at) or self._is_letter(number_at)):
            self._number(meaning.numbered, at, number_at)
            return self._name(meaning.named or "street", number_at + 1, number_at + 1) or number_at + 1
        if meaning.named in SCHOOLS:
            self.said.schools.add(str(meaning.named))
        if meaning.named and announces(self.plain[at:end], self._typed(at, end)):
            return self._name(meaning.named, end, at)
        return None

    def _is_number(self, at: int) -> bool:
        return at < len(self.plain) and bool(_NUMBER.fullmatch(self.plain[at]))

    def _is_letter(self, at: int) -> bool:
        """Whether it is a single capital, as of a block."""
        return at < len(self.all) and self.all[at].typed.isupper() and bool(_LETTER.fullmatch(self.plain[at]))

    def _counts(self, at: int, *, is_last: bool = True) -> bool:
        """Whether the number counts something: 5 lamps, 3 years; or, where `is_last`, stands for itself."""
        following = self.plain[at + 1] if at + 1 < len(self.plain) else BREAK
        before = self.plain[at - 1] if at else BREAK
        return following in UNITS or (is_last and following == BREAK) or before in COUNTED

    def _number(self, kind: str, start: int, at: int) -> None:
        typed = self._typed(start, at + 1)
        parts = self.plain[at].split("/")
        in_alley = kind in _OF_ALLEYS and len(parts) > 1
        kinds = _OF_ALLEYS if in_alley else (*_OF_ALLEYS[: len(parts) - 1], kind)
        for one, part in zip(kinds, parts, strict=False):
            self.said.numbers.setdefault(one, {}).setdefault(part.lstrip("0") or part, typed)

    def _name(self, kind: str, at: int, start: int) -> int | None:
        """The name that begins here, bounded by capitals or by the next word that names nothing; a number after it, as
        of a second school of that name, belongs to it."""
        end = self._capitals_end(at, at + _LONGEST_NAME + 1)
        sure = end > at
        if end <= at + 1 and self._initials(at):
            return None
        if not sure:
            end = self._plain_end(at)
            if end - at < (2 if kind in _NEED_TWO else 1):
                return None
        self.said.names.append(Name(tuple(self.plain[at:end]), kind, sure, self._typed(start, end)))
        if self._is_number(end) and not self._counts(end, is_last=False):
            self._number("branch", start, end)
            return end + 1
        return end

    def _initials(self, at: int) -> bool:
        """Whether a name shortened to its first letters stands here; it is remembered."""
        found = self.has_initials and at < len(self.all) and self.all[at].is_initials
        if found:
            self.said.initials.add(self.plain[at])
        return found

    def _capitals_end(self, at: int, most: int) -> int:
        end = at
        while self.has_case and end < min(most, len(self.all)) and self.all[end].is_capital:
            end += 1
        return end

    def _plain_end(self, at: int) -> int:
        """Where a name without capitals may end; where there are capitals there is none."""
        end = at
        if self.has_case or (at < len(self.plain) and self.plain[at] in GOES_ON):
            return end
        while end < min(at + _LONGEST_NAME, len(self.plain)) and (
            self._may_name(end, end == at) or self._may_end(at, end)
        ):
            end += 1
        return end

    def _may_name(self, at: int, first: bool) -> bool:
        word = self.plain[at]
        if word == BREAK or word[0].isdigit() or word in STOPS:
            return False
        return first or not any(meaning.topic or meaning.named for _, meaning in phrases_at(self.plain, at))

    def _may_end(self, start: int, at: int) -> bool:
        """Whether a name must have another word, whatever it means elsewhere: `nguyen huy tu`."""
        word = self.plain[at]
        return at - start == 2 and self.plain[at - 1] in MIDDLES and word != BREAK and not word[0].isdigit()

    def _topic(self, at: int) -> int | None:
        for end, meaning in phrases_at(self.plain, at):
            if meaning.topic:
                self.said.topics.setdefault(meaning.topic, self._typed(at, end))
                return end
        return None

    def _capitals(self, at: int) -> int | None:
        """Two capitals in a row, not at the beginning of a sentence, are a name that nothing announces."""
        end = self._capitals_end(at, len(self.all))
        begins = at == 0 or (self.plain[at - 1] == BREAK and self.all[at - 1].typed in SENTENCE_ENDS)
        if self.plain[at] in STOPS or end - at < (3 if begins else 2):
            return None
        self.said.names.append(Name(tuple(self.plain[at:end]), "any", False, self._typed(at, end)))
        return end

    def _is_end(self, word: Word, following: Word) -> bool:
        """Whether the beginning or the end of something with a name is meant: `cuối Hàng Than`."""
        if word.folded not in ENDS or word.typed.lower() not in ENDS_TYPED:
            return False
        return following.is_capital if self.has_case else following.folded not in STOPS | NO_ENDS | {BREAK}

    def _other(self, at: int) -> int:
        word = self.all[at]
        following = self.all[at + 1] if at + 1 < len(self.all) else word
        if self._is_end(word, following):
            self.said.ends.setdefault(ENDS[word.folded], f"{word.typed} {following.typed}")
        self._initials(at)
        if word.folded not in COMMON and not word.is_number and word.folded != BREAK and len(word.folded) > 1:
            self.said.rest.setdefault(word.folded, word.typed)
        return at + 1
