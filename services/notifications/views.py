"""The reads: one's own inbox, newest first, in one's own language."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common.paging import Page, Position
from services.notifications import texts
from services.notifications.models import InboxItem


class ItemOut(BaseModel):
    """One line: what happened to which petition or report, in words."""

    id: UUID
    kind: str
    petition_id: UUID | None
    petition_code: str
    title: str
    text: str
    at: datetime
    read_at: datetime | None
    report_id: str | None


class InboxOut(Page[ItemOut]):
    """A page of the inbox, and how many lines are unread in all of it."""

    unread: int


class UnreadOut(BaseModel):
    """How many lines are unread."""

    unread: int


async def inbox(
    session: AsyncSession, *, person_id: UUID, unread_only: bool, position: Position, language: str
) -> InboxOut:
    """A page of one person's inbox."""
    statement = select(InboxItem).where(col(InboxItem.person_id) == person_id)
    if unread_only:
        statement = statement.where(col(InboxItem.read_at).is_(None))
    if after := position.key(UUID):
        statement = statement.where(col(InboxItem.id) < after[0])
    rows = (await session.scalars(statement.order_by(col(InboxItem.id).desc()).limit(position.limit + 1))).all()
    page, cursor = position.cut(rows, lambda item: [item.id])
    unread = await unread_count(session, person_id=person_id)
    return InboxOut(items=[_shown(item, language) for item in page], next_cursor=cursor, unread=unread)


def _shown(item: InboxItem, language: str) -> ItemOut:
    words = {
        "title": texts.title(item.kind, item.params, language),
        "text": texts.text(item.kind, item.params, language),
    }
    return ItemOut(**item.model_dump(include=ItemOut.model_fields.keys() - words.keys()), **words)


async def unread_count(session: AsyncSession, *, person_id: UUID) -> int:
    """How many lines of the person are unread."""
    unread = (
        select(func.count())
        .select_from(InboxItem)
        .where(col(InboxItem.person_id) == person_id, col(InboxItem.read_at).is_(None))
    )
    return await session.scalar(unread) or 0


async def newest(session: AsyncSession, *, person_id: UUID) -> UUID | None:
    """The last line that arrived."""
    found: UUID | None = await session.scalar(_ids(person_id).order_by(col(InboxItem.id).desc()).limit(1))
    return found


async def arrived_after(session: AsyncSession, *, person_id: UUID, item_id: UUID, limit: int) -> list[UUID]:
    """The lines that arrived after a given one, oldest first; of many, the newest `limit`."""
    later = _ids(person_id).where(col(InboxItem.id) > item_id).order_by(col(InboxItem.id).desc()).limit(limit)
    return list(reversed((await session.scalars(later)).all()))


def _ids(person_id: UUID) -> Select[Any]:
    return select(col(InboxItem.id)).where(col(InboxItem.person_id) == person_id)
