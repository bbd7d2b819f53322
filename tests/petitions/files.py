"""Files as people attach them, and as nobody should."""

import io
import struct
import zipfile
import zlib

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
PLACE = b"GPSLatitude 21.0285"
OWNER = b"Nguyen Van A"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
HTML = b"<!doctype html><script>alert(document.cookie)</script>"


def segment(marker: int, body: bytes) -> bytes:
    """One segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def exif(orientation: int = 6) -> bytes:
    """What a phone writes: how it was held, and where."""
    entries = (
        struct.pack("<H", 2)
        + struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
        + struct.pack("<HHII", 0x8825, 4, 1, 38)
    )
    return b"Exif\0\0" + b"II*\0" + struct.pack("<I", 8) + entries + bytes(4) + PLACE


def jpeg(
    *, width: int = 8, height: int = 8, pixels: bytes = b"\x12\xff\x00\x34\xff\xd0\x56", tail: bytes = b""
) -> bytes:
    """A photo of a phone, with where it was taken, who owns the phone, and what some phones hang on behind."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return b"".join(
        (
            b"\xff\xd8",
            segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            segment(0xE1, exif()),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + OWNER),
            segment(0xED, b"Photoshop 3.0\0" + OWNER),
            segment(0xFE, OWNER),
            segment(0xC0, frame),
            segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + pixels,
            b"\xff\xd9",
            tail,
        )
    )


def chunk(name: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*, width: int = 1, height: int = 1) -> bytes:
    """A picture of a screen, with a text in it."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    body = chunk(b"tEXt", b"Author\0" + OWNER) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + body


def packed(parts: dict[str, bytes | str]) -> bytes:
    """A zip file with these entries."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return file.getvalue()


def docx(**more: bytes | str) -> bytes:
    """A document, and whatever else lies in it."""
    extra = {name.replace("__", "/"): body for name, body in more.items()}
    return packed({"[Content_Types].xml": TYPES, "word/document.xml": "<w:document/>", **extra})


def lying(document: bytes) -> bytes:
    """The same, with a list of entries that says of each that it holds nothing to speak of."""
    told = bytearray(document)
    at = told.find(b"PK\x01\x02")
    while at >= 0:
        told[at + 24 : at + 28] = struct.pack("<I", 1)
        at = told.find(b"PK\x01\x02", at + 4)
    return bytes(told)


def encrypted(document: bytes) -> bytes:
    """The same, with every entry marked as having a password."""
    told = bytearray(document)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = told.find(mark)
        while at >= 0:
            told[at + offset] |= 1
            at = told.find(mark, at + 4)
    return bytes(told)
