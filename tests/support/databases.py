"""Databases for tests: built by a service's own migrations, and sessions whose work is rolled back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from libs.common.migrations import migrate
from tests.support.servers import RunningPostgres


async def migrated(postgres: RunningPostgres, service: str, append_only: tuple[str, ...] = ()) -> str:
    """Bring the service's database up to date; gives the address of its app role."""
    url = postgres.sqlalchemy_url(service, service)
    owner = postgres.sqlalchemy_url(service, f"{service}_owner")
    await migrate(service=service, migrations_url=owner, app_url=url, append_only=append_only)
    return url


@asynccontextmanager
async def rolled_back(url: str) -> AsyncIterator[AsyncSession]:
    """A session within one transaction that is never committed; a commit in it ends a savepoint."""
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            outer = await connection.begin()
            session = AsyncSession(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
            yield session
            await session.close()
            await outer.rollback()
    finally:
        await engine.dispose()
