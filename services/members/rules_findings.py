"""What an import has to say of a row: one entry per slug, with its level and what to do, in both languages.

A finding is data; its words are put together when it is read, in the language of the reader.
"""

from enum import StrEnum
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, ConfigDict

from services.members.rules_findings_texts import TEXTS


class Level(StrEnum):
    """`refused`: the row is not taken over. `warning`: it is, and somebody should look at it."""

    REFUSED = "refused"
    WARNING = "warning"


class Place(NamedTuple):
    """A row of a sheet, as the person sees it in their program."""

    sheet: str
    row: int


class Finding(BaseModel):
    """One thing that is wrong with one row. `column` is the heading of the sheet."""

    model_config = ConfigDict(frozen=True)

    slug: str
    place: Place
    column: str
    value: str | None = None
    other: Place | None = None

    @property
    def level(self) -> Level:
        """Decided by the slug alone."""
        return Level.REFUSED if TEXTS[self.slug].refused else Level.WARNING


class Words(NamedTuple):
    """A finding in one language."""

    reason: str
    cure: str


_LONGEST_VALUE: Final = 120


def shown(value: Any) -> str | None:
    """A cell as the report quotes it; long ones are cut."""
    if value is None:
        return None
    text = str(value)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def words(slug: str, language: str, *, value: str | None, other_row: int | None) -> Words:
    """Reason and cure of a finding in `language`."""
    text = TEXTS[slug]
    reason, cure = (text.reason_en, text.cure_en) if language == "en" else (text.reason_vi, text.cure_vi)
    filled = {"value": value or "", "other_row": other_row or ""}
    return Words(reason.format(**filled), cure.format(**filled))
