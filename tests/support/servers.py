"""A real PostgreSQL and a real NATS in a temporary folder, started once per test session.

PostgreSQL runs without fsync here: tests kill processes, not the machine. NATS keeps `sync_interval: always`.
"""

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import nats
from nats.aio.client import Client

from ops.servers.nats import USERS, Nats
from ops.servers.postgres import Postgres
from ops.servers.postgres_roles import provision
from ops.servers.process import free_port, start, stop
from ops.services import Surroundings, role_names

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB"}


@dataclass
class RunningPostgres:
    """The cluster with the passwords of its roles; can be killed and started again under a test."""

    server: Postgres
    role_passwords: dict[str, str]
    process: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.server.prepare()
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.process = start(self.server.command())
        asyncio.run(self.server.wait_ready(self.process))

    def stop(self) -> None:
        """End it by its fast shutdown."""
        stop(self.process, self.server.command())

    def url(self, database: str, role: str) -> str:
        """A plain `postgresql://` address; `role` is the service's name or `<service>_owner`."""
        return f"postgresql://{role}:{self.role_passwords[role]}@127.0.0.1:{self.server.port}/{database}"

    def sqlalchemy_url(self, database: str, role: str) -> str:
        """The same for SQLAlchemy with asyncpg."""
        return self.url(database, role).replace("postgresql://", "postgresql+asyncpg://")


@dataclass
class RunningNats:
    """The server with the passwords of its users; can be killed and started again under a test."""

    server: Nats
    process: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    @property
    def url(self) -> str:
        """The address without credentials."""
        return self.server.url

    async def connect(self, user: str, errors: list[str] | None = None) -> Client:
        """A client of one of the users of deploy/nats/nats-server.conf; refusals of the server land in `errors`."""

        async def remember(error: Exception) -> None:
            if errors is not None:
                errors.append(str(error))

        inbox, password = f"_INBOX_{user}".encode(), self.server.passwords[user]
        return await nats.connect(self.url, user=user, password=password, inbox_prefix=inbox, error_cb=remember)

    def start(self) -> None:
        """Start it and wait until it is well."""
        self.process = start(self.server.command())
        asyncio.run(self.server.wait_ready(self.process))

    def kill(self) -> None:
        """End it as a power cut would: no goodbye."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """End it in order."""
        stop(self.process, self.server.command())


@contextmanager
def running_postgres(home: Path) -> Iterator[RunningPostgres]:
    """A cluster with the four databases, their roles and extensions."""
    server = Postgres(home / "postgres", free_port(), "psuperuser", home / "postgres.log", FAST)
    running = RunningPostgres(server, {role: f"p-{role}" for role in role_names()})
    try:
        asyncio.run(provision(server, running.role_passwords))
        yield running
    finally:
        running.stop()


@contextmanager
def running_nats(home: Path, max_file_store: str = "2GB") -> Iterator[RunningNats]:
    """A server without streams; `max_file_store` small makes a full disk."""
    passwords = {user: f"p-{user}" for user in USERS}
    log = home / "nats.log"
    running = RunningNats(Nats(home / "nats", free_port(), free_port(), passwords, log, max_file_store))
    try:
        yield running
    finally:
        running.stop()


def surroundings(postgres: RunningPostgres, nats: RunningNats, home: Path) -> Surroundings:
    """What a service started by a test is told about the servers above."""
    return Surroundings(
        postgres=postgres.server,
        nats=nats.server,
        role_passwords=postgres.role_passwords,
        signing_key=home / "signing-key.pem",
        seal_key=home / "seal-key.pem",
        first_admin_code="first-admin-code",
        clock_file=home / "clock",
    )
