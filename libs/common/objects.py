"""Files in a JetStream object store, laid out as `nats object` reads it: chunks under one subject, then one message
about them. An object is put once under a name of its own and never changes, so all of it can be found by that name,
also when whoever put it died halfway."""

import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC
from hashlib import sha256
from typing import BinaryIO, Final

from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import Header
from nats.js.errors import NotFoundError

from libs.common import clock
from libs.common.refusals import Unavailable
from libs.common.streams import Stream

CHUNK: Final = 131_072


class Bucket:
    """One store of objects. Every call raises Unavailable while NATS does not answer."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.stream = Stream(f"OBJ_{name}", (f"$O.{name}.C.>", f"$O.{name}.M.>"), holds_objects=True)
        self._js: JetStreamContext | None = None

    def connect(self, js: JetStreamContext) -> None:
        """From now on it is reached over this connection."""
        self._js = js

    async def put(self, key: str, file: BinaryIO) -> None:
        """Keeps what the file holds from where it stands. It is on the disk of NATS when this returns; what fails on
        the way leaves chunks that `remove` takes away."""
        digest, size, chunks = sha256(), 0, 0
        with self._answering() as js:
            while chunk := file.read(CHUNK):
                await js.publish(self._chunks(key), chunk, stream=self.stream.name)
                digest.update(chunk)
                size, chunks = size + len(chunk), chunks + 1
            about = json.dumps(self._about(key, size, chunks, digest.digest()))
            rollup = {Header.ROLLUP.value: "sub"}
            await js.publish(self._meta(key), about.encode(), stream=self.stream.name, headers=rollup)

    async def read(self, key: str) -> AsyncIterator[bytes]:
        """The chunks in their order, each fetched when it is asked for; none where there is no such object."""
        sequence = 1
        while True:
            with self._answering() as js:
                try:
                    found = await js.get_msg(
                        self.stream.name, seq=sequence, subject=self._chunks(key), direct=True, next=True
                    )
                except NotFoundError:
                    return
            yield found.data or b""
            sequence = (found.seq or 0) + 1

    async def remove(self, key: str) -> None:
        """Takes away the object or what there is of it."""
        with self._answering() as js:
            await js.purge_stream(self.stream.name, subject=self._chunks(key))
            await js.purge_stream(self.stream.name, subject=self._meta(key))

    def _chunks(self, key: str) -> str:
        return f"$O.{self.name}.C.{key}"

    def _meta(self, key: str) -> str:
        return f"$O.{self.name}.M.{urlsafe_b64encode(key.encode()).decode()}"

    def _about(self, key: str, size: int, chunks: int, digest: bytes) -> dict[str, object]:
        return {
            "name": key,
            "options": {"max_chunk_size": CHUNK},
            "bucket": self.name,
            "nuid": key,
            "size": size,
            "mtime": clock.now().astimezone(UTC).isoformat(),
            "chunks": chunks,
            "digest": f"SHA-256={urlsafe_b64encode(digest).decode()}",
        }

    @contextmanager
    def _answering(self) -> Iterator[JetStreamContext]:
        if self._js is None:
            raise Unavailable
        try:
            yield self._js
        except (NatsError, TimeoutError) as error:
            raise Unavailable from error
