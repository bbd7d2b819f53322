"""The ceiling's second service: takes each event from the stream, writes one row, acks. Environment as the first."""

import asyncio
import json
import os
from typing import Any
from uuid import UUID

import asyncpg
import nats
import uvloop
from nats.errors import TimeoutError as NatsTimeout
from nats.js.api import AckPolicy, ConsumerConfig


async def main() -> None:
    """Listens until it is ended."""
    pool = await asyncpg.create_pool(os.environ["BARE_DATABASE"], min_size=4, max_size=10)
    user, password = os.environ["BARE_USER"], os.environ["BARE_PASSWORD"]
    client = await nats.connect(os.environ["BARE_NATS"], user=user, password=password, inbox_prefix=b"_INBOX_operator")
    js = client.jetstream()
    await js.add_consumer("BARE", ConsumerConfig(durable_name="desk", ack_policy=AckPolicy.EXPLICIT))
    pull = await js.pull_subscribe_bind(durable="desk", stream="BARE")

    async def handle(message: Any) -> None:
        said = json.loads(message.data)
        async with pool.acquire() as connection, connection.transaction():
            row = "INSERT INTO bare_queue (id, body) VALUES ($1, $2) ON CONFLICT DO NOTHING"
            await connection.execute(row, UUID(said["id"]), message.data.decode())
        await message.ack()

    running: set[asyncio.Task[None]] = set()
    while True:
        try:
            message = (await pull.fetch(1, timeout=5))[0]
        except (NatsTimeout, TimeoutError):
            continue
        while len(running) >= 8:
            await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        task = asyncio.create_task(handle(message))
        running.add(task)
        task.add_done_callback(running.discard)


if __name__ == "__main__":
    uvloop.run(main())
