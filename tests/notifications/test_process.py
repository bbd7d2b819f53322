"""The service as a process of its own: it takes events from NATS, streams through HTTP, and ends with streams open."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from libs.access import keep_appointments, keep_key, keep_units
from libs.common import tokens
from libs.common.clock import now
from libs.contracts.members import SigningKeyPublished
from libs.contracts.petitions import PetitionSubmitted
from ops.servers.process import free_port
from tests.conftest import ServiceSettings
from tests.notifications.conftest import BRANCH, CITY, OFFICES, OTHERS, WARD
from tests.support.access import appointment, person_id, unit
from tests.support.database import Databases
from tests.support.events import make_streams, publish
from tests.support.petitions import petition
from tests.support.servers import RunningNats

KEY = Ed25519PrivateKey.generate()


@dataclass
class Running:
    """The process, and a client signed in as the ward's officer."""

    process: subprocess.Popen[bytes]
    client: httpx.AsyncClient


@pytest.fixture
async def running(
    databases: Databases, nats_server: RunningNats, service_settings: ServiceSettings
) -> AsyncIterator[Running]:
    port = free_port()
    await make_streams(nats_server, "members", "petitions")
    async with databases.clone("notifications") as clone:
        async with clone.database.transaction() as session:
            await keep_units(session, [unit(path) for path in (CITY, WARD, BRANCH, *OTHERS)])
            await keep_appointments(session, [appointment(*office) for office in OFFICES])
            await keep_key(session, _published())
        own = {"NOTIFICATIONS_DATABASE_URL": clone.app_url, "NOTIFICATIONS_MIGRATIONS_URL": clone.owner_url}
        argv = [sys.executable, "-m", "services.notifications.main"]
        process = subprocess.Popen(argv, env={**os.environ, **service_settings("notifications", port), **own})
        token = tokens.sign(person_id=person_id("ward"), session_id="test", key=KEY, key_id="k1")
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, trust_env=False) as client:
            await _ready(client)
            yield Running(process, client)
        process.kill()
        process.wait()


def _published() -> SigningKeyPublished:
    public = tokens.encode_public(KEY.public_key())
    return SigningKeyPublished(sequence=1, key_id="k1", public_key=public, valid_from=now(), valid_to=None)


async def _ready(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                if (await client.get("/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.2)


async def test_an_event_on_nats_reaches_an_open_stream_and_sigterm_ends_it(
    running: Running, nats_server: RunningNats
) -> None:
    async with running.client.stream("GET", "/api/notifications/v1/stream", timeout=30) as stream:
        lines = stream.aiter_lines()
        first = [await anext(lines) for _ in range(3)]
        await publish(nats_server, petition(PetitionSubmitted, holder=WARD, previous=BRANCH), BRANCH)
        then = [await anext(lines) for _ in range(3)]

        running.process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        rest = [line async for line in lines]

    assert stream.headers["content-type"].startswith("text/event-stream")
    assert first == ["event: inbox", 'data: {"id": null, "unread": 0}', ""]
    assert then[0].startswith("id: ")
    assert '"unread": 1' in then[2]
    assert "".join(rest) == ""
    assert running.process.wait(timeout=10) in (0, -signal.SIGTERM)
    assert time.monotonic() - began < 4
