"""The steps of a consolidated report: signing freezes it with every petition it counts, the others only move it on."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import person_name, unit_or_not_found
from libs.common import clock
from libs.common.outbox import stage
from libs.common.refusals import Conflict
from libs.contracts.petitions import ReportEvent, ReportReceived, ReportReturned, ReportSent, ReportSigned
from libs.contracts.vocabulary import ReportState, Tier
from services.petitions.case import Actor
from services.petitions.models_reports import Report
from services.petitions.rules_report import Period, require_all_sums
from services.petitions.rules_report_way import ReportVerb, decide
from services.petitions.views_report_fates import Fates, count, fates_in, fates_of
from services.petitions.views_reports import Paper, figures, look_up, name_of, period_of_paper

EVENTS: Final[Mapping[ReportState, type[ReportEvent]]] = {
    ReportState.SIGNED: ReportSigned,
    ReportState.SENT: ReportSent,
    ReportState.RECEIVED: ReportReceived,
    ReportState.RETURNED: ReportReturned,
}
_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
_UNDER_WAY: Final = text("""
    SELECT coalesce(max(clock_timestamp() - xact_start), interval '0') FROM pg_stat_activity
    WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
""")
_FREEZE: Final = """
    INSERT INTO report_petitions (
        unit_id, month, version, petition_id, line_id, category, came, state, beyond, overdue, on_time, read_out,
        code, text, logged_at, branch_id, holder_id, due_at, reason_seq)
    SELECT :report_unit_id, :month, :version, fates.petition_id, line_id, category, came, state, beyond, overdue,
           on_time, read_out, fates.code, words.text, fates.logged_at, fates.branch_id, fates.holder_id, fates.due_at,
           CASE WHEN beyond THEN (
               SELECT h.seq FROM history AS h
               WHERE h.petition_id = fates.petition_id AND h.verb = 'escalate' AND h.at < :to_at
               ORDER BY h.seq DESC LIMIT 1) END
    FROM ({fates}) AS fates JOIN words ON words.petition_id = fates.petition_id
"""


async def lock(session: AsyncSession, paper: Paper) -> Paper:
    """The same report, looked up again while nobody else takes a step with it; once it has moved, Conflict: who may do
    what hangs on where it stood."""
    stood = paper.state, paper.version  # read again, the rows of the paper say where it stands now
    await session.execute(_LOCK, {"name": name_of(paper.unit.id, paper.month)})
    session.expire_all()
    again = await look_up(session, paper.unit.id, paper.month)
    if (again.state, again.version) != stood:
        raise Conflict
    return again


async def sign(session: AsyncSession, paper: Paper, *, by: Actor, number: int | None) -> None:
    """Freezes the draft as it is at this moment, with every petition that it counts."""
    paper = await lock(session, paper)
    state = decide(ReportVerb.SIGN, paper.state, has_above=True)
    unit, now = paper.unit, clock.now()
    period = await period_of_paper(session, paper, now=await _settled_until(session))
    above = await unit_or_not_found(session, unit.parent_id) if unit.parent_id else None
    report = Report(
        unit_id=unit.id,
        month=paper.month,
        version=paper.version,
        sequence=1 + max((one.sequence for one in paper.versions), default=0),
        unit_name=unit.name,
        tier=unit.tier,
        above_id=above.id if above else None,
        above_name=above.name if above else None,
        path=unit.path,
        state=state,
        from_at=period.from_at,
        to_at=period.to_at,
        figures={},
        number=number,
        signed_by_id=by.person_id,
        signed_by_name=await person_name(session, by.person_id),
        signed_as=str(by.role),
        signed_at=now,
    )
    await _freeze(session, report, fates_in(unit, period), period)
    sheet = await count(session, fates_of(report))
    require_all_sums(sheet)
    report.figures = (await figures(session, unit, sheet)).model_dump(mode="json")
    session.add(report)
    await session.flush()
    await _tell(session, report, by)


async def _settled_until(session: AsyncSession) -> datetime:
    """Until when everything that happened is committed. What is under way happened after its transaction began: frozen
    now, it would be in no report, done before the next one begins."""
    now = clock.now()
    under_way: timedelta = (await session.execute(_UNDER_WAY)).scalar_one()
    return now - under_way


async def _freeze(session: AsyncSession, report: Report, fates: Fates, period: Period) -> None:
    named = {"report_unit_id": report.unit_id, "month": report.month, "version": report.version}
    await session.execute(text(_FREEZE.format(fates=fates.sql)), {**fates.params, **named, "to_at": period.to_at})


async def send(session: AsyncSession, paper: Paper, *, by: Actor) -> None:
    """It goes to the unit above."""
    report = await _move(session, paper, ReportVerb.SEND)
    report.sent_at = clock.now()
    await _save(session, report, by)


async def receive(session: AsyncSession, paper: Paper, *, by: Actor) -> None:
    """The unit above has read it."""
    report = await _move(session, paper, ReportVerb.RECEIVE)
    report.received_at = clock.now()
    await _save(session, report, by)


async def return_(session: AsyncSession, paper: Paper, *, by: Actor, reason: str) -> None:
    """It no longer stands, and says why; its unit has a draft again, the version is kept."""
    report = await _move(session, paper, ReportVerb.RETURN)
    report.returned_at, report.reason = clock.now(), reason
    await _save(session, report, by)


async def _move(session: AsyncSession, paper: Paper, verb: ReportVerb) -> Report:
    paper = await lock(session, paper)
    state = decide(verb, paper.state, has_above=paper.unit.parent_id is not None)
    if paper.signed is None:
        raise TypeError(f"{verb} of a draft")
    paper.signed.state = state
    return paper.signed


async def _save(session: AsyncSession, report: Report, by: Actor) -> None:
    report.sequence += 1
    await session.flush()
    await _tell(session, report, by)


async def _tell(session: AsyncSession, report: Report, by: Actor) -> None:
    event = EVENTS[report.state](
        sequence=report.sequence,
        report_id=name_of(report.unit_id, report.month),
        unit_id=report.unit_id,
        tier=Tier(report.tier),
        above_id=report.above_id,
        month=f"{report.month:%Y-%m}",
        version=report.version,
        state=report.state,
        from_at=report.from_at,
        to_at=report.to_at,
        occurred_at=clock.now(),
        actor_id=by.person_id,
    )
    await stage(session, event, unit_path=f"{report.path}.self")


async def forget(session: AsyncSession, person_id: UUID) -> None:
    """Who is erased is no longer named under what they signed; what was signed stays."""
    theirs = update(Report).where(col(Report.signed_by_id) == person_id)
    await session.execute(theirs.values(signed_by_name=None))
