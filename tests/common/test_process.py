"""A service as a process of its own: up while NATS is away, ready when it comes, gone within five seconds."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from libs.common import tokens
from libs.common.ids import new_id
from libs.common.streams import ensure_stream, streams_of
from ops.servers.process import free_port
from ops.services import SERVICES
from tests.common.toys import start_again, until
from tests.conftest import ServiceSettings
from tests.support.database import Clone, Databases
from tests.support.servers import RunningNats, running_nats

KEY = Ed25519PrivateKey.generate()
Start = Callable[[], Awaitable["Service"]]


@dataclass
class Service:
    """A process of notifications, where it listens and what it says."""

    process: Process
    url: str
    log: Path
    clone: Clone

    async def get(self, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
        async with httpx.AsyncClient(base_url=self.url, timeout=10) as client:
            return await client.get(path, headers=headers)

    async def answers(self, path: str) -> bool:
        try:
            return (await self.get(path)).is_success
        except httpx.TransportError:
            return False

    async def until_it_answers(self, path: str) -> None:
        await until(lambda: self.answers(path), 25)

    async def sign_in(self) -> dict[str, str]:
        """The headers of a person whose key the service knows."""
        connection = await asyncpg.connect(self.clone.plain_owner_url)
        public = tokens.encode_public(KEY.public_key())
        await connection.execute("INSERT INTO access_keys VALUES ('k', $1, now(), NULL, 1)", public)
        await connection.close()
        token = tokens.sign(person_id=new_id(), session_id="s", key=KEY, key_id="k")
        return {"Authorization": f"Bearer {token}"}

    async def end(self) -> tuple[int, float]:
        """Its exit code after SIGTERM, and how long it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = await asyncio.wait_for(self.process.wait(), 20)
        return code, time.monotonic() - began


@pytest.fixture
def own_nats(tmp_path: Path) -> Iterator[RunningNats]:
    """A server of this test's own, so that its durables stay apart; other services have made their streams."""

    async def others(nats: RunningNats) -> None:
        operator = await nats.connect("operator")
        for service in SERVICES:
            await ensure_stream(operator.jetstream(), streams_of(service)[0])
        await operator.close()

    with running_nats(tmp_path) as running:
        asyncio.run(others(running))
        yield running


@pytest.fixture
async def service(
    databases: Databases, own_nats: RunningNats, service_settings: ServiceSettings, tmp_path: Path
) -> AsyncIterator[Start]:
    """Starts notifications on a database of its own; it is gone at the end."""
    async with databases.clone("notifications") as clone, _processes() as processes:

        async def start() -> Service:
            port, log = free_port(), tmp_path / "notifications.log"
            settings = {
                "DATABASE_URL": clone.app_url,
                "MIGRATIONS_URL": clone.owner_url,
                "NATS_URL": own_nats.url,
                "NATS_MONITOR_URL": own_nats.server.monitor_url,
            }
            own = {f"NOTIFICATIONS_{name}": value for name, value in settings.items()}
            environment = {**os.environ, **service_settings("notifications", port), **own}
            program = ("-m", "services.notifications.main")
            with log.open("wb") as out:
                process = await asyncio.create_subprocess_exec(
                    sys.executable, *program, env=environment, stdout=out, stderr=out
                )
            processes.append(process)
            return Service(process, f"http://127.0.0.1:{port}", log, clone)

        yield start


@asynccontextmanager
async def _processes() -> AsyncIterator[list[Process]]:
    processes: list[Process] = []
    try:
        yield processes
    finally:
        for process in processes:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def test_it_opens_its_door_while_nats_is_away_and_is_ready_when_nats_comes(
    service: Start, own_nats: RunningNats
) -> None:
    own_nats.kill()
    notifications = await service()
    await notifications.until_it_answers("/livez")
    person = await notifications.sign_in()

    unready = await notifications.get("/readyz")
    inbox = await notifications.get("/api/notifications/v1/inbox", person)
    await start_again(own_nats)
    await notifications.until_it_answers("/readyz")
    metrics = (await notifications.get("/metrics")).text

    assert unready.status_code == 503
    assert inbox.status_code == 200
    assert 'lienthong_http_request_seconds_count{route="/api/notifications/v1/inbox"' in metrics
    assert "lienthong_outbox_pending 0.0" in metrics


async def test_it_ends_within_five_seconds_although_streams_are_open(service: Start) -> None:
    notifications = await service()
    await notifications.until_it_answers("/readyz")
    person = await notifications.sign_in()

    async with httpx.AsyncClient(base_url=notifications.url, timeout=20, headers=person) as client:
        stream = "/api/notifications/v1/stream"
        async with client.stream("GET", stream) as one, client.stream("GET", stream) as two:
            assert (one.status_code, two.status_code) == (200, 200)
            code, seconds = await notifications.end()

    assert code in (0, -signal.SIGTERM)
    assert seconds < 5
    assert "Traceback" not in notifications.log.read_text()
