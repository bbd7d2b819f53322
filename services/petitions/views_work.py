"""Who is at work on what, for those at the same desk."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common import clock
from services.petitions.models_desk import WorkInHand
from services.petitions.rules import Verb
from services.petitions.views_story import names_of


class WorkOut(BaseModel):
    """A petition that somebody has a form open on. `until` is when that runs out unless it is renewed."""

    petition_id: UUID
    person_id: UUID
    name: str
    verb: Verb
    since: datetime
    until: datetime


class WorksOut(BaseModel):
    """All that is in hand at a desk."""

    items: list[WorkOut]


_IN_HAND = text("""
    SELECT work.petition_id, work.person_id, work.verb, work.since, work.until
    FROM work_in_hand AS work JOIN petitions AS p ON p.id = work.petition_id AND p.last_holder_id = work.unit_id
    WHERE work.unit_id = :unit_id AND work.until > :now AND (:all OR p.assignee_id = :me)
    ORDER BY work.since
""")


async def work_out(session: AsyncSession, work: WorkInHand) -> WorkOut:
    """One of them, with the name of who has it."""
    names = await names_of(session, [work.person_id])
    return WorkOut(**work.model_dump(exclude={"unit_id"}), name=names.get(work.person_id, ""))


async def works_of(session: AsyncSession, unit_id: UUID, *, me: UUID, all_of_it: bool) -> WorksOut:
    """What is in hand at the desk of a unit; an assignee sees that of the petitions given to them."""
    asked = {"unit_id": unit_id, "now": clock.now(), "all": all_of_it, "me": me}
    rows = [row._mapping for row in await session.execute(_IN_HAND, asked)]
    names = await names_of(session, [row["person_id"] for row in rows])
    return WorksOut(items=[WorkOut(**row, name=names.get(row["person_id"], "")) for row in rows])
