"""The database of a service: one engine, and transactions that are the only place where anything is committed."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final

from sqlalchemy import MetaData, event
from sqlalchemy.engine.interfaces import IsolationLevel
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine

NAMING = {
    "pk": "%(table_name)s_pkey",
    "fk": "%(table_name)s_%(column_0_name)s_fkey",
    "ix": "%(table_name)s_%(column_0_name)s_idx",
    "uq": "%(table_name)s_%(column_0_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
}


def service_metadata() -> MetaData:
    """Metadata for one service's tables, with predictable names for what SQLAlchemy would leave nameless."""
    return MetaData(naming_convention=NAMING)


Asked = AsyncSession | AsyncConnection
"""Where a question can be put: in a transaction, or beside it (`Database.walks`)."""

_WALKS: Final = 8


class Database:
    """Engines and their transactions.

    `on_staged` is called once a transaction that staged events is committed (the relay is woken there). `walks` is for
    single statements that read along one index and are asked all day: each is a transaction of its own, planned once
    per connection whatever its values are. Never for a statement whose best plan hangs on a value.
    """

    def __init__(self, url: str, *, pool_size: int = 10, application_name: str = "service") -> None:
        self.engine = _engine(url, pool_size, application_name, beyond=pool_size)
        self.walks = _engine(
            url, _WALKS, application_name, isolation="AUTOCOMMIT", plan_cache_mode="force_generic_plan"
        )
        self._snapshots = self.engine.execution_options(isolation_level="REPEATABLE READ")
        self.on_staged: Callable[[], None] = lambda: None

    def session(self, *, reading: bool = False) -> AsyncSession:
        """A session of its own; `transaction` is what services use. One for `reading` sees a single moment throughout:
        what several statements give belongs together."""
        return AsyncSession(self._snapshots if reading else self.engine, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed at the end, rolled back by any exception."""
        async with self.session() as session:
            yield session
            await self.commit(session)

    async def commit(self, session: AsyncSession) -> None:
        """Commits, then wakes the relay if events were staged."""
        await session.commit()
        if session.info.pop("staged", False):
            self.on_staged()

    async def dispose(self) -> None:
        """Closes all connections."""
        await self.engine.dispose()
        await self.walks.dispose()


def _engine(
    url: str,
    pool_size: int,
    application_name: str,
    *,
    beyond: int = 0,
    isolation: IsolationLevel = "READ COMMITTED",
    **settings: str,
) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=beyond,
        pool_timeout=10,
        hide_parameters=True,
        isolation_level=isolation,
        connect_args={
            "timeout": 5,
            "server_settings": {
                "application_name": application_name,
                "timezone": "UTC",
                "jit": "off",
                "max_parallel_workers_per_gather": "0",
                "statement_timeout": "60000",
                "idle_in_transaction_session_timeout": "60000",
                **settings,
            },
        },
    )
    event.listen(engine.sync_engine, "checkout", _refuse_closed)
    event.listen(engine.sync_engine, "before_cursor_execute", _refuse_naive)
    return engine


def _refuse_closed(connection: Any, record: Any, proxy: Any) -> None:
    """A connection that PostgreSQL has closed is replaced by a new one. A restart is seen so without a question to the
    server at every checkout, which would be three round trips."""
    if record.driver_connection.is_closed():
        raise DisconnectionError


def _refuse_naive(
    connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool
) -> None:
    """The driver would take a time without a zone for the server's local time, in silence."""
    for row in parameters if executemany else (parameters,):
        for value in row if isinstance(row, tuple | list) else (row,):  # one flat row where many are one INSERT
            if isinstance(value, datetime) and value.tzinfo is None:
                raise ValueError("a time without a zone")
