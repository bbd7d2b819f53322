"""The whole system as `make run` starts it, in a folder of its own, for the time of the measuring."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import psutil

from libs.common.ids import new_id
from ops.home import Home
from ops.installation import running
from ops.servers.process import free_port

LIENTHONG = Path(sys.executable).with_name("lienthong")
WITHIN = 400.0


@dataclass
class System:
    """A running system with its supervisor; `ready_after` seconds to ready on the first and on the second start."""

    home: Home
    port: int
    process: subprocess.Popen[bytes]
    ready_after: float

    @property
    def url(self) -> str:
        """The gateway."""
        return f"http://127.0.0.1:{self.port}"

    def service_url(self, service: str) -> str:
        """A service's own port."""
        return f"http://127.0.0.1:{running(self.home).ports[service]}"

    def database_url(self, service: str, *, owner: bool = False) -> str:
        """A service's database for asyncpg."""
        role = f"{service}_owner" if owner else service
        return running(self.home).surroundings.database_url(service, role).replace("+asyncpg", "")

    async def token(self, login: str) -> str:
        """An access token of a demo account."""
        form = {"username": login, "password": self.home.demo_password()}
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            answer = await client.post(f"{self.url}/api/members/v1/token", data=form)
        return str(answer.raise_for_status().json()["access_token"])

    async def begin_meeting(self, token: str) -> str:
        """An extraordinary meeting of the secretary's branch, just begun; its id."""
        headers, meeting = {"Authorization": f"Bearer {token}"}, str(new_id())
        async with httpx.AsyncClient(base_url=self.url, headers=headers, trust_env=False, timeout=30) as client:
            me = (await client.get("/api/members/v1/me")).raise_for_status().json()
            branch = next(one["unit_id"] for one in me["appointments"] if one["role"] == "BSE")
            starts_at = (datetime.now(UTC) - timedelta(minutes=5)).isoformat()
            body = {"branch_id": branch, "kind": "extraordinary", "starts_at": starts_at, "place": "Nhà văn hóa"}
            (await client.put(f"/api/meetings/v1/meetings/{meeting}", json=body)).raise_for_status()
        return meeting

    def memory(self) -> dict[str, float]:
        """PSS in MB of every process of the system, by program."""
        everyone = [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]
        found: dict[str, float] = {}
        for process in everyone:
            words = process.cmdline()
            service = next((word.split(".")[1] for word in words if word.startswith("services.")), None)
            name = service or process.name()
            found[name] = found.get(name, 0) + process.memory_full_info().pss / 2**20
        return found


@asynccontextmanager
async def system() -> AsyncIterator[System]:
    """Started twice: filled on the first start, measured on the second."""
    with tempfile.TemporaryDirectory(prefix="lienthong-bench-") as folder:
        home, port = Home(Path(folder) / "home"), free_port()
        first = await _start(home, port)
        await _stop(first)
        second = await _start(home, port)
        try:
            yield second
        finally:
            await _stop(second)


async def _start(home: Home, port: int) -> System:
    env = {**os.environ, "LIENTHONG_HOME": str(home.path), "LIENTHONG_PORT": str(port)}
    began = time.monotonic()
    process = subprocess.Popen([LIENTHONG, "up"], env=env, stdout=subprocess.DEVNULL, start_new_session=True)
    url = f"http://127.0.0.1:{port}/api/members/v1/about"
    async with httpx.AsyncClient(trust_env=False) as client:
        while time.monotonic() - began < WITHIN and process.poll() is None:
            try:
                if (await client.get(url)).is_success:
                    return System(home, port, process, time.monotonic() - began)
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.05)
    raise RuntimeError("the system did not become ready")


async def _stop(one: System) -> None:
    one.process.send_signal(signal.SIGINT)
    await asyncio.to_thread(one.process.wait, 30)
