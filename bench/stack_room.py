"""A bare service with the libraries that ours have, the first of two: FastAPI, SQLModel, nats-py. Takes a PUT, writes
it and its outbox row in one commit, relays.

`python -m bench.stack_room` with BARE_DATABASE, BARE_NATS, BARE_USER, BARE_PASSWORD, BARE_PORT.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import nats
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlmodel import col, select

from bench.stack_tables import Logged, Outbox


class Body(BaseModel):
    """What a recommendation carries at least."""

    meeting_id: UUID
    text: str
    category: str
    competence: str
    urgent: bool
    raised_by: dict[str, str]


class Said(Body):
    """The same with its id, as it is kept and sent."""

    id: UUID


engine = create_async_engine(os.environ["BARE_DATABASE"], pool_size=10)
staged = asyncio.Event()


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Connection and relay for as long as the service runs."""
    user, password = os.environ["BARE_USER"], os.environ["BARE_PASSWORD"]
    client = await nats.connect(os.environ["BARE_NATS"], user=user, password=password, inbox_prefix=b"_INBOX_operator")
    relaying = asyncio.create_task(relay(client.jetstream()))
    yield
    relaying.cancel()
    await client.close()


async def relay(js: nats.js.JetStreamContext) -> None:
    """Publishes what is staged, many in flight, and deletes it."""
    while True:
        staged.clear()
        async with AsyncSession(engine) as session:
            rows = (await session.scalars(select(Outbox).order_by(col(Outbox.id)).limit(100))).all()
            ids = [row.id for row in rows]
            sending = [
                js.publish("bare.logged", row.body.encode(), headers={"Nats-Msg-Id": str(row.id)}) for row in rows
            ]
            await asyncio.gather(*sending)
            if ids:
                await session.execute(delete(Outbox).where(col(Outbox.id).in_(ids)))
            await session.commit()
        if not ids:
            await asyncio.wait({asyncio.create_task(staged.wait())}, timeout=0.05)


app = FastAPI(lifespan=lifespan)


@app.put("/recommendations/{recommendation_id}")
async def put(recommendation_id: UUID, body: Body) -> Said:
    """Two inserts, one commit."""
    said = Said(id=recommendation_id, **body.model_dump())
    async with AsyncSession(engine) as session:
        session.add(Logged(id=recommendation_id, body=said.model_dump_json()))
        session.add(Outbox(body=said.model_dump_json()))
        await session.commit()
    staged.set()
    return said


if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ["BARE_PORT"]), log_level="warning", access_log=False)
