"""A desk whose files lie in a real object store."""

from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

from httpx import Response

from libs.common.objects import Bucket
from libs.common.streams import ensure_stream
from tests.petitions.conftest import Desk
from tests.petitions.files import jpeg
from tests.support.servers import RunningNats


class Cabinet:
    """What people do with files at a desk."""

    def __init__(self, desk: Desk, bucket: Bucket) -> None:
        self.desk = desk
        self.bucket = bucket

    async def attach(
        self,
        who: str,
        petition_id: UUID | str,
        content: bytes | AsyncIterable[bytes] | None = None,
        *,
        name: str = "Ảnh cống.jpg",
        attachment_id: UUID | None = None,
    ) -> Response:
        """A file as this person sends it; a photo, if unsaid."""
        client, path = await self.desk.client(who), f"/petitions/{petition_id}/attachments/{attachment_id or uuid4()}"
        return await client.put(
            path, content=jpeg() if content is None else content, headers={"File-Name": quote(name)}
        )

    async def attached(self, who: str, petition_id: UUID | str, **more: Any) -> dict[str, Any]:
        """A file that is taken, as the list says."""
        response = await self.attach(who, petition_id, **more)
        assert response.status_code == 200, response.text
        last: dict[str, Any] = response.json()["items"][-1]
        return last

    async def remove(self, who: str, petition_id: UUID | str, attachment_id: str) -> Response:
        """Taken away by this person."""
        return await (await self.desk.client(who)).delete(f"/petitions/{petition_id}/attachments/{attachment_id}")

    async def files(self, who: str, petition_id: UUID | str) -> dict[str, Any]:
        """What this person sees of the files."""
        response = await self.desk.ask(who, f"/petitions/{petition_id}/attachments")
        assert response.status_code == 200, response.text
        seen: dict[str, Any] = response.json()
        return seen

    async def open(self, who: str, petition_id: UUID | str, attachment_id: str) -> Response:
        """The file itself."""
        return await self.desk.ask(who, f"/petitions/{petition_id}/attachments/{attachment_id}")


@asynccontextmanager
async def cabinet_of(desk: Desk, server: RunningNats) -> AsyncIterator[Cabinet]:
    """The desk with its bucket reached as the service reaches it: with the service's own rights and no more."""
    [bucket] = desk.subject.service.buckets
    errors: list[str] = []
    client = await server.connect("petitions", errors)
    try:
        await ensure_stream(client.jetstream(), bucket.stream)
        bucket.connect(client.jetstream(timeout=2))
        yield Cabinet(desk, bucket)
    finally:
        await client.close()
    assert errors == []
