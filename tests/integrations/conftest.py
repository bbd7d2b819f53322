"""A NATS server of its own with events of two wards, and a durable that the operator made for one of them."""

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest

from libs.contracts.petitions import PetitionSubmitted
from ops.integrators import ensure_durable
from tests.support.events import make_streams, publish
from tests.support.petitions import petition
from tests.support.servers import RunningNats, running_nats

SERVICES = ("members", "meetings", "petitions", "notifications")
PROGRAMS = Path(__file__).parents[2] / "docs" / "integrations"
AN_EVENT = re.compile(rb"[0-9a-f-]{36} ")
OURS, ANOTHERS = "th.w001.b001", "th.w002.b001"


@dataclass
class Program:
    """One of the two subscribers as its user would run it, and what it has said so far."""

    process: asyncio.subprocess.Process
    errors: list[str] = field(default_factory=list)

    async def event(self) -> tuple[UUID, str]:
        """The next event it printed: id and unit path. FastStream's own log lines are passed over."""
        assert self.process.stdout is not None
        async with asyncio.timeout(20):
            async for line in self.process.stdout:
                if AN_EVENT.match(line):
                    words = line.decode().split()
                    return UUID(words[0]), words[2]
        raise EOFError(await self.process.stderr.read() if self.process.stderr else "")

    async def says_nothing_for(self, seconds: float) -> bool:
        """Whether it printed no event in that time."""
        try:
            await asyncio.wait_for(self.event(), seconds)
        except (TimeoutError, EOFError):
            return True
        return False

    async def complains(self, words: str) -> bool:
        """Whether it says this on its standard error."""
        assert self.process.stderr is not None
        async with asyncio.timeout(20):
            async for line in self.process.stderr:
                self.errors.append(line.decode())
                if words in self.errors[-1].lower():
                    return True
        return False


@dataclass
class Ground:
    """The server, and what the operator hands out."""

    nats: RunningNats
    folder: Path

    async def granted(self, ward: str, durable: str) -> Path:
        """The file an integrator gets: a durable of that name with that ward's filter on every public stream."""
        client = await self.nats.connect("operator")
        streams = {service.upper(): f"{service}.*.*.*.{ward}.>" for service in SERVICES}
        for stream, subject in streams.items():
            await ensure_durable(client.jetstream(), stream, durable, subject)
        await client.close()
        return self.file(durable, streams)

    def file(self, durable: str, streams: dict[str, str]) -> Path:
        """The same file, whatever it claims."""
        account = {"user": "integrator", "password": self.nats.server.passwords["integrator"]}
        about = {"url": self.nats.url, "inbox_prefix": "_INBOX_integrator", "durable": durable, "streams": streams}
        file = self.folder / f"{durable}.json"
        file.write_text(json.dumps(account | about))
        return file

    async def submitted(self, path: str) -> UUID:
        """A petition of the branch at `path` goes up: both renditions stand in their streams."""
        return await publish(self.nats, petition(PetitionSubmitted, holder="th.w001", previous=OURS), path)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("integrations")
    with running_nats(folder) as nats:
        asyncio.run(make_streams(nats, *SERVICES))
        yield Ground(nats, folder)


@asynccontextmanager
async def running(program: str, grant: Path) -> AsyncIterator[Program]:
    """The program until the end of the block, then ended as Ctrl-C would."""
    pipe = asyncio.subprocess.PIPE
    argv = [sys.executable, str(PROGRAMS / program), str(grant)]
    process = await asyncio.create_subprocess_exec(*argv, stdout=pipe, stderr=pipe)
    try:
        yield Program(process)
    finally:
        process.terminate()
        await process.communicate()
