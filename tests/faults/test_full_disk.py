"""The disk under NATS is full: the service says so, takes what people write all the same, and sends it later."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from libs.access import keep_appointments, keep_key, keep_units
from libs.common import tokens
from libs.common.clock import now
from libs.contracts.members import SigningKeyPublished
from libs.contracts.vocabulary import Role
from ops.servers.process import free_port
from tests.faults.disks import DISKS, SmallDisk, small_disk
from tests.support.access import appointment, person_id, unit, unit_id
from tests.support.database import Clone, Databases
from tests.support.events import make_streams
from tests.support.servers import RunningPostgres, surroundings

BRANCH = "th.w001.b001"
KEY = Ed25519PrivateKey.generate()
WRITTEN = 20
UNSENT = "SELECT count(*) FROM outbox WHERE published_at IS NULL"
SENT = "SELECT count(*) FROM outbox WHERE published_at IS NOT NULL AND stream = 'MEETINGS'"


@pytest.fixture(params=DISKS)
def disk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallDisk]:
    with small_disk(request.param, tmp_path_factory.mktemp("disk")) as small:
        yield small


@asynccontextmanager
async def running_meetings(clone: Clone, around: dict[str, str], port: int) -> AsyncIterator[httpx.AsyncClient]:
    """The service as a process of its own, asked by the secretary of its one branch."""
    await furnish(clone)
    own = {"MEETINGS_DATABASE_URL": clone.app_url, "MEETINGS_MIGRATIONS_URL": clone.owner_url}
    process = subprocess.Popen([sys.executable, "-m", "services.meetings.main"], env={**os.environ, **around, **own})
    token = tokens.sign(person_id=person_id("secretary"), session_id="test", key=KEY, key_id="k1")
    headers = {"Authorization": f"Bearer {token}"}
    base = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=base, headers=headers, trust_env=False, timeout=30) as client:
        try:
            yield client
        finally:
            process.kill()
            process.wait()


async def furnish(clone: Clone) -> None:
    """A branch with its secretary, and the key that tokens are signed with."""
    key = tokens.encode_public(KEY.public_key())
    published = SigningKeyPublished(sequence=1, key_id="k1", public_key=key, valid_from=now(), valid_to=None)
    async with clone.database.transaction() as session:
        await keep_units(session, [unit(path) for path in ("th", "th.w001", BRANCH)])
        await keep_appointments(session, [appointment("secretary", Role.BSE, BRANCH)])
        await keep_key(session, published)


async def schedule(meetings: httpx.AsyncClient) -> UUID:
    """One more meeting; it must be taken."""
    meeting = uuid4()
    body = {"branch_id": str(unit_id(BRANCH)), "kind": "extraordinary", "starts_at": now().isoformat(), "place": "Hội"}
    answer = await meetings.put(f"/api/meetings/v1/meetings/{meeting}", json=body)
    assert answer.status_code == 200, answer.text
    return meeting


async def readiness(meetings: httpx.AsyncClient, holds: Callable[[int, dict[str, Any]], bool]) -> dict[str, Any]:
    """Asks until it holds."""
    end = time.monotonic() + 60
    while True:
        try:
            answer = await meetings.get("/readyz")
        except httpx.TransportError as error:
            status, checks = 0, {"error": str(error)}
        else:
            status, checks = answer.status_code, answer.json()
        if holds(status, checks):
            return checks
        assert time.monotonic() < end, checks
        await asyncio.sleep(0.2)


async def count(clone: Clone, question: str) -> int:
    async with clone.database.engine.connect() as connection:
        return int((await connection.exec_driver_sql(question)).scalar_one())


async def test_a_full_disk_turns_readiness_red_and_nothing_is_lost(
    databases: Databases, postgres_server: RunningPostgres, disk: SmallDisk, tmp_path: Path
) -> None:
    port = free_port()
    around = surroundings(postgres_server, disk.nats, tmp_path).environment("meetings", port)
    await make_streams(disk.nats, "members", "petitions")
    operator = await disk.nats.connect("operator", errors=[])
    js = operator.jetstream()
    async with databases.clone("meetings") as clone, running_meetings(clone, around, port) as meetings:
        await readiness(meetings, lambda status, checks: status == 200)
        await schedule(meetings)

        assert await disk.fill(js) > 1_000_000
        checks = await readiness(meetings, lambda status, checks: status == 503 and not checks["nats"])
        for _ in range(WRITTEN):
            await schedule(meetings)

        assert checks["database"] is True
        assert await count(clone, UNSENT) > 0

        await disk.make_room(js)
        await readiness(meetings, lambda status, checks: status == 200)
        await until_sent(clone)
        assert (await js.stream_info("MEETINGS")).state.messages == await count(clone, SENT) == WRITTEN + 1
    await operator.close()


async def until_sent(clone: Clone) -> None:
    """The outbox empties."""
    end = time.monotonic() + 60
    while waiting := await count(clone, UNSENT):
        assert time.monotonic() < end, f"{waiting} still unsent"
        await asyncio.sleep(0.2)
