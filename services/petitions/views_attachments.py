"""The attachments of one petition, for whoever may read it, and what the caller may attach or take away."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from libs.access import units_by_ids
from libs.common import clock
from libs.common.refusals import NotFound
from services.petitions.case import Case
from services.petitions.kinds import KINDS, Kind, named
from services.petitions.models_attachments import Attachment
from services.petitions.models_words import HistoryNote
from services.petitions.permissions import Seat
from services.petitions.rules import Verb
from services.petitions.views_next import next_verbs
from services.petitions.views_story import names_of
from services.petitions.workflow_attachments import MEGABYTE, is_loose


class AttachmentOut(BaseModel):
    """One file. `may_remove`: the caller attached it, and the petition has not moved on since."""

    id: UUID
    name: str
    kind: str
    size: int
    sha256: str
    by_name: str | None
    unit_name: str
    at: datetime
    may_remove: bool


class AttachmentsOut(BaseModel):
    """All files in the order they came, and what the caller may attach now: so many bytes each, so many files more,
    with these endings."""

    items: list[AttachmentOut]
    may_attach: bool
    most_bytes: int
    more_files: int
    suffixes: list[str]


class FileOfPetition(NamedTuple):
    """A file as it is handed out."""

    key: UUID
    kind: Kind
    name: str
    size: int
    sha256: str


async def attachments_of(session: AsyncSession, case: Case, seat: Seat, person_id: UUID) -> AttachmentsOut:
    """The files of a petition that the caller reads."""
    found = await _named(session, col(Attachment.petition_id) == case.petition.id)
    units = await units_by_ids(session, {one.unit_id for one, _ in found})
    names = await names_of(session, [one.by_id for one, _ in found if _is_shown(one, case, seat)])
    may_attach = Verb.ANSWER in next_verbs(case, seat, clock.now(), has_above=False)
    today = clock.today()
    return AttachmentsOut(
        items=[
            AttachmentOut(
                **one.model_dump(include={"id", "kind", "size", "sha256", "at"}),
                name=name,
                by_name=names.get(one.by_id),
                unit_name=units[one.unit_id].name if one.unit_id in units else "",
                may_remove=may_attach and is_loose(one, case, person_id),
            )
            for one, name in found
        ],
        may_attach=may_attach,
        most_bytes=case.book.number("petitions.attachment_size", today) * MEGABYTE,
        more_files=max(0, case.book.number("petitions.attachments", today) - len(found)),
        suffixes=[suffix for kind in KINDS.values() for suffix in kind.suffixes],
    )


async def file_of(session: AsyncSession, case: Case, attachment_id: UUID) -> FileOfPetition:
    """One file of a petition that the caller reads. Raises NotFound."""
    of_it = (col(Attachment.petition_id) == case.petition.id, col(Attachment.id) == attachment_id)
    for one, name in await _named(session, *of_it):
        return FileOfPetition(one.key, KINDS[one.kind], name, one.size, one.sha256)
    raise NotFound


async def _named(session: AsyncSession, *of_it: ColumnElement[bool] | bool) -> list[tuple[Attachment, str]]:
    """With their names; one that was erased is called by what it is."""
    noted = (col(HistoryNote.petition_id) == col(Attachment.petition_id)) & (
        col(HistoryNote.seq) == col(Attachment.seq)
    )
    statement = select(Attachment, HistoryNote.text).join(HistoryNote, noted, isouter=True)
    rows = await session.execute(statement.where(*of_it).order_by(col(Attachment.seq)))
    return [(one, name or named(KINDS[one.kind], "")) for one, name in rows]


def _is_shown(attachment: Attachment, case: Case, seat: Seat) -> bool:
    """Whoever works without knowing who spoke does not learn it from a file."""
    return seat.sees_petitioner or attachment.by_id != case.petition.raised_by_id
