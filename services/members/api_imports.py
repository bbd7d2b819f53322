"""The HTTP door for imports: the file as it is, then how far it is, the report, and the word to take it over."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Body, Query, Request

from libs.access import Grant, grants_of
from libs.common.clock import today
from libs.common.http import Caller, Router, Session
from libs.common.paging import Page, Paging
from libs.common.refusals import Forbidden, NotFound
from libs.common.text import Line
from libs.contracts.vocabulary import Role
from services.members import views_imports, workflow_imports
from services.members.bodies import Apply, Day
from services.members.errors import DayInFuture
from services.members.models import Unit
from services.members.permissions import VERBS
from services.members.rules_findings import Level

router = Router("members")

AS_IT_IS = Apply()
BODY_LIMIT = 20 * 1024 * 1024
BODY_LIMITS = {"/api/members/v1/imports/*": BODY_LIMIT}

_RAW = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}


@router.put("/imports/{import_id}", status_code=202, openapi_extra={"requestBody": _RAW})
async def put_import(
    import_id: UUID,
    request: Request,
    session: Session,
    caller: Caller,
    filename: Annotated[Line, Query()] = "import.xlsx",
    as_of: Annotated[Day | None, Query()] = None,
) -> views_imports.ImportOut:
    """Send a workbook, raw, for its dry run. `as_of`: since when the units and posts in it hold; today if unsaid."""
    unit = await _unit_of(session, caller.person_id)
    if as_of and as_of > today():
        raise DayInFuture()
    await workflow_imports.receive(
        session,
        import_id=import_id,
        by=caller.person_id,
        unit=unit,
        filename=filename,
        as_of=as_of or today(),
        body=await request.body(),
    )
    return await views_imports.import_out(session, import_id, by=caller.person_id, language=caller.language)


@router.get("/imports")
async def get_imports(session: Session, caller: Caller, paging: Paging) -> Page[views_imports.ImportOut]:
    """The caller's imports, the newest first."""
    found = await views_imports.list_imports(
        session, by=caller.person_id, language=caller.language, after=paging.key(datetime, UUID), limit=paging.limit
    )
    items, cursor = paging.cut(found, lambda one: [one.made_at, one.id])
    return Page(items=items, next_cursor=cursor)


@router.get("/imports/{import_id}")
async def get_import(import_id: UUID, session: Session, caller: Caller) -> views_imports.ImportOut:
    """How far an import is."""
    await _check_office(session, caller.person_id, import_id)
    return await views_imports.import_out(session, import_id, by=caller.person_id, language=caller.language)


@router.get("/imports/{import_id}/report")
async def get_report(
    import_id: UUID, session: Session, caller: Caller, paging: Paging, level: Level | None = None
) -> Page[views_imports.ReportLine]:
    """Row by row: what was found, and what to do about it."""
    await _check_office(session, caller.person_id, import_id)
    await views_imports.import_out(session, import_id, by=caller.person_id, language=caller.language)
    found = await views_imports.report(
        session, import_id, language=caller.language, level=level, after=paging.key(int), limit=paging.limit
    )
    items, cursor = paging.cut(found, lambda line: [line.position])
    return Page(items=items, next_cursor=cursor)


@router.post("/imports/{import_id}/apply", status_code=202)
async def post_apply(
    import_id: UUID,
    session: Session,
    caller: Caller,
    body: Annotated[Apply, Body()] = AS_IT_IS,
) -> views_imports.ImportOut:
    """Take the file over, all of it or, if that is said, without the refused rows."""
    await _unit_of(session, caller.person_id)
    await _check_office(session, caller.person_id, import_id)
    await workflow_imports.request_apply(
        session, import_id=import_id, by=caller.person_id, without_refused=body.without_refused
    )
    await session.flush()
    return await views_imports.import_out(session, import_id, by=caller.person_id, language=caller.language)


@router.delete("/imports/{import_id}", status_code=204)
async def delete_import(import_id: UUID, session: Session, caller: Caller) -> None:
    """Forget the file and its report."""
    await _check_office(session, caller.person_id, import_id)
    await workflow_imports.discard(session, import_id=import_id, by=caller.person_id)


async def _unit_of(session: Session, person_id: UUID) -> Unit:
    """The city for its staff, else the ward of its office: what the caller's file may speak of."""
    mine = await _offices(session, person_id)
    if not mine:
        raise Forbidden()
    return await session.get_one(Unit, mine[0].unit_id)


async def _check_office(session: Session, person_id: UUID, import_id: UUID) -> None:
    """Whoever sent a file for an office that they no longer hold has no file."""
    unit_id = await views_imports.unit_of(session, import_id)
    if unit_id not in {grant.unit_id for grant in await _offices(session, person_id)}:
        raise NotFound()


async def _offices(session: Session, person_id: UUID) -> list[Grant]:
    held = await grants_of(session, person_id)
    allowed = {rule.role for rule in VERBS["import_file"]}
    return sorted((grant for grant in held.items if grant.role in allowed), key=_widest_first)


def _widest_first(grant: Grant) -> tuple[bool, str]:
    return grant.role != Role.COF, grant.path
