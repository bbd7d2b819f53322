"""What migrations make of the rows of an installation that has been at work for long."""

from importlib import import_module

import asyncpg
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from services.notifications.subscribers import listeners
from tests.support.database import Clone, Databases

_ONE_LISTENER = import_module("services.notifications.migrations.0002_one_listener")
_FORMER = (
    ("opening", "tell_of_petitions", "2026-02-01"),
    ("closing", "tell_of_petitions", "2026-01-01"),
    ("a_near_deadline", "tell_of_deadlines", "2026-03-01"),
    ("a_missed_deadline", "tell_of_deadlines", "2026-04-01"),
)


async def test_the_listener_of_all_is_as_well_known_as_those_it_comes_after(databases: Databases) -> None:
    async with databases.clone("notifications") as clone:
        rows = await asyncpg.connect(clone.plain_owner_url)
        for former, now, since in _FORMER:
            await _before(rows, f"notifications-tell_of_{former}", listeners[now].stream, since)

        await _upgrade(clone)

        known = await rows.fetch("SELECT *, registered_at::date::text AS since FROM listeners ORDER BY listener")
        for table in ("inbox", "dead_letters"):
            kept = await rows.fetch(f"SELECT listener, count(*) FROM {table} GROUP BY listener ORDER BY listener")
            assert [tuple(row) for row in kept] == [(row["listener"], 2) for row in known]
        await rows.close()
    assert [(row["listener"], row["stream"], row["since"]) for row in known] == [
        ("notifications-tell_of_deadlines", listeners["tell_of_deadlines"].stream, "2026-03-01"),
        ("notifications-tell_of_petitions", listeners["tell_of_petitions"].stream, "2026-01-01"),
    ]
    assert known[1]["subjects"] == "notifications-tell_of_closing.> notifications-tell_of_opening.>"


async def test_a_new_installation_knows_no_listener_yet(databases: Databases) -> None:
    async with databases.clone("notifications") as clone:
        await _upgrade(clone)
        rows = await asyncpg.connect(clone.plain_url)
        assert await rows.fetchval("SELECT count(*) FROM listeners") == 0
        await rows.close()


async def _before(rows: asyncpg.Connection, listener: str, stream: str, since: str) -> None:
    await rows.execute("INSERT INTO inbox (listener, event_id) VALUES ($1, gen_random_uuid())", listener)
    await rows.execute(
        "INSERT INTO listeners VALUES ($1, $2, $3, $4::text::date)", listener, stream, f"{listener}.>", since
    )
    await rows.execute(
        "INSERT INTO dead_letters (listener, event_id, stream, stream_sequence, subject, body, reason)"
        " VALUES ($1, gen_random_uuid(), $2, 1, 'x', '{}', 'no reason')",
        listener,
        stream,
    )


async def _upgrade(clone: Clone) -> None:
    def upgrade(connection: Connection) -> None:
        with Operations.context(MigrationContext.configure(connection)):
            _ONE_LISTENER.upgrade()

    engine = create_async_engine(clone.owner_url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(upgrade)
    await engine.dispose()
