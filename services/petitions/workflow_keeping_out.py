"""What must not lie here is erased: a formal complaint, a denunciation, a secret that was logged as a recommendation.

What stays is that there was a petition: codes, ids, times, figures, and a history whose hashes still hold.
"""

from typing import Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common.http import forget_answers
from libs.common.outbox import blank_out
from services.petitions.models import Petition
from services.petitions.models_desk import InsideNote
from services.petitions.models_words import AddedText, Draft, HistoryNote, Transfer, Words

TOLD: Final = ("reason", "body", "text", "answer_text")
"""Free text in events of a petition."""


async def keep_out(session: AsyncSession, petition: Petition) -> None:
    """Nothing that anybody wrote about the petition is left, nor the name of who raised it."""
    only_code = petition.code.lower()
    emptied = {"text": "", "answer_text": None, "raised_by_name": None, "plain": only_code, "folded": only_code}
    of_words = update(Words).where(col(Words.petition_id) == petition.id)
    await session.execute(of_words.values(**emptied, keys=[]))
    for table in (AddedText, Draft, HistoryNote, InsideNote):
        await session.execute(delete(table).where(col(table.petition_id) == petition.id))
    replied = (col(Transfer.petition_id) == petition.id, col(Transfer.reply_text).is_not(None))
    await session.execute(update(Transfer).where(*replied).values(reply_text=""))
    await session.execute(select(func.empty_report_lines(petition.id)))
    await forget_answers(session, beginning=f'{{"id":"{petition.id}"')
    since = petition.logged_at
    await blank_out(session, named="petition_id", subject_id=petition.id, fields=TOLD, since=since)
