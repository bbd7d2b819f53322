"""A stream that was made anew has lost what it held. The outbox still has it: what was sent before the stream was made
is sent again, with the same ids, so that every listener knows what it has handled already."""

from datetime import timedelta
from typing import Final

from nats.js import JetStreamContext
from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common.log import logger
from libs.common.streams import Stream
from libs.common.tables import outbox

log = logger(__name__)

EXPIRED: Final = 0
"""The place in the stream of what the stream would no longer keep."""


async def refill(session: AsyncSession, js: JetStreamContext, stream: Stream) -> int:
    """Marks as unsent what this service had sent to the stream before it was made, as far back as the stream keeps
    events; the relay does the rest. Gives how many."""
    made_at = (await js.stream_info(stream.name)).created
    lost = update(outbox).where(
        outbox.c.stream == stream.name, outbox.c.published_at < made_at, outbox.c.stream_sequence != EXPIRED
    )
    if stream.max_age:
        too_old = outbox.c.published_at < func.clock_timestamp() - timedelta(seconds=stream.max_age)
        await session.execute(lost.where(too_old).values(stream_sequence=EXPIRED))
    unsent = await session.execute(lost.values(stream_sequence=None, published_at=None).returning(outbox.c.id))
    count = len(unsent.all())
    if count:
        session.info["staged"] = True
        log.error("stream_refilled", stream=stream.name, events=count)
    return count
