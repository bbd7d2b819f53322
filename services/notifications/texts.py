"""What an inbox line says: `texts.toml`, filled with what the item stores and dated as the reader's language does."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final

from libs.common.clock import LOCAL_ZONE

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class _Words(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "—"


@cache
def texts() -> dict[str, Any]:
    """The whole file, by fact and audience."""
    return tomllib.loads((files(__package__) / "texts.toml").read_text(encoding="utf-8"))


def title(kind: str, params: Mapping[str, str], language: str) -> str:
    """The line's first words; `kind` is fact and audience, joined by a dot."""
    return _fill("title", kind, params, language)


def text(kind: str, params: Mapping[str, str], language: str) -> str:
    """What it says under them."""
    return _fill("text", kind, params, language)


def _fill(part: str, kind: str, params: Mapping[str, str], language: str) -> str:
    fact, audience = kind.split(".")
    template: str = texts()[fact][audience][part][language]
    return template.format_map(_Words({name: _shown(name, value, language) for name, value in params.items()}))


def _shown(name: str, value: str, language: str) -> str:
    if name == "clock":
        word: str = texts()["clock"][value][language]
        return word
    return _local_date(value, language) if name == "due" else value


def _local_date(moment: str, language: str) -> str:
    day = datetime.fromisoformat(moment).astimezone(LOCAL_ZONE).date()
    return f"{day:%d/%m/%Y}" if language == "vi" else f"{day.day} {MONTHS[day.month - 1]} {day.year}"
