"""Whom the holder of a petition can give work to."""

from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from libs.access import officers_of
from libs.contracts.vocabulary import Role


class Assignee(BaseModel):
    """A person appointed as an assignee of a unit."""

    person_id: UUID
    name: str
    unit_id: UUID


class Assignees(BaseModel):
    """All assignees of a unit, by name."""

    items: list[Assignee]


async def assignees_of(session: AsyncSession, unit_id: UUID) -> Assignees:
    """Everyone appointed as WAS in exactly this unit today."""
    officers = await officers_of(session, unit_id, [Role.WAS])
    return Assignees(items=[Assignee(person_id=one.person_id, name=one.name, unit_id=one.unit_id) for one in officers])
