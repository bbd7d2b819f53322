"""Where an operator's command finds the databases and NATS: the running instance, or addresses given to it."""

import os
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import asyncpg
import nats
from nats.aio.client import Client

from libs.common.keys import load_key
from ops.home import Home
from ops.installation import Installation, running
from ops.servers.errors import CannotStart

INBOX = b"_INBOX_operator"


@dataclass(frozen=True, slots=True)
class Places:
    """PostgreSQL as superuser (`postgresql://…/postgres`) and NATS as the user `operator`."""

    postgres_url: str
    nats_url: str
    nats_password: str
    seal_keys: frozenset[str] = field(default=frozenset(), kw_only=True)
    """Ids of the keys that days may be sealed with, known from outside the databases; none: they are believed."""

    def database_url(self, service: str) -> str:
        """The address of one service's database."""
        base, _, _ = self.postgres_url.rpartition("/")
        return f"{base}/{service}"

    @asynccontextmanager
    async def database(self, service: str) -> AsyncIterator[Any]:
        """A connection to one service's database."""
        connection = await asyncpg.connect(self.database_url(service))
        try:
            yield connection
        finally:
            await connection.close()

    @asynccontextmanager
    async def nats(self) -> AsyncIterator[Client]:
        """A client of NATS that may read every stream."""
        client = await nats.connect(
            self.nats_url, user="operator", password=self.nats_password, inbox_prefix=INBOX, max_reconnect_attempts=3
        )
        try:
            yield client
        finally:
            await client.close()


def of_home(home: Home) -> Places:
    """The places of the instance that runs with this home."""
    return of_installation(running(home))


def of_installation(installation: Installation) -> Places:
    """The places of this instance."""
    file = installation.home.seal_key
    keys = frozenset([load_key(file).key_id]) if file.exists() else frozenset[str]()
    return Places(
        installation.postgres.url, installation.nats.url, installation.nats.passwords["operator"], seal_keys=keys
    )


def here() -> Places:
    """A city's, from the environment of its operator's container; else the instance that runs on this machine."""
    postgres, broker, password = (
        os.environ.get(f"LIENTHONG_AUDIT_{name}") for name in ("POSTGRES_URL", "NATS_URL", "NATS_PASSWORD")
    )
    return given_or_running(postgres, broker, password)


def given_or_running(
    postgres_url: str | None, nats_url: str | None, nats_password: str | None, seal_keys: Iterable[str] = ()
) -> Places:
    """The addresses given (a city's), else those of the instance that runs here; with the keys that are trusted."""
    trusted = frozenset(seal_keys)
    if not postgres_url and not nats_url:
        places = of_home(Home.from_environment())
        return replace(places, seal_keys=trusted) if trusted else places
    if not (postgres_url and nats_url and nats_password):
        raise CannotStart(
            "Cần đủ cả ba: địa chỉ PostgreSQL, địa chỉ NATS và mật khẩu của người dùng `operator`.",
            "All three are needed: PostgreSQL's address, NATS's address and the password of the user `operator`.",
        )
    return Places(postgres_url, nats_url, nats_password, seal_keys=trusted)
