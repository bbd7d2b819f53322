"""`lienthong streams`: make and mend the streams that all services share. A service may make them where they are
missing, but only the operator changes one that stands; `lienthong up` does this at every start."""

import asyncio

import typer

from libs.common.streams import SHARED, ensure_stream
from ops.places import Places, here


def run() -> None:
    """After an upgrade of a city, before its services start anew."""
    asyncio.run(mend(here()))
    names = ", ".join(stream.name for stream in SHARED)
    typer.echo(f"✓ {names}: đúng cấu hình. · as they must be.")


async def mend(places: Places) -> None:
    """Make what is missing, change what differs."""
    async with places.nats() as client:
        for stream in SHARED:
            await ensure_stream(client.jetstream(timeout=10), stream, by_operator=True)
