"""Rows of the workbook judged one by one: what is taken over, and every finding. Pure."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict

from libs.common.text import fold
from services.members import rules_cells as cells
from services.members.rules_cells import Bad, Cell
from services.members.rules_findings import Finding, Place, shown
from services.members.rules_findings_texts import TEXTS

UNITS_SHEET: Final = "Tổ chức"
MEMBERS_SHEET: Final = "Đảng viên"
UNIT_HEADINGS: Final = ("Mã tổ chức", "Đảng bộ phường, xã", "Chi bộ", "Loại hình")
MEMBER_HEADINGS: Final = (
    "Họ và tên khai sinh",
    "Giới tính",
    "Ngày sinh",
    "Số thẻ đảng",
    "Ngày vào Đảng",
    "Ngày chính thức",
    "Đảng bộ",
    "Chi bộ",
    "Chức vụ",
    "Điện thoại",
    "Được miễn SH từ ngày",
    "Ghi chú",
)

Value = TypeVar("Value")


class Standards(BaseModel):
    """The day of judgement and the numbers of the rules that hold on it."""

    model_config = ConfigDict(frozen=True)

    today: date
    youngest_years: int
    probation_months: int


class UnitRow(BaseModel):
    """A branch as the sheet of units has it."""

    model_config = ConfigDict(frozen=True)

    place: Place
    official_code: str
    ward: str
    branch: str
    kind: str | None


class MemberRow(BaseModel):
    """A person as the sheet of members has it."""

    model_config = ConfigDict(frozen=True)

    place: Place
    name: str
    gender: str | None
    birth_date: date | None
    birth_year: int | None
    card_no: str | None
    admitted_on: date
    official_on: date | None
    ward: str
    branch: str
    post: str | None
    phone: str | None
    exempt_from: date | None
    note: str | None


class RowReader:
    """One row while it is being judged: collects findings instead of stopping at the first."""

    def __init__(self, place: Place, headings: Sequence[str], values: Sequence[Cell]) -> None:
        self.place = place
        self.cells = dict(zip(headings, values, strict=True))
        self.findings: list[Finding] = []

    def read(self, column: str, meaning: Callable[[Cell], Value]) -> Value | None:
        """What the cell means; None, with a finding, where it cannot be used."""
        try:
            return meaning(self.cells[column])
        except Bad as bad:
            self.say(bad.slug, column)
            return None

    def say(self, slug: str, column: str, value: Any = None) -> None:
        """Note a finding about a column."""
        quoted = shown(_written(value if value is not None else self.cells[column]))
        self.findings.append(Finding(slug=slug, place=self.place, column=column, value=quoted))

    @property
    def refused(self) -> bool:
        """Whether any finding so far refuses the row."""
        return any(TEXTS[finding.slug].refused for finding in self.findings)


def unit_row(place: Place, values: Sequence[Cell]) -> tuple[UnitRow | None, list[Finding]]:
    """A row of the sheet of units."""
    row = RowReader(place, UNIT_HEADINGS, values)
    code = row.read("Mã tổ chức", cells.official_code)
    ward, branch = row.read("Đảng bộ phường, xã", cells.text), row.read("Chi bộ", cells.text)
    kind = row.read("Loại hình", cells.text)
    for column, name in (("Đảng bộ phường, xã", ward), ("Chi bộ", branch)):
        if not name and not row.refused:
            row.say("unit-name-missing", column)
    if row.refused or not (code and ward and branch):
        return None, row.findings
    return UnitRow(place=place, official_code=code, ward=ward, branch=branch, kind=kind), row.findings


def member_row(place: Place, values: Sequence[Cell], *, standards: Standards) -> tuple[MemberRow | None, list[Finding]]:
    """A row of the sheet of members; warnings of a refused row are dropped, they would only distract."""
    row = RowReader(place, MEMBER_HEADINGS, values)
    name = _name(row)
    birth_date, birth_year = _birth(row, standards)
    admitted_on = _admitted(row, standards.today, birth_date)
    official_on = _official(row, standards, admitted_on)
    rest = {
        "gender": _gender(row),
        "card_no": _card_no(row),
        "ward": row.read("Đảng bộ", cells.text) or "",
        "branch": row.read("Chi bộ", cells.text) or "",
        "post": row.read("Chức vụ", lambda cell: cells.one_of(cell, cells.POSTS, "post-unknown")),
        "phone": row.read("Điện thoại", cells.phone),
        "exempt_from": row.read("Được miễn SH từ ngày", lambda cell: cells.day(cell, "exempt-not-a-date")),
        "note": row.read("Ghi chú", cells.text),
    }
    if row.refused or name is None or admitted_on is None:
        return None, [finding for finding in row.findings if TEXTS[finding.slug].refused]
    dates = {"birth_date": birth_date, "birth_year": birth_year, "admitted_on": admitted_on, "official_on": official_on}
    return MemberRow.model_validate({"place": place, "name": name, **dates, **rest}), row.findings


def _name(row: RowReader) -> str | None:
    column = "Họ và tên khai sinh"
    name = row.read(column, cells.text)
    if name is None and not row.refused:
        row.say("name-missing", column)
    elif name is not None and not cells.is_usual_name(name):
        row.say("name-unusual", column, name)
    return name


def _gender(row: RowReader) -> str | None:
    gender = row.read("Giới tính", lambda cell: cells.one_of(cell, cells.GENDERS, "gender-unknown"))
    if row.cells["Giới tính"] is None:
        row.say("gender-missing", "Giới tính")
    return gender


def _card_no(row: RowReader) -> str | None:
    card_no = row.read("Số thẻ đảng", cells.card_no)
    if card_no is not None and not cells.is_usual_card_no(card_no):
        row.say("card-unusual", "Số thẻ đảng")
    return card_no


def _birth(row: RowReader, standards: Standards) -> tuple[date | None, int | None]:
    column, today = "Ngày sinh", standards.today
    known = row.read(column, cells.birth)
    if known is None:
        return None, None
    born, year = known
    if year is None:
        row.say("birth-missing", column)
    elif year > today.year or (born and born > today):
        row.say("birth-in-future", column)
    elif not is_old_enough(born, year, standards):
        row.say("birth-too-young", column)
    elif born is None:
        row.say("birth-day-unknown", column)
    return born, year


def _admitted(row: RowReader, today: date, born: date | None) -> date | None:
    column = "Ngày vào Đảng"
    before = len(row.findings)
    admitted = row.read(column, lambda cell: cells.day(cell, "admitted-not-a-date"))
    if admitted is None:
        if len(row.findings) == before:
            row.say("admitted-missing", column)
    elif admitted > today:
        row.say("admitted-in-future", column)
    elif born and admitted < born <= today:
        row.say("admitted-before-birth", column)
    return admitted


def _official(row: RowReader, standards: Standards, admitted: date | None) -> date | None:
    column = "Ngày chính thức"
    official = row.read(column, lambda cell: cells.day(cell, "official-not-a-date"))
    if official is None:
        return None
    if official > standards.today:
        row.say("official-in-future", column)
    elif admitted and official < admitted:
        row.say("official-before-admitted", column)
    elif admitted and official < months_later(admitted, standards.probation_months):
        row.say("official-early", column)
    return official


def is_old_enough(born: date | None, year: int, standards: Standards) -> bool:
    """Old enough by the day, or by the year where only that is known (V34)."""
    if born is None:
        return year <= standards.today.year - standards.youngest_years
    return months_later(born, 12 * standards.youngest_years) <= standards.today


def months_later(start: date, months: int) -> date:
    """The same day of the month that many months on, or the last one of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for last in (start.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(start.day, last))
        except ValueError:
            continue
    raise ValueError(start)


Identity = tuple[str, date, str, str]


def identity(row: MemberRow) -> Identity | None:
    """Folded name and birth date within the branch; None where the day is not known."""
    if row.birth_date is None:
        return None
    return fold(row.name), row.birth_date, folded_unit(row.ward), folded_unit(row.branch)


@lru_cache(maxsize=4_096)
def folded_unit(name: str) -> str:
    """A unit's name as it is compared; there are few of them on many rows."""
    return fold(name)


def _written(value: Any) -> Any:
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else value
