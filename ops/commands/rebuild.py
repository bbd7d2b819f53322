"""`lienthong rebuild SERVICE`: the owner tells its whole present state again, so that everybody's copies become right.

It reads the service's own tables, never old events. Copies apply only what is newer than what they have; effects do not
listen to it.
"""

import asyncio
from importlib import import_module
from importlib.util import find_spec

import typer

from libs.common.db import Database
from ops.audit.settle import on_its_way, settle
from ops.places import Places, here
from ops.servers.errors import CannotStart
from ops.services import SERVICES

HEARD_WITHIN = 600.0


def run(service: str) -> None:
    """Stage it in one transaction; the service's relay publishes it. Ends when every listener has heard."""
    owners = [name for name in SERVICES if find_spec(f"services.{name}.restating")]
    if service not in owners:
        names = ", ".join(owners)
        raise CannotStart(
            f"`{service}` không giữ dữ liệu mà nơi khác sao lại. Chọn một trong: {names}.",
            f"Nobody keeps copies of `{service}`. Choose one of: {names}.",
        )
    places = here()
    count = asyncio.run(restate(places, service))
    typer.echo(f"{service}: đã phát lại {count} trạng thái, chờ mọi nơi nhận đủ · {count} states told again, waiting")
    for finding in asyncio.run(settle(lambda: on_its_way(places), HEARD_WITHIN)):
        typer.echo(f"✗ {finding}", err=True)
        raise typer.Exit(1)
    typer.echo("✓ Mọi nơi đã nhận đủ. · everybody has heard.")


async def restate(places: Places, service: str) -> int:
    """How many states were staged."""
    database = Database(places.database_url(service).replace("postgresql://", "postgresql+asyncpg://"))
    try:
        async with database.transaction() as session:
            count: int = await import_module(f"services.{service}.restating").restate(session)
    finally:
        await database.dispose()
    return count
