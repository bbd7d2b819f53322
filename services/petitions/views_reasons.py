"""The lists of reasons as they hold on a day, and what was chosen from them."""

from collections.abc import Iterable, Sequence
from typing import Literal

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common import clock
from libs.common.rules import local_day
from services.petitions.models_words import HistoryLine, Reason
from services.petitions.rules import Verb
from services.petitions.rules_reasons import Why, choose, holding


class ReasonOut(BaseModel):
    """A reason that can be chosen today; one that `needs_text` has to be told in words too, and one that does not
    `keeps_text` erases what was said."""

    verb: Verb | Literal["reveal"]
    code: str
    vi: str
    en: str
    needs_text: bool
    keeps_text: bool


class Reasons(BaseModel):
    """All lists of today, by verb and place."""

    items: list[ReasonOut]


class ReasonWords(BaseModel):
    """What a code said on the day it was chosen."""

    vi: str
    en: str


async def reasons_today(session: AsyncSession) -> Reasons:
    """What can be chosen today."""
    listed = holding(await _all(session), clock.today())
    return Reasons(items=[ReasonOut(**one.model_dump()) for one in listed])


async def why(session: AsyncSession, verb: str, code: str | None, said: str | None) -> Why:
    """The reason given for a verb, against the list of today."""
    return choose(await _all(session) if code else (), verb, code, said, clock.today())


async def words_chosen(session: AsyncSession, lines: Iterable[HistoryLine]) -> dict[int, ReasonWords]:
    """By line of history: the words of its code, as they were then."""
    coded = [line for line in lines if "reason_code" in line.details]
    reasons = await _all(session) if coded else ()
    found: dict[int, ReasonWords] = {}
    for line in coded:
        for one in holding(reasons, local_day(line.at)):
            if (one.verb, one.code) == (line.verb, line.details["reason_code"]):
                found[line.seq] = ReasonWords(vi=one.vi, en=one.en)
    return found


async def _all(session: AsyncSession) -> Sequence[Reason]:
    return (await session.scalars(select(Reason))).all()
