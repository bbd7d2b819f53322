"""The second of the two, with FastStream and SQLModel: takes each event from the stream, writes one row, acks.

Environment as the first."""

import asyncio
import os
from uuid import UUID

from faststream import AckPolicy, FastStream
from faststream.nats import JStream, NatsBroker, PullSub
from faststream.nats.security import NatsUserPassword
from nats.js.api import ConsumerConfig
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from bench.stack_tables import Queued

engine = create_async_engine(os.environ["BARE_DATABASE"], pool_size=10)
broker = NatsBroker(
    os.environ["BARE_NATS"],
    security=NatsUserPassword(os.environ["BARE_USER"], os.environ["BARE_PASSWORD"]),
    inbox_prefix=b"_INBOX_operator",
    logger=None,
)


class Said(BaseModel):
    """What the desk needs of it."""

    id: UUID
    text: str


@broker.subscriber(
    "bare.logged",
    stream=JStream("BARE", declare=False),
    durable="desk",
    config=ConsumerConfig(ack_wait=30),
    pull_sub=PullSub(batch_size=32, timeout=5),
    max_workers=8,
    ack_policy=AckPolicy.NACK_ON_ERROR,
)
async def queue(said: Said) -> None:
    """One insert, one commit."""
    async with AsyncSession(engine) as session:
        session.add(Queued(id=said.id, body=said.model_dump_json()))
        await session.commit()


if __name__ == "__main__":
    asyncio.run(FastStream(broker, logger=None).run())
