"""The consolidated report as a workbook: numbers as numbers, words as words.

What somebody has said is never a formula, whatever it begins with: the cell is text and marked as such, so that a
spreadsheet shows it and does not run it.
"""

import io
from collections.abc import Iterable, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from libs.common.rules import local_day
from services.petitions.paper import readable
from services.petitions.paper_words import CATEGORY, CELL, LINE, STATE
from services.petitions.rules_report import Came, Cell
from services.petitions.views_papers import Entry, ReportPaper
from services.petitions.views_report_out import Numbers

_LONGEST: Final = 32_767
"""Characters that a cell can hold."""
_CAME: Final = {Came.RAISED: Cell.RAISED, Came.CARRIED: Cell.CARRIED, Came.REOPENED: Cell.REOPENED}
_LISTED: Final = (
    "Mã",
    "Chi bộ",
    "Nội dung",
    "Lĩnh vực",
    "Vào kỳ",
    "Tình trạng",
    "Nơi giữ",
    "Thời hạn",
    "Ngày ghi nhận",
)
Value = str | int


def report_workbook(report: ReportPaper) -> bytes:
    """One sheet for the units, one for the categories, one for the petitions."""
    book, figures = Workbook(), report.figures
    book.remove(book["Sheet"])
    unit, month = report.paper.unit, report.paper.month
    name = LINE.get(unit.tier, "Đơn vị")
    lines = [(one.unit_name, one.numbers) for one in figures.lines]
    total = (f"{unit.name}, tháng {month:%m/%Y}", figures.total)
    _sheet(book, "Tổng hợp", *_numbers(name, [*lines, total]))
    categories = [(CATEGORY[one.category], one.numbers) for one in figures.categories]
    _sheet(book, "Lĩnh vực", *_numbers("Lĩnh vực", [*categories, total]))
    _sheet(book, "Kiến nghị", _LISTED, map(_listed, report.entries))
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def _numbers(first: str, lines: Iterable[tuple[str, Numbers]]) -> tuple[list[str], list[list[Value]]]:
    titles = [first, *(CELL[cell] for cell in Cell)]
    return titles, [[name, *(getattr(numbers, cell) for cell in Cell)] for name, numbers in lines]


def _listed(one: Entry) -> list[Value]:
    return [
        one.code,
        one.branch,
        one.text,
        CATEGORY[one.category],
        CELL[_CAME[one.came]] if one.came else "",
        STATE[one.state],
        one.holder,
        f"{local_day(one.due_at):%d/%m/%Y}" if one.due_at else "",
        f"{local_day(one.logged_at):%d/%m/%Y}",
    ]


def _sheet(book: Workbook, title: str, titles: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    sheet: Worksheet = book.create_sheet(title)
    for column, text in enumerate(titles, 1):
        _put(sheet, 1, column, text)
        head = sheet.cell(1, column)
        head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = 40 if text == "Nội dung" else 18
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            _put(sheet, number, column, value)
    sheet.freeze_panes = "B2"


def _put(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    cell = sheet.cell(row, column)
    if isinstance(value, int):
        cell.value = value
        return
    cell.value = readable(value)[:_LONGEST]
    cell.data_type = "s"
    cell.quotePrefix = True
