"""Small disks for NATS: a store that may not grow, and, for `make faults` as root, a file system of a few megabytes."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import StreamConfig

from ops.servers.process import start
from tests.support.servers import RunningNats, running_nats

REAL: Final = "FAULTS" in os.environ and os.geteuid() == 0
DISKS: Final = ("store", "disk") if REAL else ("store",)
FILLER: Final = "FILLER"


@dataclass
class SmallDisk:
    """A server that has room for very little."""

    nats: RunningNats
    folder: Path
    mounted: bool

    async def fill(self, js: JetStreamContext) -> int:
        """Until not even a byte is taken; gives how much was."""
        await js.add_stream(StreamConfig(name=FILLER, subjects=["filler"]))
        taken = 0
        for size in (100_000, 1_000, 10, 1):
            with suppress(NatsError, TimeoutError):
                while True:
                    await js.publish("filler", b"x" * size, timeout=3)
                    taken += size
        return taken

    async def make_room(self, js: JetStreamContext) -> None:
        """As an operator would: what fills the store is thrown away; a full disk is enlarged and the server restarted,
        because it writes no more to files that failed it."""
        if not self.mounted:
            await js.purge_stream(FILLER)
            return
        mount(self.folder, "remount,size=60m")
        self.nats.kill()
        self.nats.process = start(self.nats.server.command())
        await self.nats.server.wait_ready(self.nats.process)


@contextmanager
def small_disk(kind: str, folder: Path) -> Iterator[SmallDisk]:
    """One of `DISKS`."""
    if kind == "store":
        with running_nats(folder, max_file_store="4MB") as running:
            yield SmallDisk(running, folder, mounted=False)
        return
    mount(folder, "size=6m")
    try:
        with running_nats(folder) as running:
            yield SmallDisk(running, folder, mounted=True)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def mount(folder: Path, options: str) -> None:
    """A file system in memory."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
