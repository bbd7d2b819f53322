"""The ceiling's first service: takes a PUT, writes it and its outbox row in one commit, relays. Nothing else.

`python -m bench.bare_room` with BARE_DATABASE, BARE_NATS, BARE_USER, BARE_PASSWORD, BARE_PORT.
"""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
import nats
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel


class Body(BaseModel):
    """What a recommendation carries at least."""

    meeting_id: UUID
    text: str
    category: str
    competence: str
    urgent: bool
    raised_by: dict[str, str]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Pool, connection and relay for as long as the service runs."""
    app.state.pool = await asyncpg.create_pool(os.environ["BARE_DATABASE"], min_size=4, max_size=10)
    user, password = os.environ["BARE_USER"], os.environ["BARE_PASSWORD"]
    client = await nats.connect(os.environ["BARE_NATS"], user=user, password=password, inbox_prefix=b"_INBOX_operator")
    app.state.staged = asyncio.Event()
    relaying = asyncio.create_task(relay(app, client.jetstream()))
    yield
    relaying.cancel()
    await client.close()


async def relay(app: FastAPI, js: nats.js.JetStreamContext) -> None:
    """Publishes what is staged, many in flight, and deletes it."""
    async with app.state.pool.acquire() as connection:
        while True:
            rows = await connection.fetch("SELECT id, body FROM bare_outbox ORDER BY id LIMIT 100")
            if not rows:
                app.state.staged.clear()
                await asyncio.wait({asyncio.create_task(app.state.staged.wait())}, timeout=0.05)
                continue
            sending = [
                js.publish("bare.logged", row["body"].encode(), headers={"Nats-Msg-Id": str(row["id"])}) for row in rows
            ]
            await asyncio.gather(*sending)
            await connection.execute("DELETE FROM bare_outbox WHERE id = ANY($1)", [row["id"] for row in rows])


app = FastAPI(lifespan=lifespan)


@app.put("/recommendations/{recommendation_id}")
async def put(recommendation_id: UUID, body: Body) -> dict[str, str]:
    """Two inserts, one commit."""
    said = json.dumps({"id": str(recommendation_id), **body.model_dump(mode="json")})
    async with app.state.pool.acquire() as connection, connection.transaction():
        await connection.execute("INSERT INTO bare_logged (id, body) VALUES ($1, $2)", recommendation_id, said)
        await connection.execute("INSERT INTO bare_outbox (body) VALUES ($1)", said)
    app.state.staged.set()
    return {"id": str(recommendation_id)}


if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ["BARE_PORT"]), log_level="warning", access_log=False)
