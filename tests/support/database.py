"""Databases of the services, built by their migrations: one template each, a session that is rolled back, or a clone.

`rolled_back` is for most tests. A clone is for tests in which something commits: listeners, routes, the relay.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from libs.common.db import Database
from libs.common.ids import new_id
from libs.common.migrations import migrate
from tests.support.servers import RunningPostgres


@dataclass
class Databases:
    """The migrated databases of a test session. Roles are the real ones: the application role owns nothing."""

    postgres: RunningPostgres
    _migrated: set[str] = field(default_factory=set)

    async def template(self, service: str, append_only: tuple[str, ...] = ()) -> str:
        """The name of the service's migrated database."""
        if service not in self._migrated:
            await migrate(
                service=service,
                migrations_url=self.postgres.sqlalchemy_url(service, f"{service}_owner"),
                app_url=self.postgres.sqlalchemy_url(service, service),
                append_only=append_only,
            )
            self._migrated.add(service)
        return service

    @asynccontextmanager
    async def rolled_back(self, service: str, append_only: tuple[str, ...] = ()) -> AsyncIterator[AsyncSession]:
        """A session whose every commit is a savepoint; nothing of it remains."""
        await self.template(service, append_only)
        engine = create_async_engine(self.postgres.sqlalchemy_url(service, service), poolclass=NullPool)
        async with engine.connect() as connection:
            outer = await connection.begin()
            async with AsyncSession(
                connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
            ) as session:
                yield session
            await outer.rollback()
        await engine.dispose()

    @asynccontextmanager
    async def clone(self, service: str, append_only: tuple[str, ...] = ()) -> AsyncIterator["Clone"]:
        """A database of this test's own, dropped at its end."""
        await self.template(service, append_only)
        name = f"{service}_{new_id().hex[-12:]}"
        copied = f'TEMPLATE "{service}" STRATEGY FILE_COPY OWNER "{service}_owner"'
        await self._as_superuser(f'CREATE DATABASE "{name}" {copied}')
        cloned = Clone(name, self.postgres, service)
        try:
            yield cloned
        finally:
            await cloned.database.dispose()
            await self._as_superuser(f'DROP DATABASE "{name}" WITH (FORCE)')

    async def _as_superuser(self, statement: str) -> None:
        for attempt in range(20):
            connection = await asyncpg.connect(self.postgres.server.url)
            try:
                await connection.execute(statement)
            except asyncpg.ObjectInUseError:
                await asyncio.sleep(0.05 * (attempt + 1))
            else:
                return
            finally:
                await connection.close()
        raise RuntimeError(f"still in use: {statement}")


class Clone:
    """One database: its addresses for the application and the owner role, and a `Database` for the former."""

    def __init__(self, name: str, postgres: RunningPostgres, service: str) -> None:
        self.name = name
        self.app_url = postgres.sqlalchemy_url(name, service)
        self.owner_url = postgres.sqlalchemy_url(name, f"{service}_owner")
        self.plain_url = postgres.url(name, service)
        self.plain_owner_url = postgres.url(name, f"{service}_owner")
        self.database = Database(self.app_url, pool_size=5)
