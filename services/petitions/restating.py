"""The whole state again, from our tables, for copies that are rebuilt; never an effect."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import access_units
from libs.common.outbox import stage_many
from services.petitions.models import Petition
from services.petitions.models_words import Words
from services.petitions.workflow_cases import restated

_AT_ONCE = 500


async def restate(session: AsyncSession) -> int:
    """Stage every petition as it stands, with its answer where one stands; gives how many."""
    count = 0
    statement = (
        select(Petition, access_units.c.name, col(Words.answer_text))
        .join(Words, col(Words.petition_id) == col(Petition.id))
        .outerjoin(access_units, access_units.c.id == col(Petition.answered_by_id))
        .order_by(col(Petition.id))
    )
    stream = await session.stream(statement)
    async for some in stream.partitions(_AT_ONCE):
        count += await stage_many(session, [(restated(row[0], row[1], row[2]), row[0].path) for row in some])
    return count
