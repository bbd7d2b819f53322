"""The figures of a desk and of the whole city, and the gauges that are scraped."""

from datetime import date
from uuid import UUID

from prometheus_client import Gauge
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from libs.access import Unit
from libs.common import clock
from libs.common.rules import rule_book
from libs.contracts.vocabulary import Tier
from services.petitions import rules_clocks
from services.petitions.views import LATE
from services.petitions.views_scope import ABOVE, ANSWERED

_OPEN = "p.state NOT IN ('closed', 'merged', 'redirected', 'withdrawn')"

petitions = Gauge(
    "lienthong_petitions", "Petitions by the tier that holds or last held them, and state.", ["tier", "state"]
)
overdue = Gauge("lienthong_petitions_overdue", "Petitions past their nearest deadline.", ["tier"])
unowned = Gauge("lienthong_petitions_unowned", "Petitions that are not final and that nobody holds: always 0.")


class CutOff(BaseModel):
    """When the month is consolidated."""

    on: date
    days_left: int


class Summary(BaseModel):
    """A desk in figures."""

    unit_id: UUID
    todo: int
    answered: int
    above: int
    all: int
    in_progress: int
    overdue: int
    unacknowledged: int
    without_holder: int
    cut_off: CutOff


class WardFigures(BaseModel):
    """A ward in figures."""

    unit_id: UUID
    unit_name: str
    total: int
    answered: int
    in_progress: int
    overdue: int


class Overview(BaseModel):
    """The city, a row a ward."""

    items: list[WardFigures]


_SEEN_BY = {Tier.CITY: "p.was_at_top", Tier.WARD: "p.ward_id = :unit_id", Tier.SUB_COMMITTEE: "p.holder_id = :unit_id"}


async def summary(session: AsyncSession, unit: Unit) -> Summary:
    """The figures of one desk."""
    counted = text(f"""
        SELECT count(*) FILTER (WHERE p.holder_id = :unit_id AND p.state <> 'answered') AS todo,
               count(*) FILTER (WHERE {ANSWERED}) AS answered,
               count(*) FILTER (WHERE p.holder_tier = ANY(:above)) AS above,
               count(*) AS all,
               count(*) FILTER (WHERE {_OPEN} AND p.state <> 'answered') AS in_progress,
               count(*) FILTER (WHERE p.queue_at <= :late) AS overdue,
               count(*) FILTER (WHERE p.holder_id = :unit_id AND p.state = 'submitted') AS unacknowledged,
               count(*) FILTER (WHERE {_OPEN} AND p.holder_id IS NULL) AS without_holder
        FROM petitions AS p WHERE {_SEEN_BY.get(unit.tier, "p.home_id = :unit_id")}
    """)
    above = [str(tier) for tier in ABOVE[unit.tier]]
    params = {"unit_id": unit.id, "above": above, "late": clock.now() - LATE}
    row = (await session.execute(counted, params)).one()
    on = rules_clocks.cut_off(clock.today(), await rule_book(session))
    cut_off = CutOff(on=on, days_left=(on - clock.today()).days)
    return Summary(unit_id=unit.id, cut_off=cut_off, **row._asdict())


async def overview(session: AsyncSession) -> Overview:
    """Every ward, the most overdue first."""
    counted = text(f"""
        SELECT unit.id AS unit_id, unit.name AS unit_name,
               coalesce(total, 0) AS total, coalesce(answered, 0) AS answered,
               coalesce(in_progress, 0) AS in_progress, coalesce(overdue, 0) AS overdue
        FROM access_units AS unit
        LEFT JOIN (SELECT p.ward_id,
                          count(*) AS total,
                          count(*) FILTER (WHERE {ANSWERED}) AS answered,
                          count(*) FILTER (WHERE {_OPEN} AND p.state <> 'answered') AS in_progress,
                          count(*) FILTER (WHERE p.queue_at <= :late) AS overdue
                   FROM petitions AS p GROUP BY p.ward_id) AS counts ON counts.ward_id = unit.id
        WHERE unit.tier = 'ward' AND (unit.valid_to IS NULL OR unit.valid_to >= :today)
        ORDER BY overdue DESC, in_progress DESC, unit.path
    """)
    rows = await session.execute(counted, {"late": clock.now() - LATE, "today": clock.today()})
    return Overview(items=[WardFigures(**row._asdict()) for row in rows])


_HELD = text("SELECT last_holder_tier, state, count(*) FROM petitions GROUP BY last_holder_tier, state")
_LATE = text("SELECT holder_tier, count(*) FROM petitions WHERE queue_at <= :late GROUP BY holder_tier")
_UNOWNED = text(f"""
    SELECT count(*) FROM petitions AS p
    WHERE {_OPEN} AND NOT EXISTS (SELECT FROM holdings AS h WHERE h.petition_id = p.id AND h.to_at IS NULL)
""")


async def refresh_gauges(session: AsyncSession) -> None:
    """Counts afresh when scraped."""
    petitions.clear()
    for tier, state, count in await session.execute(_HELD):
        petitions.labels(tier, state).set(count)
    late = {row[0]: row[1] for row in await session.execute(_LATE, {"late": clock.now() - LATE})}
    for tier in Tier:
        overdue.labels(tier).set(late.get(tier, 0))
    unowned.set(await session.scalar(_UNOWNED) or 0)
