"""The virus scanner clamd, asked by its own protocol (INSTREAM): where one is set up, no file comes in unscanned."""

import asyncio
from contextlib import closing
from typing import BinaryIO, Final

from libs.common.log import logger
from services.petitions.errors_attachments import FileInfected, ScannerAway

log = logger(__name__)

CHUNK: Final = 65_536
WITHIN: Final = 60.0
_CONNECT_WITHIN: Final = 3.0


async def require_clean(address: str, file: BinaryIO) -> None:
    """Asks the scanner at `host:port` or at the path of a socket. Raises FileInfected, and ScannerAway for every answer
    that is neither yes nor no."""
    try:
        async with asyncio.timeout(WITHIN):
            answer = await _ask(address, file)
    except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError) as error:
        log.warning("scanner_away", error=type(error).__name__)
        raise ScannerAway(retry_after=60) from error
    if answer.endswith(" FOUND"):
        log.warning("file_infected", found=answer.removeprefix("stream: "))
        raise FileInfected
    if answer != "stream: OK":
        log.warning("scanner_refused", answer=answer[:200])
        raise ScannerAway(retry_after=60)


async def _ask(address: str, file: BinaryIO) -> str:
    async with asyncio.timeout(_CONNECT_WITHIN):
        reader, writer = await _connected(address)
    with closing(writer):
        writer.write(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            writer.write(len(chunk).to_bytes(4, "big") + chunk)
            await writer.drain()
        writer.write(bytes(4))
        await writer.drain()
        answer = await reader.readuntil(b"\0")
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


async def _connected(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if address.startswith("/"):
        return await asyncio.open_unix_connection(address)
    host, _, port = address.rpartition(":")
    return await asyncio.open_connection(host, int(port))
