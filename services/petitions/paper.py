"""A document as Party offices lay it out (05-HD/VPTW): A4, Times New Roman, two columns of heading, title, tables,
signature, recipients. No colour, no emblem, and never the motto of the state.
"""

import io
import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Final

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

FONT: Final = "Times New Roman"
_CENTRE, _LEFT, _BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
_WIDTH: Final = 165
"""Millimetres between the margins."""
_UNREADABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Head:
    """Who writes, under whom, where and when; `number` is None where the office has not given one yet."""

    above: str | None
    issuer: str
    place: str
    on: date | None
    kind: str
    code: str
    number: int | None
    subject: str | None = None


def in_full(day: date | None) -> str:
    """`ngày 03 tháng 02 năm 2026`: days below ten and the first two months have a zero before them."""
    if day is None:
        return "ngày …… tháng …… năm ……"
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


class Sheet:
    """A document being written, from top to bottom."""

    def __init__(self) -> None:
        self.document: Document = docx.Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
        section.different_first_page_header_footer = True
        _number_pages(section.header.paragraphs[0])
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(14)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)

    def head(self, head: Head) -> None:
        """Two columns without borders: the organisation at the left, the Party, place and date at the right."""
        left, right = self.document.add_table(rows=1, cols=2).rows[0].cells
        left.width, right.width = Mm(75), Mm(90)
        number = f"{head.number:02}" if head.number else "……"
        lines = [(head.above.upper(), False)] if head.above else []
        for text, bold in (
            *lines,
            (head.issuer.upper(), True),
            ("*", False),
            (f"Số {number}-{head.kind}/{head.code}", False),
        ):
            _line(left, text, bold=bold)
        if head.subject:
            _line(left, head.subject, size=12, italic=True)
        _line(right, "ĐẢNG CỘNG SẢN VIỆT NAM", bold=True)
        _line(right, f"{head.place}, {in_full(head.on)}", italic=True)
        for cell in (left, right):
            first = cell.paragraphs[0]._element
            first.getparent().remove(first)

    def title(self, kind: str, subject: str, note: str | None = None) -> None:
        """The name of the type, what it is about, five hyphens."""
        for text, bold, italic in ((kind, True, False), (subject, True, False), ("-----", False, False)):
            self._centred(text, bold=bold, italic=italic)
        if note:
            self._centred(note, bold=False, italic=True)

    def _centred(self, text: str, *, bold: bool, italic: bool) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.alignment = _CENTRE
        _write(paragraph, text, bold=bold, italic=italic)

    def heading(self, text: str) -> None:
        """A part: I, II … or 1, 2 …"""
        self.text(text, bold=True)

    def text(self, text: str, *, bold: bool = False, italic: bool = False) -> None:
        """A paragraph of the body."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = _BOTH
        form = paragraph.paragraph_format
        form.first_line_indent, form.space_after = Mm(10), Pt(6)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(20)
        _write(paragraph, text, bold=bold, italic=italic)

    def to_fill_in(self) -> None:
        """What the office writes itself."""
        self.text("…" * 40)

    def table(
        self, titles: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int], *, numbers: int = 0
    ) -> None:
        """A table whose heading comes again on each page; the last `numbers` columns are centred."""
        table = self.document.add_table(rows=2, cols=len(titles))
        table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        share = _WIDTH / sum(widths)
        for at, row in enumerate(table.rows):
            for column, (cell, text) in enumerate(zip(row.cells, titles, strict=True)):
                cell.width = Mm(widths[column] * share)
                centred = at == 0 or column == 0 or column >= len(titles) - numbers
                _fill(cell, text, bold=at == 0, centred=centred)
        _repeat_first_row(table)
        _copy_last_row(table, rows)
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)

    def signature(self, recipients: Sequence[str], on_behalf: str, office: str, name: str) -> None:
        """Recipients at the left, who signs at the right."""
        left, right = self.document.add_table(rows=1, cols=2).rows[0].cells
        left.width, right.width = Mm(75), Mm(90)
        _write(left.paragraphs[0], "Nơi nhận:", size=12, underlined=True)
        for recipient in recipients:
            _write(left.add_paragraph(), recipient, size=12)
        for text in (on_behalf, office):
            _line(right, text, bold=True)
        for text in ("", "", ""):
            _line(right, text)
        _line(right, name, bold=True)
        first = right.paragraphs[0]._element
        first.getparent().remove(first)

    def file(self) -> bytes:
        """The document as it is sent."""
        body = io.BytesIO()
        self.document.save(body)
        return body.getvalue()


def readable(text: str) -> str:
    """Without what no document can hold."""
    return _UNREADABLE.sub("", text)


def _line(cell: _Cell, text: str, *, bold: bool = False, italic: bool = False, size: int = 13) -> None:
    paragraph = cell.add_paragraph()
    paragraph.alignment, paragraph.paragraph_format.space_after = _CENTRE, Pt(0)
    _write(paragraph, text, bold=bold, italic=italic, size=size)


def _write(
    paragraph: Paragraph,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    underlined: bool = False,
    size: int = 14,
) -> None:
    run = paragraph.add_run(readable(text))
    run.bold, run.italic, run.underline, run.font.size = bold, italic, underlined, Pt(size)


def _fill(cell: _Cell, text: str, *, bold: bool, centred: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = _CENTRE if centred else _LEFT
    _write(paragraph, text, bold=bold, size=11)


def _number_pages(paragraph: Paragraph) -> None:
    paragraph.alignment = _CENTRE
    run = paragraph.add_run()
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = text
        run._element.append(element)


def _copy_last_row(table: Table, rows: Iterable[Sequence[str]]) -> None:
    """Puts in its place a copy of it for each row, with other words: laying out each cell anew takes fifteen times as
    long, and a thousand rows would not be written within the time that a request has."""
    last = table.rows[1]._tr
    for texts in rows:
        row = deepcopy(last)
        for run, text in zip(row.iter(qn("w:r")), texts, strict=True):
            run.text = readable(text)
        last.addprevious(row)
    table._tbl.remove(last)


def _repeat_first_row(table: Table) -> None:
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
