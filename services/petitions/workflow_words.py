"""Words that are erased with the person they belong to; the history keeps its codes and hashes."""

from uuid import UUID

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.petitions.models import Petition
from services.petitions.models_bodies import BodyMember
from services.petitions.models_desk import InsideNote, SavedView, WorkInHand
from services.petitions.models_words import Draft, HistoryLine, HistoryNote, Transfer, Words
from services.petitions.rules import Verb


async def forget(session: AsyncSession, person_id: UUID) -> None:
    """The person is no longer named as having raised anything; what they wrote to the history or as a draft is gone."""
    raised = select(col(Petition.id)).where(col(Petition.raised_by_id) == person_id)
    await session.execute(update(Words).where(col(Words.petition_id).in_(raised)).values(raised_by_name=None))
    wrote = select(col(HistoryLine.petition_id), col(HistoryLine.seq)).where(col(HistoryLine.actor_id) == person_id)
    noted = tuple_(col(HistoryNote.petition_id), col(HistoryNote.seq))
    await session.execute(delete(HistoryNote).where(noted.in_(wrote)))
    await _forget_replies(session, person_id)
    await session.execute(delete(Draft).where(col(Draft.by_id) == person_id))
    await session.execute(delete(InsideNote).where(col(InsideNote.by_id) == person_id))
    for table in (WorkInHand, SavedView, BodyMember):
        await session.execute(delete(table).where(col(table.person_id) == person_id))


async def _forget_replies(session: AsyncSession, person_id: UUID) -> None:
    """What they wrote down of a reply from outside lies beside its line of history as well."""
    lines = select(col(HistoryLine.petition_id), col(HistoryLine.at)).where(
        col(HistoryLine.actor_id) == person_id, col(HistoryLine.verb) == Verb.REPLY.value
    )
    replied = tuple_(col(Transfer.petition_id), col(Transfer.replied_at))
    await session.execute(update(Transfer).where(replied.in_(lines)).values(reply_text=""))
