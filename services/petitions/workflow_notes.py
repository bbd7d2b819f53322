"""Notes inside: what the holding unit writes down for itself, erasable, told in no event and in no history."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common import clock
from libs.common.refusals import NotFound
from services.petitions.models import Petition
from services.petitions.models_desk import InsideNote


async def write_note(session: AsyncSession, petition: Petition, *, note_id: UUID, by: UUID, text: str) -> InsideNote:
    """A note of the unit that holds it now; written again by the same person it is a correction."""
    note = await session.get(InsideNote, note_id, with_for_update=True)
    if note is None:
        unit_id = petition.last_holder_id
        note = InsideNote(id=note_id, petition_id=petition.id, unit_id=unit_id, by_id=by, at=clock.now(), text=text)
        session.add(note)
    elif (note.petition_id, note.by_id) != (petition.id, by):
        raise NotFound
    note.text = text
    await session.flush()
    return note


async def drop_note(session: AsyncSession, *, petition_id: UUID, note_id: UUID, by: UUID) -> None:
    """Whoever wrote it takes it away; nothing where there is none of theirs."""
    mine = (col(InsideNote.id) == note_id, col(InsideNote.petition_id) == petition_id, col(InsideNote.by_id) == by)
    await session.execute(delete(InsideNote).where(*mine))
