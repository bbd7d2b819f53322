"""The HTTP door: the queue, one petition, the figures of a desk. The verbs are in `api_verbs`."""

from typing import Annotated
from uuid import UUID

from fastapi import Query as Parameter
from fastapi import Response

from libs.access import unit_or_not_found
from libs.common.http import Router, Session, Walk
from libs.common.paging import Page, Paging
from services.petitions import views_figures, views_lists, views_people, views_reasons
from services.petitions.permissions import require_city, require_desk, require_officer
from services.petitions.seats import By, Lists, Read
from services.petitions.views import PetitionItem
from services.petitions.views_petition import PetitionOut
from services.petitions.views_story import petition_out

router = Router("petitions")


@router.get("/petitions", response_model=Page[PetitionItem])
async def list_petitions(
    session: Session, walk: Walk, by: Lists, paging: Paging, asked: Annotated[views_lists.Asked, Parameter()]
) -> Response:
    """Petitions that the caller may read, by nearest deadline; a search puts matches with the marks as typed first."""
    page = await views_lists.list_petitions(session if asked.q else walk, by, asked, paging)
    return Response(page, media_type="application/json")


@router.get("/petitions/{petition_id}")
async def get_petition(session: Session, reading: Read) -> PetitionOut:
    """One petition with its story and what the caller may do now."""
    return await petition_out(session, reading.case, reading.seat)


@router.get("/reasons")
async def list_reasons(session: Session) -> views_reasons.Reasons:
    """The reasons that can be chosen today, for every verb that asks why, in both languages."""
    return await views_reasons.reasons_today(session)


@router.get("/assignees")
async def list_assignees(unit_id: UUID, session: Session, by: By) -> views_people.Assignees:
    """Whom a unit can give work to, for its officers."""
    require_officer(by, await unit_or_not_found(session, unit_id))
    return await views_people.assignees_of(session, unit_id)


@router.get("/summary")
async def get_summary(unit_id: UUID, session: Session, by: By) -> views_figures.Summary:
    """The figures of a desk, for who has an office there or above."""
    unit = await unit_or_not_found(session, unit_id)
    require_desk(by, unit)
    return await views_figures.summary(session, unit)


@router.get("/overview")
async def get_overview(session: Session, by: By) -> views_figures.Overview:
    """The whole city, a row a ward."""
    require_city(by)
    return await views_figures.overview(session)
