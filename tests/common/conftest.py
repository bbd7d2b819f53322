"""Fixtures of the plumbing's tests."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from libs.common import log
from libs.common.streams import ensure_stream, streams_of
from tests.common.toys import TABLES, Toys, as_owner, toys_on
from tests.support.database import Clone, Databases
from tests.support.servers import RunningNats


@pytest.fixture(autouse=True, scope="session")
def plain_log() -> None:
    """Logs as a process writes them."""
    log.configure("toys", "json")


@pytest.fixture
async def toy_database(databases: Databases) -> Clone:
    """The toys' database, made once: that of a service, and two tables to play with."""
    postgres = databases.postgres
    superuser = await asyncpg.connect(postgres.server.url)
    known = await superuser.fetchval("SELECT 1 FROM pg_database WHERE datname = 'toys'")
    if not known:
        template = await databases.template("notifications")
        await superuser.execute(f"CREATE DATABASE toys TEMPLATE {template} OWNER {template}_owner")
        await as_owner(Clone("toys", postgres, "notifications"), TABLES)
    await superuser.close()
    return Clone("toys", postgres, "notifications")


@pytest.fixture
async def toys(toy_database: Clone, nats_server: RunningNats) -> AsyncIterator[Toys]:
    """The toy service with nothing in its database, its stream not yet made."""
    async with toys_on(toy_database, nats_server) as ready:
        yield ready


@pytest.fixture
async def streams(toys: Toys) -> None:
    for stream in streams_of("toys"):
        await ensure_stream(toys.js, stream)
