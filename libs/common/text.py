"""Text as people type it, made safe to store, to compare and to sort (Vietnamese first)."""

import unicodedata
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

_TONES: Final = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES: Final = {"\u0306": "1", "\u0302": "2", "\u031b": "3"}


def clean(text: str) -> str:
    """NFC, without control characters except line breaks, trimmed. Raises ValueError on text that cannot be shown:
    U+FFFD and private-use characters, as documents in legacy fonts leave them."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    if any(char == "\ufffd" or unicodedata.category(char) in ("Co", "Cs", "Cn") for char in composed):
        raise ValueError("unreadable characters")
    return "".join(char for char in composed if char == "\n" or unicodedata.category(char)[0] != "C").strip()


def one_line(text: str) -> str:
    """`clean` text with every run of white space as one space."""
    return " ".join(clean(text).split())


def fold(text: str) -> str:
    """Lower case without any marks, đ as d, white space collapsed: what search compares."""
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return " ".join(bare.replace("đ", "d").replace("Đ", "D").lower().split())


def name_sort_key(name: str) -> str:
    """Sorts names as Vietnamese lists do: given name (last word), family name (first), then the middle ones; letters
    before tones (none, huyền, hỏi, ngã, sắc, nặng). Compare the keys byte by byte (COLLATE "C")."""
    words = name.split()
    parts = [words[-1], words[0], " ".join(words[1:-1])] if len(words) > 1 else words
    return " ".join(_part_key(part) for part in parts)


def _part_key(part: str) -> str:
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", part.lower()):
        if char in _TONES and tones:
            tones[-1] = _TONES[char]
        elif char in _SHAPES and letters:
            letters[-1] = letters[-1][0] + _SHAPES[char]
        elif char == "đ":
            letters.append("d1")
            tones.append("0")
        elif char.isascii() and char.isalnum():
            letters.append(char + "0")
            tones.append("0")
    return "".join(letters) + "." + "".join(tones)


def _cleaned(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return clean(value)
    except ValueError as error:
        raise PydanticCustomError("text_unreadable", "unreadable characters") from error


def _single_line(value: str) -> str:
    return " ".join(value.split())


CleanText = Annotated[str, BeforeValidator(_cleaned)]
"""Text of any length, cleaned before its length is judged."""

Line = Annotated[
    str, StringConstraints(min_length=1, max_length=200), AfterValidator(_single_line), BeforeValidator(_cleaned)
]
"""One line of 1 to 200 characters."""

Query = Annotated[str, StringConstraints(max_length=200), AfterValidator(_single_line), BeforeValidator(_cleaned)]
"""What somebody searches for, at most 200 characters."""
