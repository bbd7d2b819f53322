"""Whom the holder of a petition can give work to, and who of them has asked who raised it."""

from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import officers_of
from libs.contracts.vocabulary import Role
from services.petitions.models_words import HistoryLine


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


async def has_asked_who(session: AsyncSession, petition_id: UUID, person_id: UUID) -> bool:
    """Whether this person has asked, with a reason, who raised the petition."""
    asked = (
        col(HistoryLine.petition_id) == petition_id,
        col(HistoryLine.verb) == "reveal",
        col(HistoryLine.actor_id) == person_id,
    )
    return bool(await session.scalar(select(exists().where(*asked))))
