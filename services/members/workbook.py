"""Reads a workbook in a process of its own, with limits on memory and time: the file comes from outside.

`python -m services.members.workbook` takes the file on standard input and writes one JSON object. Nothing that is
in the file runs: formulas are text, macros and links are never opened.
"""

import io
import json
import resource
import sys
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, Final

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook

from libs.common.text import fold
from services.members.beside import die_with_parent
from services.members.rules_cells import Cell
from services.members.rules_file import Numbered, judge
from services.members.rules_rows import (
    MEMBER_HEADINGS,
    MEMBERS_SHEET,
    UNIT_HEADINGS,
    UNITS_SHEET,
    Standards,
)

MEMORY: Final = 1_500_000_000
CPU_SECONDS: Final = 90
UNPACKED: Final = 300_000_000
ENTRIES: Final = 1_000
ROWS: Final = 100_000
COLUMNS: Final = 60
HEADING_ROWS: Final = 20

_OLD_OR_LOCKED: Final = b"\xd0\xcf\x11\xe0"


class Unusable(Exception):
    """The file as a whole cannot be taken over; `slug` names the problem."""

    def __init__(self, slug: str, **params: str) -> None:
        self.slug = slug
        self.params = params
        super().__init__(slug)


def read(body: bytes, standards: Standards) -> dict[str, Any]:
    """`{"file": …}` with the rows judged, or `{"problem": …, "params": …}`."""
    try:
        book = _open(body)
        units = _sheet(book, UNITS_SHEET, UNIT_HEADINGS)
        members = _sheet(book, MEMBERS_SHEET, MEMBER_HEADINGS)
        file = judge(units, members, standards)
        if not file.unit_rows and not file.member_rows:
            raise Unusable("file-without-rows")
        return {"file": file.model_dump(mode="json")}
    except Unusable as unusable:
        return {"problem": unusable.slug, "params": unusable.params}


def _open(body: bytes) -> Workbook:
    if not body:
        raise Unusable("file-empty")
    if body.startswith(_OLD_OR_LOCKED):
        raise Unusable("file-old-or-locked")
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            entries = archive.infolist()
        if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > UNPACKED:
            raise Unusable("file-too-large")
        return openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=False, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException):
        raise Unusable("file-not-xlsx") from None
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError, EOFError, NotImplementedError, RuntimeError):
        # openpyxl has no error of its own for a package that is damaged inside.
        raise Unusable("file-broken") from None


def _sheet(book: Workbook, name: str, headings: Sequence[str]) -> Iterator[Numbered]:
    titles = {fold(title): title for title in book.sheetnames}
    if fold(name) not in titles:
        raise Unusable("sheet-missing", sheet=name)
    rows = _rows(book, titles[fold(name)])
    columns = _find_headings(rows, name, headings)
    return _values(rows, columns)


def _rows(book: Workbook, title: str) -> Iterator[Numbered]:
    try:
        for number, values in enumerate(book[title].iter_rows(max_col=COLUMNS, values_only=True), 1):
            if number > ROWS:
                raise Unusable("file-too-large")
            yield number, values  # type: ignore[misc]  # the stubs know more kinds of cell than a read-only sheet gives
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError, EOFError, zipfile.BadZipFile):
        raise Unusable("file-broken") from None


def _find_headings(rows: Iterator[Numbered], sheet: str, headings: Sequence[str]) -> list[int]:
    best: list[str] = list(headings)
    for number, values in rows:
        found = {
            fold(str(value)).replace("/", ", "): index for index, value in reversed(list(enumerate(values))) if value
        }
        missing = [heading for heading in headings if fold(heading) not in found]
        if not missing:
            return [found[fold(heading)] for heading in headings]
        best = min(best, missing, key=len)
        if number >= HEADING_ROWS:
            break
    raise Unusable("headings-missing", sheet=sheet, headings=", ".join(best))


def _values(rows: Iterator[Numbered], columns: Sequence[int]) -> Iterator[Numbered]:
    for number, values in rows:
        picked: list[Cell] = [values[index] if index < len(values) else None for index in columns]
        if any(value is not None and str(value).strip() for value in picked):
            yield number, picked


def main() -> None:
    """The process: limits first, then the file."""
    die_with_parent()
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    standards = Standards.model_validate_json(sys.argv[1])
    try:
        result = read(sys.stdin.buffer.read(), standards)
    except MemoryError:
        result = {"problem": "file-too-large", "params": {}}
    json.dump(result, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
