"""Documents of Office, which are zip files: the list of entries is judged before anything is unpacked, then everything
is unpacked once into nothing, because a list can lie. Pure.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from services.petitions.errors_attachments import (
    FileActs,
    FileDamaged,
    FileLocked,
    FileUnpacksTooLarge,
    KindNotTaken,
)
from services.petitions.kinds import KINDS, LIMITS, Kind

MAGIC: Final = b"PK\x03\x04"
_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_END_64: Final = b"PK\x06\x07"
"""A second end of the list, for files far larger than any that comes here, which would be believed before the first."""
_END_64_SIZE: Final = 20
_LONGEST_COMMENT: Final = 65_535
_MAIN: Final = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_TYPES: Final = "[Content_Types].xml"
_ENCRYPTED: Final = 0x1
_STEP: Final = 65_536
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, ValueError)


def kind_of(file: BinaryIO) -> Kind:
    """Which document it is. Raises what is wrong with it."""
    names, _ = _judged(file, depth=0, left=LIMITS.unpacked)
    found = next((code for name, code in _MAIN.items() if name in names), None)
    if found is None or _TYPES not in names:
        raise KindNotTaken
    return KINDS[found]


def _judged(file: BinaryIO, *, depth: int, left: int) -> tuple[set[str], int]:
    """The names of its entries, and how many bytes unpacking it took."""
    if depth > LIMITS.depth:
        raise FileUnpacksTooLarge
    _require_short_list(file)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _require_sound_list(entries, left)
            taken = 0
            for entry in entries:
                taken += _unpacked(archive, entry, depth=depth, left=left - taken)
            return {entry.filename for entry in entries}, taken
    except _BROKEN as error:
        raise FileDamaged from error


def _require_short_list(file: BinaryIO) -> None:
    """The list is read into memory as a whole, so what it says of itself is looked at first."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE or _END_64 in tail[max(0, at - _END_64_SIZE) : at]:
        raise FileDamaged
    count, length = struct.unpack("<HI", tail[at + 10 : at + 16])
    if count > LIMITS.entries or length > LIMITS.directory:
        raise FileUnpacksTooLarge


def _require_sound_list(entries: list[zipfile.ZipInfo], left: int) -> None:
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise FileLocked
    if any(_acts(entry.filename) for entry in entries):
        raise FileActs
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > LIMITS.entries or unpacked > left or unpacked > LIMITS.ratio * max(packed, 1):
        raise FileUnpacksTooLarge


def _acts(name: str) -> bool:
    low = name.lower()
    return low.rpartition("/")[2].startswith("vbaproject") or "/activex/" in f"/{low}" or "/macrosheets/" in f"/{low}"


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, depth: int, left: int) -> int:
    """How many bytes it really takes to unpack; a zip file in it is judged like the one around it."""
    if entry.filename == _TYPES and b"macroEnabled" in _whole(archive, entry):
        raise FileActs
    size = inside = 0
    for step in _steps(archive, entry):
        if size == 0 and step.startswith(MAGIC):
            _, inside = _judged(io.BytesIO(_whole(archive, entry)), depth=depth + 1, left=left - entry.file_size)
        size += len(step)
        if size + inside > left:
            raise FileUnpacksTooLarge
    return size + inside


def _whole(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.file_size > LIMITS.inside:
        raise FileUnpacksTooLarge
    return archive.read(entry)


def _steps(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as part:
        while step := part.read(_STEP):
            yield step
