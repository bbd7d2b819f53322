"""Which report is asked for, and where the caller stands toward it: settled before a body is judged."""

from dataclasses import dataclass
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import Depends, Path
from fastapi import Query as Parameter

from libs.common.http import Session
from services.petitions.case import Actor
from services.petitions.permissions_reports import require, require_reader
from services.petitions.rules_report_way import ReportVerb
from services.petitions.seats import By
from services.petitions.views_reports import Paper, first_of, look_up

_MONTH: Final = r"20\d\d-(0[1-9]|1[0-2])"
Month = Annotated[str, Parameter(pattern=f"^{_MONTH}$", examples=["2026-11"])]
ReportId = Annotated[
    str,
    Path(
        pattern=f"^[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}_{_MONTH}$",
        examples=["0199c3a0-0000-7000-8000-000000000001_2026-11"],
    ),
]
Version = Annotated[int | None, Parameter(ge=1, le=1_000)]


async def _asked(unit_id: UUID, month: Month, session: Session, by: By, version: Version = None) -> Paper:
    return await _read(session, by, unit_id, month, version)


async def _named(report_id: ReportId, session: Session, by: By, version: Version = None) -> Paper:
    unit_id, month = report_id.split("_")
    return await _read(session, by, UUID(unit_id), month, version)


async def _read(session: Session, by: By, unit_id: UUID, month: str, version: int | None) -> Paper:
    paper = await look_up(session, unit_id, first_of(month), version)
    require_reader(by, paper.unit, paper.standing)
    return paper


Asked = Annotated[Paper, Depends(_asked)]
"""The report of the query, if the caller may read it."""

Named = Annotated[Paper, Depends(_named)]
"""The report of the path, if the caller may read it."""


@dataclass(frozen=True)
class Doing:
    """A report with which the caller may do what they ask."""

    paper: Paper
    by: Actor


def may(verb: ReportVerb) -> Any:
    """A dependency: the report that stands, and the caller in the role for this verb."""

    async def doing(report_id: ReportId, session: Session, by: By) -> Doing:
        unit_id, month = report_id.split("_")
        paper = await look_up(session, UUID(unit_id), first_of(month))
        return Doing(paper, require(verb, by, paper.unit, paper.standing))

    return Depends(doing)
