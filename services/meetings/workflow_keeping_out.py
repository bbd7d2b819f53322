"""What turned out to be a formal complaint, a denunciation or a secret is erased here too. What stays is that something
was raised, by whom, and in which meeting."""

from typing import Final

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common.outbox import blank_out
from libs.common.refusals import NotYet
from libs.contracts.petitions import PetitionRedirected
from services.meetings.models import EarlierWording, ReadOut, Recommendation
from services.meetings.models_copies import Answer

TOLD: Final = {"recommendation_id": ("text", "raised_by_name"), "petition_id": ("reason",)}
"""Free text in events, by the field that names what they are about."""


async def keep_out(session: AsyncSession, event: PetitionRedirected) -> None:
    """Nothing that was said of it is left, in whatever wording, nor what it was answered."""
    if not event.text_erased:
        return
    row = await session.get(Recommendation, event.petition_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotYet(f"recommendation {event.petition_id}")
    row.text = ""
    await session.execute(delete(EarlierWording).where(col(EarlierWording.recommendation_id) == row.id))
    await session.execute(update(Answer).where(col(Answer.petition_id) == row.id).values(text=None))
    read = update(ReadOut).where(col(ReadOut.petition_id) == row.id)
    await session.execute(read.values(text=""))
    await session.execute(read.where(col(ReadOut.reason).is_not(None)).values(reason=""))
    for named, fields in TOLD.items():
        await blank_out(session, named=named, subject_id=row.id, fields=fields, since=row.logged_at)
