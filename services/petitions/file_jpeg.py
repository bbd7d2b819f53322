"""JPEG: every segment is walked, what says where and by whom it was taken is left out, and what stands behind the end
of the image too. Only which way is up is kept of what a camera writes. Pure, and no pixel is decoded.
"""

import re
import struct
from collections.abc import Iterator
from typing import Final

from services.petitions.errors_attachments import FileDamaged
from services.petitions.file_bytes import Bytes, require_pixels
from services.petitions.kinds import LIMITS

MAGIC: Final = b"\xff\xd8\xff"
_EOI: Final = 0xD9
_SOS: Final = 0xDA
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_NEEDED: Final = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""Of what applications add: how large a pixel is, what its colours mean."""
_APPLICATIONS: Final = range(0xE0, 0xF0)
_COMMENT: Final = 0xFE
_FILL: Final = re.compile(rb"\xff+")
_NEXT: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
"""Within the image data: a marker that is neither a padded byte nor a restart."""


def cleaned(data: Bytes) -> Iterator[bytes]:
    """The image, piece by piece. Raises FileDamaged where it is none or has no end."""
    yield MAGIC[:2]
    if (turned := _orientation(data)) != 1:
        yield _orientation_segment(turned)
    seen: set[int] = set()
    for marker, at, end in _segments(data):
        if marker in _FRAMES:
            _require_size(data[at:end])
        if _is_kept(marker, data[at + 2 : at + 16]):
            yield bytes((0xFF, marker)) + data[at:end]
        seen.add(marker)
    if not seen & _FRAMES or _SOS not in seen:
        raise FileDamaged
    yield bytes((0xFF, _EOI))


def _segments(data: Bytes) -> Iterator[tuple[int, int, int]]:
    """Every marker up to the end of the image, with where what belongs to it begins and ends."""
    at = 2
    for _ in range(LIMITS.pieces):
        marker, at = _marker(data, at)
        if marker == _EOI:
            return
        end = at if marker in _ALONE else at + _length(data, at)
        if marker == _SOS:
            end = _end_of_data(data, end)
        yield marker, at, end
        at = end
    raise FileDamaged


def _marker(data: Bytes, at: int) -> tuple[int, int]:
    """The marker that stands here, and where what belongs to it begins."""
    filled = _FILL.match(data, at)
    if filled is None or filled.end() >= len(data):
        raise FileDamaged
    return data[filled.end()], filled.end() + 1


def _length(data: Bytes, at: int) -> int:
    length = int.from_bytes(data[at : at + 2], "big")
    if length < 2 or at + length > len(data):
        raise FileDamaged
    return length


def _end_of_data(data: Bytes, at: int) -> int:
    found = _NEXT.search(data, at)
    if found is None:
        raise FileDamaged
    return found.start()


def _require_size(frame: bytes) -> None:
    if len(frame) < 7:
        raise FileDamaged
    height, width = struct.unpack(">HH", frame[3:7])
    require_pixels(width, height)


def _is_kept(marker: int, begins: bytes) -> bool:
    if marker in _APPLICATIONS:
        return marker in _NEEDED and begins.startswith(_NEEDED[marker])
    return marker != _COMMENT


def _orientation(data: Bytes) -> int:
    """1 to 8, as the camera was held; 1 where it does not say."""
    for marker, at, end in _segments(data):
        if marker == 0xE1 and data[at + 2 : at + 8] == b"Exif\0\0":
            return _orientation_of(data[at + 8 : end])
        if marker == _SOS:
            break
    return 1


def _orientation_of(tiff: bytes) -> int:
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 10:
        return 1
    (first,) = struct.unpack(f"{order}I", tiff[4:8])
    count = struct.unpack(f"{order}H", tiff[first : first + 2])[0] if first + 2 <= len(tiff) else 0
    for at in range(first + 2, min(first + 2 + 12 * count, len(tiff) - 11), 12):
        tag, _, _, value = struct.unpack(f"{order}HHIH", tiff[at : at + 10])
        if tag == 0x0112:
            return int(value) if 1 <= value <= 8 else 1
    return 1


def _orientation_segment(turned: int) -> bytes:
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, turned, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
