"""Saved views: filters of the queue that a person has given a name."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common import clock
from libs.common.refusals import NotFound
from libs.common.rules import rule_book
from services.petitions.errors_desk import TooManyViews, ViewNameTaken
from services.petitions.models_desk import SavedView


async def keep_view(
    session: AsyncSession, *, view_id: UUID, by: UUID, name: str, asked: dict[str, Any], is_default: bool
) -> SavedView:
    """A view of this person, new or changed; at most one is what the desk opens with."""
    view = await session.get(SavedView, view_id, with_for_update=True)
    if view is not None and view.person_id != by:
        raise NotFound
    if view is None:
        await _require_room(session, by)
        view = SavedView(id=view_id, person_id=by, name=name, asked=asked, at=clock.now())
    if is_default:
        others = (col(SavedView.person_id) == by, col(SavedView.id) != view_id)
        await session.execute(update(SavedView).where(*others).values(is_default=False))
    view.name, view.asked, view.is_default = name, asked, is_default
    try:
        async with session.begin_nested():
            session.add(view)
    except IntegrityError as taken:
        raise ViewNameTaken from taken
    return view


async def drop_view(session: AsyncSession, *, view_id: UUID, by: UUID) -> None:
    """Whoever saved it no longer needs it."""
    await session.execute(delete(SavedView).where(col(SavedView.id) == view_id, col(SavedView.person_id) == by))


async def _require_room(session: AsyncSession, by: UUID) -> None:
    most = (await rule_book(session)).number("petitions.saved_views", clock.today())
    held = select(func.count()).select_from(SavedView).where(col(SavedView.person_id) == by)
    if (await session.scalar(held) or 0) >= most:
        raise TooManyViews(most=most)
