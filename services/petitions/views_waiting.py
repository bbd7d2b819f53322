"""How long a petition waited with whom, spell by spell, to the second: the parts add up to the whole, always. Pure.

Intervals touch at fractions of a second. Each is counted from whole second to whole second since the spell began, so
that what is rounded off one holder is counted with the next.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from pydantic import BaseModel

from libs.contracts.vocabulary import Tier
from services.petitions.models import Holding

_SECOND = timedelta(seconds=1)


class WaitedOut(BaseModel):
    """All the time that a unit held it in this spell; `now` where it still does."""

    unit_id: UUID
    unit_name: str
    tier: Tier
    seconds: int
    now: bool


class SpellOut(BaseModel):
    """From logging, or coming back, to its end, or until now (`to_at` null). `seconds` is its age, and the sum of
    `waited`."""

    spell: int
    from_at: datetime
    to_at: datetime | None
    seconds: int
    waited: list[WaitedOut]


def spells(holdings: Iterable[Holding], names: Mapping[UUID, str], now: datetime) -> list[SpellOut]:
    """The spells of a petition from its holder intervals, in their order."""
    return [_spell(list(held), names, now) for _, held in groupby(holdings, key=lambda one: one.spell)]


def _spell(held: list[Holding], names: Mapping[UUID, str], now: datetime) -> SpellOut:
    began = held[0].from_at
    waited: dict[UUID, WaitedOut] = {}
    for one in held:
        until = one.to_at or max(now, one.from_at)
        seconds = _whole(until - began) - _whole(one.from_at - began)
        unit = WaitedOut(unit_id=one.unit_id, unit_name=names.get(one.unit_id, ""), tier=one.tier, seconds=0, now=False)
        unit = waited.setdefault(one.unit_id, unit)
        unit.seconds += seconds
        unit.now = one.to_at is None
    ended = held[-1].to_at
    return SpellOut(
        spell=held[0].spell,
        from_at=began,
        to_at=ended,
        seconds=_whole((ended or max(now, held[-1].from_at)) - began),
        waited=list(waited.values()),
    )


def _whole(length: timedelta) -> int:
    return length // _SECOND
