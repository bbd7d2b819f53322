"""What became of every petition of a unit by the end of a period, in SQL: a row a petition, with the same columns
whether it is computed from history, holders and clocks or read from a report that was signed.

State, holder and deadline are those of the last moment of the period, however things stand now. The category, and the
branch and ward that stand for the petition, are those of today: a correction corrects what is not yet signed, and a
unit that took over another counts what it took over, so that nothing is counted twice.
"""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from libs.access import Unit
from libs.contracts.vocabulary import Category, PetitionState, Tier
from services.petitions.models_reports import Report
from services.petitions.rules_report import Came, Counted, Fate, Period, Sheet, sheet_of
from services.petitions.views import LATE
from services.petitions.views_scope import ABOVE

_SCOPE: Final = {
    Tier.CITY: ("true", "ward_id"),
    Tier.WARD: ("p.ward_id = :unit_id", "home_id"),
    Tier.BRANCH: ("p.home_id = :unit_id", "home_id"),
    Tier.CELL: ("p.home_id = :unit_id", "home_id"),
}
_OWN_TIER: Final = {Tier.CITY: Tier.WARD}
"""Beyond is what a unit above has; the city counts what is beyond its wards."""

_DONE: Final = "('answered', 'closed', 'merged', 'redirected', 'withdrawn')"
_ANSWERED: Final = "('answered', 'closed')"
_FATES: Final = f"""
    WITH known AS MATERIALIZED (
        SELECT p.id, p.code, p.category, p.logged_at, p.branch_id, p.{{line}} AS line_id
        FROM petitions AS p
        WHERE {{scope}} AND p.logged_at < :to_at
          AND (p.moved_at >= :from_at OR (p.holder_id IS NOT NULL AND p.state <> 'answered'))
    ), lines AS (
        -- The last line of several is that with the greatest number, put before its state.
        SELECT h.petition_id,
               max(to_char(h.seq, 'FM000000') || h.to_state) AS last,
               max(to_char(h.seq, 'FM000000') || h.to_state) FILTER (WHERE h.at < :from_at) AS before,
               max(h.at) FILTER (WHERE h.verb = 'answer') AS answered_at,
               max(to_char(h.seq, 'FM000000') || h.unit_id) FILTER (WHERE h.verb = 'answer') AS answered_by,
               coalesce(bool_or(h.verb IN ('read_out', 'read_out_against') AND h.at >= :from_at), false) AS read_out,
               bool_or(h.verb IN ('reopen', 'read_out_against', 'unmerge') AND h.to_state NOT IN {_DONE}
                       AND h.at >= :from_at) AS came_back
        FROM known JOIN history AS h ON h.petition_id = known.id WHERE h.at < :to_at GROUP BY h.petition_id
    ), seen AS (
        SELECT known.*, substr(lines.last, 7) AS state, lines.read_out, lines.answered_at,
               CAST(substr(lines.answered_by, 7) AS uuid) AS answered_by,
               CASE WHEN known.logged_at >= :from_at THEN 'raised'
                    WHEN substr(lines.before, 7) NOT IN {_DONE} THEN 'carried'
                    WHEN lines.came_back THEN 'reopened' END AS came
        FROM known JOIN lines ON lines.petition_id = known.id
    ), times AS (
        -- A clock that stands still runs out for nobody, and an answer given meanwhile is in time.
        SELECT c.petition_id,
               min(c.due_at) FILTER (WHERE (c.closed_at IS NULL OR c.closed_at >= :to_at)
                                       AND (c.paused_at IS NULL OR c.paused_at >= :to_at)) AS due_at,
               bool_or(c.met_at = seen.answered_at AND c.due_at <= seen.answered_at - CAST(:second AS interval)
                       AND c.paused_at IS NULL AND c.kind IN ('answer', 'branch_answer', 'go_up', 'complete')) AS missed
        FROM seen JOIN clocks AS c ON c.petition_id = seen.id WHERE c.opened_at < :to_at GROUP BY c.petition_id
    )
    SELECT seen.id AS petition_id, line_id, category, came, state, read_out,
           coalesce(CASE WHEN state IN {_ANSWERED} THEN answering.tier
                         WHEN state NOT IN {_DONE} THEN held.tier END = ANY(:above), false) AS beyond,
           state NOT IN {_DONE} AND coalesce(times.due_at <= :late, false) AS overdue,
           state IN {_ANSWERED} AND NOT coalesce(times.missed, false) AS on_time,
           seen.code, logged_at, branch_id, held.unit_id AS holder_id, times.due_at
    FROM seen
    LEFT JOIN times ON times.petition_id = seen.id
    LEFT JOIN holdings AS held ON held.petition_id = seen.id AND held.from_at < :to_at
          AND (held.to_at IS NULL OR held.to_at >= :to_at)
    LEFT JOIN access_units AS answering ON answering.id = seen.answered_by
    WHERE came IS NOT NULL OR read_out
"""
_FROZEN: Final = """
    SELECT petition_id, line_id, category, came, state, beyond, read_out, overdue, on_time,
           code, logged_at, branch_id, holder_id, due_at, text, reason_seq
    FROM report_petitions WHERE unit_id = :unit_id AND month = :month AND version = :version
"""
COUNT: Final = """
    SELECT line_id, category, came, state, beyond, overdue, on_time, read_out, count(*) FROM ({fates}) AS fates
    GROUP BY line_id, category, came, state, beyond, overdue, on_time, read_out
"""


@dataclass(frozen=True)
class Fates:
    """A piece of SQL that gives a row a petition, and its parameters."""

    sql: str
    params: dict[str, Any]


def fates_in(unit: Unit, period: Period, *, line: UUID | None = None) -> Fates:
    """Computed, as of the end of the period; those of one line alone where only they are asked for."""
    scope, column = _SCOPE[unit.tier]
    above = [str(tier) for tier in ABOVE[_OWN_TIER.get(unit.tier, unit.tier)]]
    params: dict[str, Any] = {
        "from_at": period.from_at,
        "to_at": period.to_at,
        "late": period.to_at - LATE,
        "second": LATE,
    }
    if unit.tier is not Tier.CITY:
        params["unit_id"] = unit.id
    if line is not None:
        scope, params["line"] = f"{scope} AND p.{column} = :line", line
    return Fates(_FATES.format(scope=scope, line=column), {**params, "above": above})


def fates_of(report: Report) -> Fates:
    """As they were when the report was signed."""
    return Fates(_FROZEN, {"unit_id": report.unit_id, "month": report.month, "version": report.version})


async def count(session: AsyncSession, fates: Fates) -> Sheet:
    """The figures."""
    rows = await session.execute(text(COUNT.format(fates=fates.sql)), fates.params)
    return sheet_of(_counted(*row) for row in rows)


def _counted(line_id: UUID, category: str, came: str | None, state: str, *flags_and_count: Any) -> Counted:
    *flags, number = flags_and_count
    fate = Fate(Came(came) if came else None, PetitionState(state), *flags)
    return Counted(line_id, Category(category), fate, number)
