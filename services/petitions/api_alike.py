"""The HTTP door of duplicates: what is like a petition, what is like a text that is being written."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from pydantic import BaseModel, StringConstraints

from libs.access import Unit, unit_or_not_found
from libs.common.http import Router, Session
from libs.common.text import CleanText
from services.petitions import views_alike
from services.petitions.permissions import require_branch
from services.petitions.seats import By, Read

router = Router("petitions")


class Written(BaseModel):
    """What is being written. It stands in a body, never in an address."""

    text: Annotated[CleanText, StringConstraints(max_length=5_000)]


async def _branch(branch_id: UUID, session: Session, by: By) -> Unit:
    branch = await unit_or_not_found(session, branch_id)
    require_branch(by, branch)
    return branch


Branch = Annotated[Unit, Depends(_branch)]
"""The branch of the address, if the caller has an office there that reads its petitions."""


@router.get("/petitions/{petition_id}/similar")
async def get_similar(session: Session, reading: Read, by: By) -> views_alike.Similar:
    """Petitions like this one, the likest first, of those that the caller may read."""
    return await views_alike.similar_to(session, reading.case, reading.seat, by)


@router.post("/similar")
async def find_similar(session: Session, branch: Branch, written: Written) -> views_alike.Similar:
    """Before it is logged: what the branch has raised already that is like it, and whether the ward has one of another
    branch. It changes nothing."""
    return await views_alike.similar_here(session, written.text, branch)
