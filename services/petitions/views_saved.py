"""The saved views of a person."""

from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.petitions.bodies_desk import ViewAsked
from services.petitions.models_desk import SavedView


class ViewOut(BaseModel):
    """Filters with a name."""

    id: UUID
    name: str
    asked: ViewAsked
    is_default: bool


class ViewsOut(BaseModel):
    """All of a person, in the order in which they were saved."""

    items: list[ViewOut]


def view_out(view: SavedView) -> ViewOut:
    """One view."""
    return ViewOut.model_validate(view.model_dump(include={"id", "name", "asked", "is_default"}))


async def views_of(session: AsyncSession, person_id: UUID) -> ViewsOut:
    """What this person has saved."""
    saved = select(SavedView).where(col(SavedView.person_id) == person_id).order_by(col(SavedView.at))
    return ViewsOut(items=[view_out(one) for one in (await session.scalars(saved)).all()])
