"""Files are attached and taken away, each with a line of history. First it is written down that a file will come, then
it is put into the store, then it is attached: whatever breaks off in between leaves only what `drop_unattached` finds.
"""

from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common import clock
from libs.common.objects import Bucket
from libs.common.refusals import NotFound
from services.petitions import errors_attachments as errors
from services.petitions.case import Actor, Case
from services.petitions.kinds import Kind
from services.petitions.models import Petition
from services.petitions.models_attachments import Attachment, StoredFile
from services.petitions.models_words import HistoryNote
from services.petitions.rules import Verb, decide
from services.petitions.workflow_cases import deed_of, load, save, write_deed

MEGABYTE: Final = 1_048_576
KEPT_UNATTACHED: Final = timedelta(hours=1)
"""Longer than any file is on its way, and than a backup reads what it has seen in the database."""
_AT_ONCE: Final = 20


class Taken(NamedTuple):
    """A file that has been judged, as it is kept."""

    key: UUID
    kind: Kind
    size: int
    sha256: str


async def expect_file(session: AsyncSession, *, key: UUID) -> None:
    """A file will be put into the store under this key."""
    session.add(StoredFile(key=key, loose_since=clock.now()))
    await session.flush()


async def require_room(session: AsyncSession, case: Case, *, size: int) -> None:
    """Files come while the holder can answer, and while there is room. Raises WrongState, TooManyFiles, StoreFull."""
    decide(Verb.ANSWER, case.situation(case.moment(clock.now())))
    today = clock.today()
    files = case.book.number("petitions.attachments", today)
    most = case.book.number("petitions.attachments_size", today)
    summed = select(func.count(), func.coalesce(func.sum(col(Attachment.size)), 0))
    count, taken = (await session.execute(summed.where(col(Attachment.petition_id) == case.petition.id))).one()
    if count >= files or taken + size > most * MEGABYTE:
        raise errors.TooManyFiles(files=files, most=most)
    _, stored = (await session.execute(summed)).one()
    if stored + size > case.book.number("petitions.attachments_store", today) * MEGABYTE:
        raise errors.StoreFull


async def attach(
    session: AsyncSession, case: Case, *, attachment_id: UUID, by: Actor, name: str, file: Taken
) -> Attachment:
    """The file belongs to the petition; the same again is the same. Raises FileIdTaken and what `require_room` does."""
    known = await session.get(Attachment, attachment_id)
    if known is not None:
        return _require_same(known, case, by, file)
    await require_room(session, case, size=file.size)
    at = _next_moment(case)
    said: dict[str, Any] = {"kind": file.kind.code, "size": file.size, "sha256": file.sha256}
    details = {"attachment_id": str(attachment_id), **said}
    write_deed(case, deed_of(case, "attach", by, at), note=name, details=details)
    attachment = Attachment(
        id=attachment_id,
        petition_id=case.petition.id,
        seq=case.petition.history_length,
        key=file.key,
        by_id=by.person_id,
        unit_id=case.petition.last_holder_id,
        at=at,
        **said,
    )
    case.added.append(attachment)
    await session.execute(update(StoredFile).where(col(StoredFile.key) == file.key).values(loose_since=None))
    await save(session, case)
    return attachment


async def detach(session: AsyncSession, case: Case, *, attachment_id: UUID, by: Actor) -> None:
    """Taken away by whoever attached it, while the petition has not moved on; its name goes at once, its bytes soon.
    Raises AttachedForGood, WrongState."""
    found = await session.get(Attachment, attachment_id)
    if found is None or found.petition_id != case.petition.id:
        raise NotFound
    if not is_loose(found, case, by.person_id):
        raise errors.AttachedForGood
    decide(Verb.ANSWER, case.situation(case.moment(clock.now())))
    await _take_away(session, case, found, by, since=clock.now())


async def erase(session: AsyncSession, *, code: str, seq: int) -> None:
    """The same in any state, by the operator, where a file must not be kept: the history says that there was one.
    Raises NotFound."""
    of_it = select(Attachment).join(Petition, col(Petition.id) == col(Attachment.petition_id))
    found = (await session.scalars(of_it.where(col(Petition.code) == code, col(Attachment.seq) == seq))).first()
    case = await load(session, found.petition_id) if found else None
    if found is None or case is None:
        raise NotFound
    await _take_away(session, case, found, None, since=clock.now() - KEPT_UNATTACHED)


async def take_all_away(session: AsyncSession, case: Case, *, by: Actor) -> None:
    """All files of a petition of which nothing may lie here; their bytes go at the next round."""
    of_it = select(Attachment).where(col(Attachment.petition_id) == case.petition.id).order_by(col(Attachment.seq))
    for attachment in (await session.scalars(of_it)).all():
        await _take_away(session, case, attachment, by, since=clock.now() - KEPT_UNATTACHED)


async def _take_away(
    session: AsyncSession, case: Case, attachment: Attachment, by: Actor | None, *, since: datetime
) -> None:
    details = {"attachment_id": str(attachment.id), "sha256": attachment.sha256}
    noted = (col(HistoryNote.petition_id) == attachment.petition_id, col(HistoryNote.seq) == attachment.seq)
    await session.execute(delete(HistoryNote).where(*noted))
    await session.execute(update(StoredFile).where(col(StoredFile.key) == attachment.key).values(loose_since=since))
    await session.delete(attachment)
    write_deed(case, deed_of(case, "detach", by, _next_moment(case)), details=details)
    await save(session, case)


def is_loose(attachment: Attachment, case: Case, person_id: UUID) -> bool:
    """Whether this person could still take it away: their own, attached since the unit that holds it got it."""
    return case.holding is not None and attachment.by_id == person_id and attachment.at >= case.holding.from_at


async def drop_unattached(session: AsyncSession, *, bucket: Bucket) -> int:
    """Files that nothing names: taken away, or never attached because something broke off. The rows go first, so that
    one which is attached all the same refuses; gives how many went."""
    since = col(StoredFile.loose_since)
    loose = select(col(StoredFile.key)).where(since < clock.now() - KEPT_UNATTACHED)
    oldest = loose.order_by(since).limit(_AT_ONCE).with_for_update(skip_locked=True)
    keys = (await session.scalars(oldest)).all()
    await session.execute(delete(StoredFile).where(col(StoredFile.key).in_(keys)))
    for key in keys:
        await bucket.remove(str(key))
    return len(keys)


def _require_same(known: Attachment, case: Case, by: Actor, file: Taken) -> Attachment:
    if (known.petition_id, known.by_id, known.sha256) != (case.petition.id, by.person_id, file.sha256):
        raise errors.FileIdTaken
    return known


def _next_moment(case: Case) -> datetime:
    """Now, as the next thing that happens to the petition."""
    case.petition.sequence += 1
    case.petition.moved_at = case.moment(clock.now())
    return case.petition.moved_at
