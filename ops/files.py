"""The attached files in a backup: read from the object store by what the database names, and put back into a new one.

They exist nowhere else: unlike events, no outbox could fill their stream again.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from libs.common.objects import Bucket
from libs.common.streams import ensure_stream
from ops.installation import Installation
from ops.places import Places, of_installation
from ops.servers.process import start, stop
from services.petitions.models_attachments import BUCKET

KEYS = "SELECT key::text FROM attachments ORDER BY key"


@asynccontextmanager
async def store(places: Places) -> AsyncIterator[Bucket]:
    """The object store, as the operator reaches it."""
    bucket = Bucket(BUCKET)
    async with places.nats() as client:
        bucket.connect(client.jetstream(timeout=10))
        await ensure_stream(client.jetstream(timeout=10), bucket.stream)
        yield bucket


async def fetch(places: Places, keys: list[str], folder: Path) -> list[str]:
    """Each file into the folder under its key; gives the keys of those that the store does not have."""
    folder.mkdir()
    async with store(places) as bucket:
        for key in keys:
            with (folder / key).open("wb") as file:
                async for chunk in bucket.read(key):
                    file.write(chunk)
    missing = [key for key in keys if not (folder / key).stat().st_size]
    for key in missing:
        (folder / key).unlink()
    return missing


async def put_back(installation: Installation, folder: Path) -> None:
    """Every file of the folder into the store of an installation that does not run yet."""
    server = installation.nats
    server.prepare()
    process = start(server.command())
    try:
        await server.wait_ready(process)
        async with store(of_installation(installation)) as bucket:
            for path in sorted(folder.iterdir()):
                with path.open("rb") as file:
                    await bucket.put(path.name, file)
    finally:
        await asyncio.to_thread(stop, process, server.command())
