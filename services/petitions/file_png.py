"""PNG: every chunk is walked and checked against its sum; texts, times and what cameras write are left out, and what
stands behind the end of the image too. Pure, and no pixel is decoded.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from services.petitions.errors_attachments import FileDamaged
from services.petitions.file_bytes import Bytes, require_pixels
from services.petitions.kinds import LIMITS

MAGIC: Final = b"\x89PNG\r\n\x1a\n"
_KEPT: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD"}
)
"""What pixels and their colours need."""


def cleaned(data: Bytes) -> Iterator[bytes]:
    """The image, chunk by chunk. Raises FileDamaged where it is none or has no end."""
    seen: set[bytes] = set()
    yield MAGIC
    for name, at, end in _chunks(data):
        if (name == b"IHDR") == bool(seen):
            raise FileDamaged
        if name == b"IHDR":
            require_pixels(*struct.unpack(">II", data[at + 8 : at + 16]))
        if name in _KEPT:
            yield data[at:end]
        seen.add(name)
    if b"IDAT" not in seen:
        raise FileDamaged


def _chunks(data: Bytes) -> Iterator[tuple[bytes, int, int]]:
    """Every chunk up to the end of the image, with where it begins and ends."""
    at = len(MAGIC)
    for _ in range(LIMITS.pieces):
        name, end = _chunk(data, at)
        yield name, at, end
        if name == b"IEND":
            return
        at = end
    raise FileDamaged


def _chunk(data: Bytes, at: int) -> tuple[bytes, int]:
    """The name of the chunk that begins here, and where it ends."""
    head = data[at : at + 8]
    if len(head) < 8:
        raise FileDamaged
    length, name = struct.unpack(">I4s", head)
    end = at + 12 + length
    if end > len(data) or (name == b"IHDR" and length != 13):
        raise FileDamaged
    if zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
        raise FileDamaged
    return name, end
