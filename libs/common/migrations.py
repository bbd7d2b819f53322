"""Brings a service's database up to date at start: Alembic as the owner role, under a lock, so that replicas wait for
each other; then grants the application role what it needs and no more."""

from collections.abc import Iterable
from importlib.resources import files
from typing import Any, Final

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

_LOCK: Final = 7_266_001


async def migrate(*, service: str, migrations_url: str, app_url: str, append_only: Iterable[str] = ()) -> None:
    """Runs what is pending of `services/<service>/migrations`; `append_only` tables can only be read and added to."""
    engine = create_async_engine(migrations_url, poolclass=NullPool)
    app_role = make_url(app_url).username
    try:
        async with engine.begin() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            await connection.run_sync(_upgrade, service)
            await connection.run_sync(_grant, app_role, tuple(append_only))
    finally:
        await engine.dispose()


def script_directory(service: str) -> ScriptDirectory:
    """Where a service's migrations lie."""
    folder = str(files(f"services.{service}") / "migrations")
    return ScriptDirectory(folder, version_locations=[folder])


def _upgrade(connection: Connection, service: str) -> None:
    script = script_directory(service)

    def pending(revision: Any, context: MigrationContext) -> Any:
        return script._upgrade_revs("head", revision)

    context = MigrationContext.configure(connection, opts={"script": script, "fn": pending})
    with Operations.context(context):
        context.run_migrations()


def _grant(connection: Connection, app_role: str | None, append_only: tuple[str, ...]) -> None:
    if app_role is None or app_role == connection.engine.url.username:
        return
    role = connection.dialect.identifier_preparer.quote(app_role)
    connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {role}"))
    connection.execute(text(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"))
    connection.execute(text(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"))
    connection.execute(text(f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {role}"))
    for table in append_only:
        quoted = connection.dialect.identifier_preparer.quote(table)
        connection.execute(text(f"REVOKE UPDATE, DELETE, TRUNCATE ON {quoted} FROM {role}"))
