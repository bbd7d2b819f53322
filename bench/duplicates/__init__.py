"""How well duplicates are found in texts that were held out: `python -m bench.duplicates`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from services.petitions.places import Said, read
from services.petitions.rules_alike import Bounds, Level, Likeness, compare
from services.petitions.rules_places import Near

SHOWN: Final = 5
_TEXTS: Final = Path(__file__).with_name("texts.jsonl")


@dataclass(frozen=True)
class Text:
    """A recommendation of the set, with what it says."""

    part: str
    group: str
    ward: str
    branch: str
    text: str
    said: Said


@dataclass(frozen=True)
class Figures:
    """What came of it. A question is a text that has a duplicate; a pair counts in both directions."""

    questions: int
    in_first_five: float
    strong: int
    precision: float
    recall: float


def texts() -> list[Text]:
    """The whole set."""
    rows = [json.loads(line) for line in _TEXTS.read_text("utf-8").splitlines()]
    return [Text(row["part"], row["group"], row["ward"], row["branch"], row["text"], read(row["text"])) for row in rows]


def measure(part: str, bounds: Bounds) -> Figures:
    """Each text of a part asked for, among all the others of its ward and its true duplicates elsewhere."""
    every = texts()
    asked = [(one, _judged(one, every, bounds)) for one in every if one.part == part]
    with_others = [(one, judged) for one, judged in asked if any(other.group == one.group for other, _ in judged)]
    right = [other.group == one.group for one, judged in asked for other, like in judged if like.level is Level.STRONG]
    true = sum(other.group == one.group for one, judged in asked for other, _ in judged)
    found = sum(_is_found(one, judged) for one, judged in with_others)
    return Figures(
        questions=len(with_others),
        in_first_five=found / len(with_others),
        strong=len(right),
        precision=sum(right) / len(right),
        recall=sum(right) / true,
    )


Judged = Sequence[tuple[Text, Likeness]]


def _judged(one: Text, every: Sequence[Text], bounds: Bounds) -> Judged:
    others = [other for other in every if other is not one and (other.ward == one.ward or other.group == one.group)]
    return [(other, compare(one.said, other.said, _near(one, other), bounds)) for other in others]


def _near(one: Text, other: Text) -> Near:
    return Near(same_ward=one.ward == other.ward, same_branch=one.branch == other.branch)


def _is_found(one: Text, judged: Judged) -> bool:
    """Whether a true duplicate is among the first suggestions."""
    alike = [(other, like) for other, like in judged if like.level is not Level.NONE]
    ordered = sorted(alike, key=lambda pair: (pair[1].level is not Level.STRONG, -pair[1].score))
    return any(other.group == one.group for other, _ in ordered[:SHOWN])
