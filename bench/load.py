"""A load generator that costs little itself: raw HTTP/1.1 over kept connections, at a steady rate or at full speed."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

Request = tuple[str, str, Any]
"""Method, path and JSON body (or None)."""


@dataclass
class Result:
    """What came back: seconds per answer, and answers that were not 2xx by status."""

    seconds: list[float] = field(default_factory=list)
    refused: dict[int, int] = field(default_factory=dict)

    def percentile(self, share: float) -> float:
        """Milliseconds at a share of the answers, e.g. 0.99."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))]


class Connection:
    """One kept connection."""

    def __init__(self, base: str, token: str | None) -> None:
        self._where = urlsplit(base)
        self._token = f"Authorization: Bearer {token}\r\n" if token else ""
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def send(self, request: Request) -> tuple[int, bytes]:
        """Status and body of one answer; a connection that the server had closed meanwhile is opened anew."""
        try:
            return await self._send(request)
        except (asyncio.IncompleteReadError, ConnectionError):
            self._reader = self._writer = None
            return await self._send(request)

    async def _send(self, request: Request) -> tuple[int, bytes]:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self._where.hostname, self._where.port)
        method, path, body = request
        payload = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: {self._where.netloc}\r\n{self._token}"
        kind = f"Content-Type: application/json\r\nContent-Length: {len(payload)}\r\n\r\n"
        self._writer.write((head + kind).encode() + payload)
        top = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        if "transfer-encoding: chunked" in top:
            return int(top.split(" ", 2)[1]), await self._chunks()
        length = int(top.partition("content-length:")[2].partition("\r\n")[0] or 0)
        return int(top.split(" ", 2)[1]), await self._reader.readexactly(length)

    async def _chunks(self) -> bytes:
        whole = b""
        assert self._reader is not None
        while size := int((await self._reader.readline()).strip() or b"0", 16):
            whole += (await self._reader.readexactly(size + 2))[:-2]
        await self._reader.readline()
        return whole

    def close(self) -> None:
        """Ends it."""
        if self._writer is not None:
            self._writer.close()


async def steady(base: str, token: str | None, make: Callable[[], Request], *, rate: float, seconds: float) -> Result:
    """Requests at a steady rate, whether answers keep up or not."""
    result, free, tasks = Result(), [Connection(base, token) for _ in range(32)], set[asyncio.Task[None]]()
    began = time.perf_counter()
    for number in range(int(rate * seconds)):
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        while not free:
            await asyncio.sleep(0.001)
        tasks.add(asyncio.create_task(_one(free, make(), result)))
    await asyncio.gather(*tasks)
    for connection in free:
        connection.close()
    return result


async def full(base: str, token: str | None, make: Callable[[], Request], *, clients: int, count: int) -> Result:
    """`count` requests by so many clients, each sending the next as soon as it has its answer."""
    result, left = Result(), iter(range(count))

    async def client() -> None:
        free = [Connection(base, token)]
        for _ in left:
            await _one(free, make(), result)
        free[0].close()

    await asyncio.gather(*(client() for _ in range(clients)))
    return result


async def _one(free: list[Connection], request: Request, result: Result) -> None:
    connection = free.pop()
    began = time.perf_counter()
    status, _ = await connection.send(request)
    result.seconds.append(time.perf_counter() - began)
    if status >= 300:
        result.refused[status] = result.refused.get(status, 0) + 1
    free.append(connection)
