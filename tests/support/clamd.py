"""A scanner that speaks clamd's protocol on a real socket. It is not clamd: it knows one word, and says what it is told
to say."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

EVIL = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass
class Scanner:
    """What it was sent; with `says` it says that instead of its judgement."""

    address: str = ""
    scanned: list[bytes] = field(default_factory=list)
    says: bytes | None = None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One conversation."""
        assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
        heard = b""
        while size := int.from_bytes(await reader.readexactly(4), "big"):
            heard += await reader.readexactly(size)
        self.scanned.append(heard)
        found = b"Eicar-Test-Signature FOUND" if EVIL in heard else b"OK"
        writer.write((b"stream: " + found if self.says is None else self.says) + b"\0")
        writer.close()


@asynccontextmanager
async def scanner(path: str | None = None) -> AsyncIterator[Scanner]:
    """Listens on a port of its own, or at a path."""
    one = Scanner()
    if path:
        server = await asyncio.start_unix_server(one.serve, path)
        one.address = path
    else:
        server = await asyncio.start_server(one.serve, "127.0.0.1", 0)
        one.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield one
