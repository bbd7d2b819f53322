"""The relay against plain publishing, and a listener against the same statements in bare asyncpg."""

import asyncio
import time
from typing import Any

import asyncpg
from nats.js.api import AckPolicy, ConsumerConfig
from pydantic import SecretStr

from bench.ground import Ground
from bench.table import Row
from bench.toys import CREATE, Measured, MeasuredInPublic, keep_measured, listeners
from libs.common.consumers import ensure_consumer
from libs.common.db import Database
from libs.common.ids import new_id
from libs.common.messaging import make_broker
from libs.common.outbox import stage_many
from libs.common.receiving import subscribe
from libs.common.relay import Relay, batches
from libs.common.streams import ensure_stream, streams_of
from libs.contracts.envelope import Envelope

ROWS = 10_000
MESSAGES = 5_000
TEXT = "Cống ngõ 12 Nguyễn Mộng Tuân tắc, cứ mưa là nước tràn vào nhà. " * 3


async def relay(ground: Ground) -> Row:
    """A backlog drained, against publishing the same bodies in the same batches with nothing else to do."""
    database, client = await ground.database("notifications"), await ground.client("operator")
    js = client.jetstream()
    for stream in streams_of("notifications"):
        await ensure_stream(js, stream)
    worker = Relay(dsn=ground.bare_url("notifications"), nats=client, js=js)
    connection = await worker.connect()

    async def staged() -> None:
        async with database.transaction() as session:
            events = [(Measured(sequence=1, measured_id=new_id(), text=TEXT), "th.w001.b001") for _ in range(ROWS // 2)]
            await stage_many(session, events)

    await staged()
    rows = await connection.fetch("SELECT id, event_id, type, stream, subject, body FROM outbox ORDER BY id")
    runs = [[row for row in rows if row["stream"] == stream] for stream in {row["stream"] for row in rows}]
    began = time.perf_counter()
    for batch in (batch for run in runs for batch in batches(run)):
        await worker._publish_batch(batch)
    ceiling = ROWS / (time.perf_counter() - began)
    await connection.execute("UPDATE outbox SET published_at = now()")
    await staged()
    began = time.perf_counter()
    while await worker.drain(connection):
        pass
    await worker.mark(connection)
    ours = ROWS / (time.perf_counter() - began)
    await connection.close()
    await client.close()
    await database.dispose()
    return Row(
        "relay, backlog", ours=ours, ceiling=ceiling, unit="rows/s", hold=0.7, against="plain batches, same bodies"
    )


async def listener(ground: Ground) -> Row:
    """Messages through one of our listeners, against pull, the same statements in bare asyncpg, commit, ack."""
    database, client = await ground.database("notifications"), await ground.client("operator")
    js = client.jetstream()
    for stream in streams_of("notifications"):
        await ensure_stream(js, stream)
    owner = await ground.connect("notifications", owner=True)
    await owner.execute(CREATE)
    await owner.execute("GRANT ALL ON measured TO notifications")
    bodies = await _published(database, js)
    ceiling = await _bare(ground, js)
    await owner.execute("TRUNCATE measured, inbox")
    ours = await _ours(ground, database, js)
    done = await owner.fetchval("SELECT count(*) FROM measured")
    if done != MESSAGES or len(bodies) != MESSAGES:
        raise RuntimeError(f"{done} of {MESSAGES} effects")
    await owner.close()
    await client.close()
    await database.dispose()
    return Row("a listener", ours=ours, ceiling=ceiling, unit="events/s", hold=0.8, against="the same in bare asyncpg")


async def _published(database: Database, js: Any) -> list[bytes]:
    async with database.transaction() as session:
        events = [
            (MeasuredInPublic(sequence=1, measured_id=new_id(), text=TEXT), "th.w001.b001") for _ in range(MESSAGES)
        ]
        await stage_many(session, events)
    client = js._nc
    async with database.engine.connect() as connection:
        raw: Any = (await connection.get_raw_connection()).driver_connection
        worker = Relay(dsn="", nats=client, js=js)
        while await worker.drain(raw):
            pass
        await worker.mark(raw)
        rows = await raw.fetch("SELECT body FROM outbox WHERE type = $1", MeasuredInPublic.type)
    return [row["body"].encode() for row in rows]


async def _bare(ground: Ground, js: Any) -> float:
    config = ConsumerConfig(
        durable_name="bare", filter_subject=MeasuredInPublic.subject_filter(), ack_policy=AckPolicy.EXPLICIT
    )
    await js.add_consumer("NOTIFICATIONS", config)
    pull = await js.pull_subscribe_bind(durable="bare", stream="NOTIFICATIONS")
    pool = await asyncpg.create_pool(ground.bare_url("notifications"), min_size=8, max_size=8)

    async def handle(message: Any) -> None:
        envelope = Envelope.model_validate_json(message.data)
        event = envelope.read(MeasuredInPublic)
        async with pool.acquire() as connection, connection.transaction():
            await connection.fetchrow(
                "INSERT INTO inbox (listener, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING event_id",
                "bare",
                envelope.id,
            )
            await connection.execute(
                "INSERT INTO measured (id, text, sequence) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET "
                "text = excluded.text, sequence = excluded.sequence WHERE excluded.sequence > measured.sequence",
                event.measured_id,
                event.text,
                event.sequence,
            )
        await message.ack()

    began, done = time.perf_counter(), 0
    while done < MESSAGES:
        messages = await pull.fetch(8, timeout=5)
        await asyncio.gather(*(handle(message) for message in messages))
        done += len(messages)
    rate = MESSAGES / (time.perf_counter() - began)
    await pool.close()
    return rate


async def _ours(ground: Ground, database: Database, js: Any) -> float:
    one = listeners[keep_measured.__name__]
    await ensure_consumer(js, one, known=False)
    settings = ground.settings("notifications").model_copy(
        update={"nats_user": "operator", "nats_password": SecretStr(ground.around.nats.passwords["operator"])}
    )
    broker = make_broker("bench", settings)
    subscribe(broker, one, database, inbox_prefix=b"_INBOX_operator")
    began = time.perf_counter()
    await broker.start()
    while (await js.consumer_info(one.stream, one.name)).ack_floor.consumer_seq < MESSAGES:
        await asyncio.sleep(0.05)
    rate = MESSAGES / (time.perf_counter() - began)
    await broker.stop()
    return rate
