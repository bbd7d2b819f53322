"""The whole state again, from our tables, for copies that are rebuilt; never an effect."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.common.outbox import stage_many
from libs.contracts.envelope import Event
from services.meetings.models import Meeting, Recommendation
from services.meetings.models_copies import RosterMember
from services.meetings.workflow_meetings import restated as meeting_restated
from services.meetings.workflow_recommendations import restated as recommendations_restated

_AT_ONCE = 500


async def restate(session: AsyncSession) -> int:
    """Stage every meeting, then every recommendation, as they are; gives how many."""
    return await _restate_meetings(session) + await _restate_recommendations(session)


async def _restate_meetings(session: AsyncSession) -> int:
    count = 0
    stream = await session.stream_scalars(select(Meeting).order_by(col(Meeting.id)))
    async for some in stream.partitions(_AT_ONCE):
        events: Iterable[tuple[Event, str]] = ((meeting_restated(one), one.path) for one in some)
        count += await stage_many(session, events)
    return count


async def _restate_recommendations(session: AsyncSession) -> int:
    count = 0
    statement = (
        select(Recommendation, Meeting, col(RosterMember.name))
        .join(Meeting, col(Meeting.id) == col(Recommendation.meeting_id))
        .outerjoin(RosterMember, col(RosterMember.member_id) == col(Recommendation.raised_by_id))
        .order_by(col(Recommendation.id))
    )
    stream = await session.stream(statement)
    async for some in stream.partitions(_AT_ONCE):
        count += await stage_many(session, recommendations_restated((row[0], row[1], row[2] or None) for row in some))
    return count
