"""The HTTP door for the tree of units."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query

from libs.access import grants_of
from libs.common.clock import today
from libs.common.http import Caller, Router, Session
from libs.common.paging import Page, Paging
from libs.common.refusals import Forbidden, NotFound
from libs.common.text import Query as SearchText
from libs.contracts.vocabulary import Tier
from services.members import views_members, views_units, workflow_units
from services.members.bodies import Day, Move, Rename, UnitBody, UnitEnd
from services.members.models import Unit
from services.members.permissions import PERMISSIONS
from services.members.views_accounts import grants

router = Router("members")

AsOf = Annotated[Day | None, Query()]


@router.get("/units")
async def get_units(
    session: Session,
    paging: Paging,
    tier: Tier | None = None,
    parent_id: UUID | None = None,
    as_of: AsOf = None,
    q: SearchText | None = None,
) -> Page[views_units.UnitOut]:
    """Units that stand on a date, today if unsaid, from the top down."""
    found = await views_units.list_units(
        session,
        on=as_of or today(),
        tier=tier,
        parent_id=parent_id,
        query=q,
        after=paging.key(str),
        limit=paging.limit,
    )
    items, cursor = paging.cut(found, lambda unit: [unit.path])
    return Page(items=items, next_cursor=cursor)


@router.get("/units/{unit_id}")
async def get_unit(unit_id: UUID, session: Session, as_of: AsOf = None) -> views_units.UnitOut:
    """One unit; an ended one as it was last known."""
    return await views_units.unit_out(session, unit_id, as_of)


@router.put("/units/{unit_id}")
async def put_unit(unit_id: UUID, body: UnitBody, session: Session, caller: Caller) -> views_units.UnitOut:
    """Found a unit below another."""
    parent = await _may(session, caller.person_id, "found_unit", body.parent_id)
    wanted = Unit(id=unit_id, **body.model_dump(exclude={"parent_id", "label"}), path="", label=body.label or "")
    await workflow_units.found(session, unit=wanted, parent=parent)
    return await views_units.unit_out(session, unit_id)


@router.post("/units/{unit_id}/rename")
async def post_rename(unit_id: UUID, body: Rename, session: Session, caller: Caller) -> views_units.UnitOut:
    """Another name, label or official code from a day on; the token stays."""
    unit = await _may(session, caller.person_id, "rename_unit", unit_id)
    await workflow_units.rename(session, unit=unit, **body.model_dump())
    return await views_units.unit_out(session, unit_id)


@router.post("/units/{unit_id}/move")
async def post_move(unit_id: UUID, body: Move, session: Session, caller: Caller) -> views_units.UnitOut:
    """Another parent from a day on, with all that lies below."""
    unit = await _may(session, caller.person_id, "move_unit", unit_id)
    parent = await _may(session, caller.person_id, "found_unit", body.parent_id)
    await workflow_units.move(session, unit=unit, parent=parent, on=body.on)
    return await views_units.unit_out(session, unit_id)


@router.post("/units/{unit_id}/end")
async def post_unit_end(unit_id: UUID, body: UnitEnd, session: Session, caller: Caller) -> views_units.UnitOut:
    """The last day of a unit; members go to its successor."""
    unit = await _may(session, caller.person_id, "end_unit", unit_id)
    successor = await _may(session, caller.person_id, "end_unit", body.successor_id) if body.successor_id else None
    await workflow_units.end(session, unit=unit, successor=successor, on=body.on)
    return await views_units.unit_out(session, unit_id)


@router.get("/units/{unit_id}/roster")
async def get_roster(unit_id: UUID, session: Session, caller: Caller, as_of: AsOf = None) -> views_members.Roster:
    """Everyone on the roll of a branch on a date, whole, by given name."""
    unit = await session.get(Unit, unit_id)
    if unit is None:
        raise NotFound()
    PERMISSIONS.require(await grants(session, caller.person_id), "read_roster", unit)
    on: date = as_of or today()
    return views_members.Roster(items=await views_members.roster(session, unit_id=unit_id, on=on))


async def _may(session: Session, person_id: UUID, verb: str, unit_id: UUID) -> Unit:
    """The unit, locked, if the caller may do this there. The tree is no secret, so it is 403 and not 404."""
    held = await grants_of(session, person_id)
    unit = await session.get(Unit, unit_id)
    if unit is None:
        raise NotFound()
    if not PERMISSIONS.may(held, verb, unit):
        raise Forbidden()
    return await workflow_units.unit_for_change(session, unit_id)
