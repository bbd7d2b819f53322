"""The four databases with their roles: an owner that migrates, and an app role that owns nothing.

Made at every start where absent, so that a new service or a changed password needs no migration of its own.
"""

import asyncpg

from ops.servers.postgres import Postgres

SERVICES = ("members", "meetings", "petitions", "notifications")
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")


async def provision(server: Postgres, passwords: dict[str, str]) -> None:
    """Bring the roles (`members`, `members_owner`, …) and databases to what `passwords` names."""
    connection = await asyncpg.connect(server.url)
    try:
        for role, password in sorted(passwords.items()):
            await ensure_role(connection, role, password)
        for service in SERVICES:
            await ensure_database(connection, service)
    finally:
        await connection.close()
    for service in SERVICES:
        await prepare_database(server, service)


async def ensure_role(connection: asyncpg.Connection, role: str, password: str) -> None:
    """Create the role or set its password anew; names and passwords are ours, never a user's input."""
    known = await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role)
    verb = "ALTER" if known else "CREATE"
    await connection.execute(f"{verb} ROLE {role} LOGIN NOSUPERUSER PASSWORD '{password}'")


async def ensure_database(connection: asyncpg.Connection, service: str) -> None:
    """Create the service's database, closed to everyone but its own two roles."""
    if await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", service):
        return
    await connection.execute(f"CREATE DATABASE {service} OWNER {service}_owner")
    await connection.execute(f"REVOKE ALL ON DATABASE {service} FROM PUBLIC")
    await connection.execute(f"GRANT CONNECT, TEMPORARY ON DATABASE {service} TO {service}")


async def prepare_database(server: Postgres, service: str) -> None:
    """Inside the database: extensions (they need the superuser), the schema for the owner, its use for the app."""
    connection = await asyncpg.connect(server.url.removesuffix("postgres") + service)
    try:
        for extension in EXTENSIONS:
            await connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
        await connection.execute(f"ALTER SCHEMA public OWNER TO {service}_owner")
        await connection.execute(f"GRANT USAGE ON SCHEMA public TO {service}")
    finally:
        await connection.close()
