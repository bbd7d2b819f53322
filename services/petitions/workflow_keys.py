"""Keys for texts that have none: those from before there were keys, or from before the vocabulary changed."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.petitions.models_words import AddedText, Words
from services.petitions.rules_keys import keys_of

BATCH: Final = 200


async def read_unread(session: AsyncSession) -> int:
    """Reads texts that have no keys yet; gives how many."""
    unread = select(Words).where(col(Words.keys).is_(None)).limit(BATCH).with_for_update(skip_locked=True)
    texts = (await session.scalars(unread)).all()
    added = await _added_to(session, [words.petition_id for words in texts])
    for words in texts:
        words.keys = keys_of(words.text, *added[words.petition_id])
    return len(texts)


async def _added_to(session: AsyncSession, petition_ids: list[UUID]) -> Mapping[UUID, list[str]]:
    """What was added to these petitions, in its order."""
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    of_them = select(AddedText).where(col(AddedText.petition_id).in_(petition_ids))
    for one in await session.scalars(of_them.order_by(col(AddedText.petition_id), col(AddedText.number))):
        found[one.petition_id].append(one.text)
    return found
