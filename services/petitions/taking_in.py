"""How a file comes in and goes out: between two transactions, never within one, and by way of a disk, never as a whole
in memory."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import file_digest, sha256
from io import BufferedRandom
from tempfile import TemporaryFile
from typing import BinaryIO, Final
from urllib.parse import quote
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect

from libs.access import grants_of
from libs.common import clock
from libs.common.db import Database
from libs.common.ids import new_id
from libs.common.objects import CHUNK, Bucket
from libs.common.refusals import Unavailable
from services.petitions import clamd, files
from services.petitions.errors_attachments import FileBrokeOff, FileMissing, FileTooLarge
from services.petitions.kinds import Kind
from services.petitions.rules import Verb
from services.petitions.seats import settle
from services.petitions.views_attachments import FileOfPetition
from services.petitions.workflow_attachments import MEGABYTE, Taken, expect_file, require_room

AT_ONCE: Final = 16
"""Files on their way in: each has its place on the disk for temporary files, which may be memory."""
_coming = asyncio.Semaphore(AT_ONCE)


async def require_admitted(database: Database, *, petition_id: UUID, person_id: UUID, announced: int) -> int:
    """Whoever may not attach anything here is told so before anything is received; gives how many megabytes a file may
    have. Raises what `settle` and `require_room` raise."""
    async with database.transaction() as session:
        doing = await settle(session, Verb.ANSWER, petition_id, await grants_of(session, person_id))
        await require_room(session, doing.case, size=0)
        most = doing.case.book.number("petitions.attachment_size", clock.today())
    if announced > most * MEGABYTE:
        raise FileTooLarge(most=most)
    return most


async def take_in(request: Request, *, most: int, bucket: Bucket, scanner: str) -> Taken:
    """Receives the file, judges and scans it, and puts what is kept of it into the store."""
    if _coming.locked():
        raise Unavailable(retry_after=5)
    async with _coming:
        with TemporaryFile() as given, TemporaryFile() as kept:
            await _receive(request, given, most)
            kind, size, digest = await asyncio.to_thread(_judge, given, kept)
            if scanner:
                await clamd.require_clean(scanner, kept)
                kept.seek(0)
            key = new_id()
            async with request.app.state.database.transaction() as session:
                await expect_file(session, key=key)
            await bucket.put(str(key), kept)
    return Taken(key, kind, size, digest)


async def _receive(request: Request, file: BinaryIO, most: int) -> None:
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > most * MEGABYTE:
                raise FileTooLarge(most=most)
            file.write(chunk)
    except ClientDisconnect as error:
        raise FileBrokeOff from error
    file.flush()


def _judge(given: BinaryIO, kept: BufferedRandom) -> tuple[Kind, int, str]:
    kind = files.keep(given, kept)
    size = kept.tell()
    kept.seek(0)
    digest = file_digest(kept, "sha256").hexdigest()
    kept.seek(0)
    return kind, size, digest


async def hand_out(bucket: Bucket, file: FileOfPetition) -> Response:
    """The file as an answer that no browser opens as a page of ours; only if it is what was attached. Raises
    FileMissing."""
    with ExitStack() as closing:
        copy = closing.enter_context(TemporaryFile())
        await _copy(bucket, file, copy)
        closing.pop_all()  # closed by whoever sends it
    names = f"filename=\"tep{file.kind.suffixes[0]}\"; filename*=UTF-8''{quote(file.name)}"
    headers = {
        "Content-Disposition": f"attachment; {names}",
        "Content-Length": str(file.size),
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return StreamingResponse(_pieces(copy), media_type=file.kind.media_type, headers=headers)


async def _copy(bucket: Bucket, file: FileOfPetition, copy: BinaryIO) -> None:
    digest = sha256()
    async for chunk in bucket.read(str(file.key)):
        digest.update(chunk)
        copy.write(chunk)
        if copy.tell() > file.size:
            break
    if copy.tell() != file.size or digest.hexdigest() != file.sha256:
        raise FileMissing
    copy.seek(0)


def _pieces(copy: BinaryIO) -> Iterator[bytes]:
    with copy:
        while chunk := copy.read(CHUNK):
            yield chunk
