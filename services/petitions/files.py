"""What a file is, by what it holds, and what of it is kept. Pure: bytes in, a kind and bytes out, or a refusal."""

import mmap
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, Final

from services.petitions import file_jpeg, file_office, file_pdf, file_png
from services.petitions.errors_attachments import FileEmpty, FileLocked, KindNotTaken
from services.petitions.file_bytes import Bytes
from services.petitions.kinds import KINDS, Kind

_IMAGES: Final[Mapping[bytes, tuple[str, Callable[[Bytes], Iterator[bytes]]]]] = {
    file_jpeg.MAGIC: ("jpeg", file_jpeg.cleaned),
    file_png.MAGIC: ("png", file_png.cleaned),
}
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_OFFICE: Final = "EncryptedPackage".encode("utf-16-le")


def keep(given: BinaryIO, kept: BinaryIO) -> Kind:
    """Writes to `kept` what stays of the file, all of it or without what a camera tells of place and owner; says what
    it is. Raises what is wrong with it."""
    given.seek(0, 2)
    if given.tell() == 0:
        raise FileEmpty
    with mmap.mmap(given.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for magic, (code, cleaned) in _IMAGES.items():
            if data[: len(magic)] == magic:
                kept.writelines(cleaned(data))
                return KINDS[code]
        kind = _document(given, data)
        kept.write(data)
        return kind


def _document(given: BinaryIO, data: mmap.mmap) -> Kind:
    if data[: len(file_pdf.MAGIC)] == file_pdf.MAGIC:
        file_pdf.require_sound(data)
        return KINDS["pdf"]
    if data[: len(file_office.MAGIC)] == file_office.MAGIC:
        return file_office.kind_of(given)
    if data[: len(_OLD_OFFICE)] == _OLD_OFFICE and data.find(_LOCKED_OFFICE) >= 0:
        raise FileLocked
    raise KindNotTaken
