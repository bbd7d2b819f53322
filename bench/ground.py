"""Real servers with a city's settings (fsync on, sync always), in a folder that goes when the measuring is done."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import nats
from nats.aio.client import Client

from libs.common.config import ServiceSettings
from libs.common.db import Database
from libs.common.migrations import migrate
from ops.servers.nats import USERS, Nats
from ops.servers.postgres import Postgres
from ops.servers.postgres_roles import provision
from ops.servers.process import free_port, start, stop
from ops.services import Surroundings, role_names


@dataclass
class Ground:
    """PostgreSQL and NATS, and the settings of a service on them."""

    around: Surroundings

    def settings(self, service: str) -> ServiceSettings:
        """The settings its process would have."""
        given = self.around.environment(service, free_port())
        prefix = f"{service.upper()}_"
        return ServiceSettings.model_validate({key.removeprefix(prefix).lower(): value for key, value in given.items()})

    async def database(self, service: str) -> Database:
        """The migrated database of a service, as its application role."""
        settings = self.settings(service)
        app_url = settings.database_url.get_secret_value()
        await migrate(service=service, migrations_url=settings.migrations_url.get_secret_value(), app_url=app_url)
        return Database(app_url)

    async def connect(self, service: str, *, owner: bool = False) -> "asyncpg.Connection[asyncpg.Record]":
        """A bare connection to a service's database."""
        url = self.around.database_url(service, f"{service}_owner" if owner else service)
        return await asyncpg.connect(url.replace("+asyncpg", ""))

    def bare_url(self, service: str) -> str:
        """For asyncpg."""
        return self.around.database_url(service, service).replace("+asyncpg", "")

    async def client(self, user: str) -> Client:
        """A NATS client of this user."""
        inbox = f"_INBOX_{user}".encode()
        nats_server = self.around.nats
        return await nats.connect(nats_server.url, user=user, password=nats_server.passwords[user], inbox_prefix=inbox)


@asynccontextmanager
async def ground() -> AsyncIterator[Ground]:
    """Servers for the time of the block."""
    with tempfile.TemporaryDirectory(prefix="lienthong-bench-") as folder:
        home = Path(folder)
        home.chmod(0o711)
        postgres = Postgres(home / "postgres", free_port(), "superuser", home / "postgres.log")
        broker = Nats(home / "nats", free_port(), free_port(), {user: f"n-{user}" for user in USERS}, home / "nats.log")
        passwords = {role: f"p-{role}" for role in role_names()}
        await asyncio.to_thread(postgres.prepare)
        processes = [(start(command), command) for command in (postgres.command(), broker.command())]
        try:
            await postgres.wait_ready(processes[0][0])
            await broker.wait_ready(processes[1][0])
            await provision(postgres, passwords)
            yield Ground(
                Surroundings(
                    postgres,
                    broker,
                    passwords,
                    signing_key=home / "signing-key.pem",
                    seal_key=home / "seal-key.pem",
                    first_admin_code="measured",
                )
            )
        finally:
            for process, command in reversed(processes):
                await asyncio.to_thread(stop, process, command)
