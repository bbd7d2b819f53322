"""What a file is told by what it holds; what harms whoever opens it is refused; what tells of place and owner is left
out."""

import io
from tempfile import TemporaryFile

import pytest
from docx import Document
from openpyxl import Workbook

from libs.common.refusals import Refusal
from services.petitions import errors_attachments as errors
from services.petitions import files
from services.petitions.kinds import KINDS, LIMITS, named
from tests.petitions.files import HTML, OWNER, PDF, PLACE, TYPES, docx, encrypted, jpeg, lying, packed, png


def kept(given: bytes) -> tuple[str, bytes]:
    """Its kind, and what stays of it."""
    with TemporaryFile() as file, TemporaryFile() as rest:
        file.write(given)
        file.flush()
        kind = files.keep(file, rest)
        rest.seek(0)
        return kind.code, rest.read()


def made(document: object) -> bytes:
    file = io.BytesIO()
    document.save(file)  # type: ignore[attr-defined]  # both libraries save so
    return file.getvalue()


def test_each_kind_is_known_by_its_content() -> None:
    assert kept(jpeg())[0] == "jpeg"
    assert kept(png())[0] == "png"
    assert kept(PDF) == ("pdf", PDF)
    for code, document in (("docx", made(Document())), ("xlsx", made(Workbook()))):
        assert kept(document) == (code, document)


def test_a_photo_loses_its_place_and_its_owner_and_stays_the_right_way_up() -> None:
    _, photo = kept(jpeg(tail=b"ftypmp42 a film " + PLACE))

    assert PLACE not in photo
    assert OWNER not in photo
    assert photo.endswith(b"\xff\xd0\x56\xff\xd9")
    assert photo.count(b"Exif\0\0MM\0*") == 1
    assert b"\x01\x12\0\x03\0\0\0\x01\0\x06" in photo
    assert kept(photo) == ("jpeg", photo)


def test_a_picture_loses_its_texts() -> None:
    _, picture = kept(png())

    assert OWNER not in picture
    assert kept(picture) == ("png", picture)


BOMB = b"\0" * 30_000_000
NESTED = packed({"inner.zip": packed({"innermost.zip": packed({"a": "a"})})})
POISONED: dict[str, tuple[bytes, type[Refusal]]] = {
    "0 bytes": (b"", errors.FileEmpty),
    "HTML": (HTML, errors.KindNotTaken),
    "HTML before a PDF": (HTML + PDF, errors.KindNotTaken),
    "HTML that begins like a PDF": (b"%PDF-1.7\n" + HTML, errors.FileDamaged),
    "a program": (b"MZ\x90\0" + bytes(200), errors.KindNotTaken),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", errors.KindNotTaken),
    "half a PDF": (PDF[:40], errors.FileDamaged),
    "a PDF with a password": (PDF.replace(b"/Root", b"/Encrypt 5 0 R/Root"), errors.FileLocked),
    "a PDF with a script": (PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(x)>>"), errors.FileActs),
    "half a photo": (jpeg()[:-20], errors.FileDamaged),
    "a photo of nothing": (b"\xff\xd8\xff\xd9", errors.FileDamaged),
    "a photo as large as a city": (jpeg(width=65_000, height=65_000), errors.FileUnpacksTooLarge),
    "a photo in a million pieces": (b"\xff\xd8" + b"\xff\x01" * 1_000_000, errors.FileDamaged),
    "a photo of nothing but filling": (b"\xff\xd8" + b"\xff" * 5_000_000, errors.FileDamaged),
    "a list with two ends": (
        docx().replace(b"PK\x05\x06", b"PK\x06\x07" + bytes(16) + b"PK\x05\x06"),
        errors.FileDamaged,
    ),
    "half a picture": (png()[:-9], errors.FileDamaged),
    "a picture that was altered": (png().replace(b"IDAT\x78", b"IDAT\x79"), errors.FileDamaged),
    "a picture as large as a city": (png(width=2_000_000, height=2_000_000), errors.FileUnpacksTooLarge),
    "a zip file that is no document": (packed({"a.txt": "a"}), errors.KindNotTaken),
    "half a document": (docx()[:-30], errors.FileDamaged),
    "a document with a macro": (docx(word__vbaProject_bin="x").replace(b"_bin", b".bin"), errors.FileActs),
    "a document that runs macros by its type": (
        packed({"[Content_Types].xml": TYPES + "macroEnabled", "word/document.xml": ""}),
        errors.FileActs,
    ),
    "a document with a password": (encrypted(docx()), errors.FileLocked),
    "an old document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), errors.KindNotTaken),
    "a new document with a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        errors.FileLocked,
    ),
    "a bomb by its ratio": (docx(word__media=BOMB), errors.FileUnpacksTooLarge),
    "a bomb by its number": (packed({str(n): "" for n in range(LIMITS.entries + 1)}), errors.FileUnpacksTooLarge),
    "a bomb in a bomb": (docx(word__embeddings=NESTED), errors.FileUnpacksTooLarge),
    "a list that lies": (lying(docx(word__media=BOMB)), errors.FileDamaged),
}


@pytest.mark.parametrize(("given", "refusal"), POISONED.values(), ids=POISONED.keys())
def test_a_poisoned_file_is_refused_in_words(given: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as refused:
        kept(given)

    assert "ề nghị" in refused.value.text("vi") or "Chỉ nhận" in refused.value.text("vi")
    assert refused.value.text("en")


def test_a_document_with_a_workbook_in_it_is_taken() -> None:
    document = docx(word__embeddings__chart_xlsx=made(Workbook()))

    assert kept(document) == ("docx", document)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ảnh cống.JPG", "Ảnh cống.JPG"),
        ("virus.exe", "virus.exe.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\anh\\a.jpeg", "a.jpeg"),
        ("..", "tep.jpg"),
    ],
)
def test_a_name_ends_in_what_the_file_is(name: str, expected: str) -> None:
    assert named(KINDS["jpeg"], name) == expected
