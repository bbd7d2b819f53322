"""One recommendation's way: from the phone to the ward's queue, in our four services and in two bare ones."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from bench.ground import Ground
from bench.load import Request, Result, full, steady
from bench.system import System
from bench.table import Row
from libs.common.ids import new_id
from ops.servers.process import free_port

RATE, SECONDS = 50, 20
CLIENTS, COUNT = 16, 3_000
TEXT = "Cống ngõ 12 tắc, cứ mưa là nước tràn vào nhà, đề nghị cho nạo vét."
_TRIGGER = """
CREATE FUNCTION arrived() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_notify('arrived', CAST(NEW.{column} AS text)); RETURN NULL; END $$;
CREATE TRIGGER arrived AFTER INSERT ON {table} FOR EACH ROW WHEN ({only}) EXECUTE FUNCTION arrived();
"""
_BARE = """
CREATE TABLE bare_logged (id uuid PRIMARY KEY, body text NOT NULL);
CREATE TABLE bare_outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL);
CREATE TABLE bare_queue (id uuid PRIMARY KEY, body text NOT NULL);
GRANT ALL ON bare_logged, bare_outbox, bare_queue TO petitions;
"""


class Arrivals:
    """What has arrived says so itself: a trigger notifies at commit. Asking every other millisecond cost the database
    more than the work that was to be measured. `owner` is a connection as the table's owner."""

    def __init__(self, owner: Any, table: str, column: str) -> None:
        self._owner = owner
        self._table = table
        self._column = column
        self.came: dict[UUID, float] = {}

    async def watch(self, only: str = "true") -> None:
        """Notes from now on when rows for which `only` holds are committed."""
        await self._owner.execute(_TRIGGER.format(table=self._table, column=self._column, only=only))
        await self._owner.add_listener("arrived", self._note)

    def _note(self, connection: Any, pid: int, channel: str, payload: str) -> None:
        self.came.setdefault(UUID(payload), time.perf_counter())

    async def unwatch(self) -> None:
        """Leaves the table as it was."""
        await self._owner.execute(f"DROP TRIGGER arrived ON {self._table}; DROP FUNCTION arrived")


@dataclass
class Road:
    """Where requests go in, and how to see what has arrived at the other end."""

    base: str
    token: str | None
    path: str
    body: dict[str, Any]
    arrivals: Arrivals

    def request(self, sent: dict[UUID, float]) -> Request:
        """One more recommendation, noted with the time at which it was sent."""
        one = new_id()
        sent[one] = time.perf_counter()
        return "PUT", f"{self.path}/{one}", self.body


@dataclass
class Trip:
    """How long each took from being sent to lying in the queue, and how many came through a second."""

    delays: list[float]
    rate: float
    result: Result

    def percentile(self, share: float) -> float:
        """Milliseconds at a share of the recommendations."""
        return 1000 * sorted(self.delays)[min(len(self.delays) - 1, int(len(self.delays) * share))]


async def rows(ground: Ground, system: System) -> list[Row]:
    """Latency at 50 a second, and the most that comes through."""
    async with bare_road(ground, "bare") as bare:
        bare_calm, bare_full = await _calm_and_full(bare)
    async with bare_road(ground, "stack") as stack:
        _, stack_full = await _calm_and_full(stack)
    async with our_road(system) as ours:
        calm, most = await _calm_and_full(ours)
    way, drivers = "recommendation to ward's queue, 50/s", "two services on bare drivers"
    return [
        Row(f"{way}, p50", calm.percentile(0.5), bare_calm.percentile(0.5), "ms", 25, drivers, least=False),
        Row(f"{way}, p99", calm.percentile(0.99), bare_calm.percentile(0.99), "ms", 80, drivers, least=False),
        Row("the same, sustained", most.rate, stack_full.rate, "/s", 0.4, "two bare services of the same libraries"),
        Row("the same, sustained", most.rate, bare_full.rate, "/s", None, drivers),
    ]


async def _calm_and_full(road: Road) -> tuple[Trip, Trip]:
    await _trip(road, lambda make: full(road.base, road.token, make, clients=4, count=200))
    calm = await _trip(road, lambda make: steady(road.base, road.token, make, rate=RATE, seconds=SECONDS))
    return calm, await _trip(road, lambda make: full(road.base, road.token, make, clients=CLIENTS, count=COUNT))


async def _trip(road: Road, drive: Callable[[Callable[[], Request]], Any]) -> Trip:
    sent: dict[UUID, float] = {}
    came = road.arrivals.came
    began = time.perf_counter()
    result: Result = await drive(lambda: road.request(sent))
    if result.refused:
        raise RuntimeError(f"refused: {result.refused}")
    async with asyncio.timeout(120):
        while not sent.keys() <= came.keys():
            await asyncio.sleep(0.05)
    delays = [came[one] - sent[one] for one in sent]
    return Trip(delays, len(sent) / (max(came[one] for one in sent) - began), result)


@asynccontextmanager
async def bare_road(ground: Ground, kind: str) -> AsyncIterator[Road]:
    """Two services with nothing but the way itself, on the ground: `bare` on asyncpg and nats-py alone, `stack` with
    the libraries that ours have, too."""
    owner, client = await ground.connect("petitions", owner=True), await ground.client("operator")
    await owner.execute(_BARE)
    await client.jetstream().add_stream(name="BARE", subjects=["bare.>"])
    port, nats = free_port(), ground.around.nats
    database = ground.bare_url("petitions") if kind == "bare" else ground.around.database_url("petitions", "petitions")
    env = {**os.environ, "BARE_DATABASE": database, "BARE_NATS": nats.url, "BARE_PORT": str(port)}
    env |= {"BARE_USER": "operator", "BARE_PASSWORD": nats.passwords["operator"]}
    services = [subprocess.Popen([sys.executable, "-m", f"bench.{kind}_{name}"], env=env) for name in ("room", "desk")]
    arrivals = Arrivals(owner, "bare_queue", "id")
    body = {"meeting_id": str(new_id()), "text": TEXT, "category": "infrastructure", "competence": "ward"}
    body_all = {**body, "urgent": True, "raised_by": {"kind": "residents"}}
    try:
        await _open(port)
        await arrivals.watch()
        yield Road(f"http://127.0.0.1:{port}", None, "/recommendations", body_all, arrivals)
    finally:
        for service in services:
            service.terminate()
            service.wait()
        await owner.execute("DROP TABLE bare_logged, bare_outbox, bare_queue; DROP FUNCTION arrived")
        await client.jetstream().delete_stream("BARE")
        await asyncio.gather(owner.close(), client.close())


@asynccontextmanager
async def our_road(system: System) -> AsyncIterator[Road]:
    """The demo branch in a meeting of its own, through the gateway; arrivals are read where the ward's queue is."""
    token = await system.token("secretary")
    meeting = await system.begin_meeting(token)
    owner = await asyncpg.connect(system.database_url("petitions", owner=True))
    arrivals = Arrivals(owner, "holdings", "petition_id")
    await arrivals.watch("NEW.tier = 'ward'")
    body = {"meeting_id": meeting, "text": TEXT, "category": "infrastructure", "competence": "ward"}
    body_all = {**body, "urgent": True, "raised_by": {"kind": "residents"}}
    try:
        yield Road(system.url, token, "/api/meetings/v1/recommendations", body_all, arrivals)
    finally:
        await arrivals.unwatch()
        await owner.close()


async def _open(port: int) -> None:
    for _ in range(300):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            await asyncio.sleep(1)
            return
    raise TimeoutError
