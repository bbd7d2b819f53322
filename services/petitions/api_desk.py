"""The HTTP door of what a desk keeps beside its petitions."""

from typing import Annotated
from uuid import UUID

from libs.access import unit_or_not_found
from libs.common.http import Router, Session
from services.petitions import bodies_desk, views_work, workflow_work
from services.petitions.permissions import require_worker
from services.petitions.seats import By, Doing, at_work

router = Router("petitions")


@router.get("/work")
async def list_work(unit_id: UUID, session: Session, by: By) -> views_work.WorksOut:
    """Who is at work on what at a desk, for those who work there."""
    all_of_it = require_worker(by, await unit_or_not_found(session, unit_id))
    return await views_work.works_of(session, unit_id, me=by.person_id, all_of_it=all_of_it)


@router.put("/petitions/{petition_id}/work")
async def begin_work(
    session: Session, doing: Annotated[Doing, at_work()], body: bodies_desk.WorkBody
) -> views_work.WorkOut:
    """A form is open on it; put again while it stays open. Refused while it is in a colleague's hands."""
    person_id = doing.by.person_id
    work = await workflow_work.begin_work(session, doing.case, by=person_id, verb=body.verb, take_over=body.take_over)
    return await views_work.work_out(session, work)


@router.delete("/petitions/{petition_id}/work", status_code=204)
async def leave_work(petition_id: UUID, session: Session, by: By) -> None:
    """The form was closed; nothing where nothing was open."""
    await workflow_work.leave_work(session, petition_id=petition_id, by=by.person_id)
