"""The HTTP door of consolidated reports: the figures, the petitions behind each, the steps of the paper."""

from typing import Annotated

from fastapi import Query as Parameter

from libs.common.http import Router, Session
from libs.common.paging import Page, Paging
from services.petitions import bodies, workflow_reports
from services.petitions.rules_report_way import ReportVerb
from services.petitions.seats import By
from services.petitions.seats_reports import Asked, Doing, Named, may
from services.petitions.views_report_out import ReportOut
from services.petitions.views_report_petitions import CountedPetition, Wanted, petitions_of
from services.petitions.views_reports import look_up, report_out

router = Router("petitions")


@router.get("/reports")
async def get_report(session: Session, by: By, reading: Asked) -> ReportOut:
    """The report of a unit and month: what was signed, else the draft as of now."""
    return await report_out(session, reading, by)


@router.get("/reports/{report_id}/petitions")
async def list_counted(
    session: Session, by: By, reading: Named, paging: Paging, wanted: Annotated[Wanted, Parameter()]
) -> Page[CountedPetition]:
    """The petitions behind one number of the report, the oldest first."""
    return await petitions_of(session, reading, wanted, paging, by)


@router.post("/reports/{report_id}/sign")
async def sign(
    session: Session, by: By, doing: Annotated[Doing, may(ReportVerb.SIGN)], body: bodies.SignBody | None = None
) -> ReportOut:
    """The draft is frozen, as of now."""
    await workflow_reports.sign(session, doing.paper, by=doing.by, number=body.number if body else None)
    return await _after(session, by, doing)


@router.post("/reports/{report_id}/send")
async def send(
    session: Session, by: By, doing: Annotated[Doing, may(ReportVerb.SEND)], body: bodies.Empty | None = None
) -> ReportOut:
    """To the unit above."""
    await workflow_reports.send(session, doing.paper, by=doing.by)
    return await _after(session, by, doing)


@router.post("/reports/{report_id}/receive")
async def receive(
    session: Session, by: By, doing: Annotated[Doing, may(ReportVerb.RECEIVE)], body: bodies.Empty | None = None
) -> ReportOut:
    """The unit above has read it."""
    await workflow_reports.receive(session, doing.paper, by=doing.by)
    return await _after(session, by, doing)


@router.post("/reports/{report_id}/return")
async def return_report(
    session: Session, by: By, doing: Annotated[Doing, may(ReportVerb.RETURN)], body: bodies.WordsBody
) -> ReportOut:
    """With the reason; the version is kept, and the unit signs another one."""
    await workflow_reports.return_(session, doing.paper, by=doing.by, reason=body.reason)
    return await _after(session, by, doing, version=doing.paper.version)


async def _after(session: Session, by: By, doing: Doing, *, version: int | None = None) -> ReportOut:
    paper = doing.paper
    return await report_out(session, await look_up(session, paper.unit.id, paper.month, version), by)
