"""The HTTP door of the bodies that work is given to."""

from typing import Annotated

from fastapi import Path

from libs.common.http import Router, Session
from services.petitions import bodies_desk, views_bodies, workflow_bodies
from services.petitions.seats import OwnUnit

router = Router("petitions")

Code = Annotated[str, Path(pattern=r"^[A-Z0-9-]{1,20}$")]


@router.get("/units/{unit_id}/bodies")
async def list_bodies(session: Session, unit: OwnUnit) -> views_bodies.BodiesOut:
    """Whom work can be given to, by body, for the officers of the unit."""
    return await views_bodies.bodies_of(session, unit)


@router.put("/units/{unit_id}/bodies/{code}")
async def keep_body(code: Code, session: Session, unit: OwnUnit, body: bodies_desk.BodyBody) -> views_bodies.BodiesOut:
    """A body as the unit has it, and who works in it."""
    await workflow_bodies.keep_body(session, unit_id=unit.id, code=code, **body.model_dump())
    return await views_bodies.bodies_of(session, unit)
