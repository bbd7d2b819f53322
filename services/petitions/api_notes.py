"""The HTTP door of notes inside."""

from typing import Annotated
from uuid import UUID

from libs.common.http import Router, Session
from services.petitions import bodies_desk, views_notes, workflow_notes
from services.petitions.permissions import may_note, notes_read, require_note
from services.petitions.seats import By, Doing, Read, at_work

router = Router("petitions")


@router.get("/petitions/{petition_id}/notes")
async def list_notes(session: Session, reading: Read, by: By) -> views_notes.NotesOut:
    """What the caller's unit has written down for itself."""
    units = notes_read(by, reading.case.petition)
    may_write = may_note(reading.seat, reading.case.desk)
    return await views_notes.notes_of(session, reading.case.petition.id, units, may_write=may_write)


@router.put("/petitions/{petition_id}/notes/{note_id}")
async def write_note(
    note_id: UUID, session: Session, doing: Annotated[Doing, at_work(require_note)], body: bodies_desk.NoteBody
) -> views_notes.NoteOut:
    """A note of the unit that holds it; again by the same person: a correction."""
    note = await workflow_notes.write_note(
        session, doing.case.petition, note_id=note_id, by=doing.by.person_id, text=body.text
    )
    return await views_notes.note_out(session, note)


@router.delete("/petitions/{petition_id}/notes/{note_id}", status_code=204)
async def drop_note(petition_id: UUID, note_id: UUID, session: Session, reading: Read, by: By) -> None:
    """Taken away by whoever wrote it."""
    notes_read(by, reading.case.petition)
    await workflow_notes.drop_note(session, petition_id=petition_id, note_id=note_id, by=by.person_id)
