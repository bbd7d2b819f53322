"""Keys for texts that have none: those from before there were keys, or from before the vocabulary changed."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.petitions.models_words import Words
from services.petitions.rules_keys import keys_of

BATCH: Final = 200


async def read_unread(session: AsyncSession) -> int:
    """Reads texts that have no keys yet; gives how many."""
    unread = select(Words).where(col(Words.keys).is_(None)).limit(BATCH).with_for_update(skip_locked=True)
    texts = (await session.scalars(unread)).all()
    for words in texts:
        words.keys = keys_of(words.text)
    return len(texts)
