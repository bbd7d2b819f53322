"""The HTTP door of whoever works on a petition and needs to know who raised it."""

from dataclasses import replace
from typing import Annotated

from libs.common.http import Router, Session
from services.petitions import bodies, views_reasons, workflow_revealing
from services.petitions.seats import Doing, may_ask_who
from services.petitions.views_petition import PetitionOut
from services.petitions.views_story import petition_out

router = Router("petitions")


@router.post("/petitions/{petition_id}/reveal")
async def reveal(session: Session, doing: Annotated[Doing, may_ask_who()], body: bodies.RevealBody) -> PetitionOut:
    """Who raised it, for whom it is assigned to; whoever raised it learns that it was asked, and why."""
    why = await views_reasons.why(session, "reveal", body.reason_code, body.reason)
    await workflow_revealing.reveal(session, doing.case, by=doing.by, why=why)
    return await petition_out(session, doing.case, replace(doing.seat, sees_petitioner=True))
