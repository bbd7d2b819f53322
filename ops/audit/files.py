"""Every attached file lies in the object store, whole: read from its first byte to its last, it gives its hash."""

from hashlib import sha256
from typing import Any

from nats.js import JetStreamContext

from libs.common.objects import Bucket
from libs.common.refusals import Unavailable
from ops.audit.findings import Finding, about
from ops.places import Places
from services.petitions.models_attachments import BUCKET

ATTACHED = """
SELECT a.key::text, a.size, a.sha256, p.code || '/' || a.seq AS place
FROM attachments a JOIN petitions p ON p.id = a.petition_id
"""


async def whole_files(places: Places, js: JetStreamContext, seen: set[str]) -> list[Finding]:
    """Files that are missing or altered; what was `seen` to be whole is not read again, because files never change."""
    async with places.database("petitions") as database:
        rows = await database.fetch(ATTACHED)
    return await lost_files(rows, js, seen)


async def lost_files(rows: list[Any], js: JetStreamContext, seen: set[str]) -> list[Finding]:
    """The same for these rows."""
    bucket, lost = Bucket(BUCKET), []
    bucket.connect(js)
    for row in rows:
        if row["key"] in seen:
            continue
        if await is_whole(bucket, row):
            seen.add(row["key"])
        else:
            lost.append(row["place"])
    return about(lost, "tệp đính kèm mất hoặc bị sửa trong kho", "attached files are missing or altered in the store")


async def is_whole(bucket: Bucket, row: Any) -> bool:
    """Whether the store gives what was attached; one that does not answer gives nothing."""
    digest, size = sha256(), 0
    try:
        async for chunk in bucket.read(row["key"]):
            digest.update(chunk)
            size += len(chunk)
    except Unavailable:
        return False
    return (size, digest.hexdigest()) == (row["size"], row["sha256"])
