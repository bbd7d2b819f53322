"""The notes inside of one petition, for the officers of the unit that wrote them and whoever it assigned."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.petitions.models_desk import InsideNote
from services.petitions.views_story import names_of


class NoteOut(BaseModel):
    """One note."""

    id: UUID
    by_id: UUID
    by_name: str
    at: datetime
    text: str


class NotesOut(BaseModel):
    """All notes that the caller may read, the oldest first, and whether they may write one now."""

    items: list[NoteOut]
    may_write: bool


async def note_out(session: AsyncSession, note: InsideNote) -> NoteOut:
    """One note with the name of who wrote it."""
    return (await _with_names(session, [note]))[0]


async def notes_of(session: AsyncSession, petition_id: UUID, units: Collection[UUID], *, may_write: bool) -> NotesOut:
    """What these units have written down."""
    written = select(InsideNote).where(
        col(InsideNote.petition_id) == petition_id, col(InsideNote.unit_id).in_(list(units))
    )
    notes = (await session.scalars(written.order_by(col(InsideNote.at), col(InsideNote.id)))).all()
    return NotesOut(items=await _with_names(session, list(notes)), may_write=may_write)


async def _with_names(session: AsyncSession, notes: list[InsideNote]) -> list[NoteOut]:
    names = await names_of(session, [note.by_id for note in notes])
    return [
        NoteOut(**note.model_dump(include={"id", "by_id", "at", "text"}), by_name=names.get(note.by_id, ""))
        for note in notes
    ]
