"""Why something is done: chosen from the list that holds today, said in words, or both. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from services.petitions import errors
from services.petitions.models_words import Reason


class Why(NamedTuple):
    """What was said, the code that was chosen, and what the list says for it; or the rule by which it happens. With
    some reasons nothing of the matter is kept."""

    said: str | None
    code: str | None = None
    listed: str | None = None
    rule: str | None = None
    keeps_text: bool = True

    @property
    def told(self) -> str | None:
        """What a reader without the list is told."""
        return self.said or self.listed

    @property
    def details(self) -> dict[str, str | bool]:
        """What stands in the history."""
        named = {"reason_code": self.code, "rule": self.rule, "text_erased": not self.keeps_text}
        return {name: value for name, value in named.items() if value}


def holding(reasons: Iterable[Reason], day: date) -> list[Reason]:
    """The lists of a day: of each code the row that began last, by verb and place."""
    found: dict[tuple[str, str], Reason] = {}
    for reason in sorted(reasons, key=lambda one: one.valid_from):
        if reason.valid_from <= day and (reason.valid_to is None or day <= reason.valid_to):
            found[reason.verb, reason.code] = reason
    return sorted(found.values(), key=lambda one: (one.verb, one.position, one.code))


def choose(reasons: Iterable[Reason], verb: str, code: str | None, said: str | None, day: date) -> Why:
    """The reason given for a verb. Refuses a code that the list of the day does not have, one that says too little
    by itself, and words where nothing is to be written down."""
    if code is None:
        return Why(said)
    chosen = next((one for one in holding(reasons, day) if (one.verb, one.code) == (verb, code)), None)
    if chosen is None:
        raise errors.UnknownReason
    if chosen.needs_text and said is None:
        raise errors.ReasonTextNeeded
    if said is not None and not chosen.keeps_text:
        raise errors.ReasonTextNotKept
    return Why(said, code, chosen.vi, keeps_text=chosen.keeps_text)
