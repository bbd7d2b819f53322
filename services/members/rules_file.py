"""A whole workbook judged: rows taken over, rows refused, rows that say the same as another. Pure."""

from collections.abc import Iterable, Sequence
from typing import Final

from pydantic import BaseModel, ConfigDict

from libs.common.text import fold
from services.members.rules_cells import Cell
from services.members.rules_findings import Finding, Place
from services.members.rules_rows import (
    MEMBERS_SHEET,
    UNITS_SHEET,
    Identity,
    MemberRow,
    Standards,
    UnitRow,
    identity,
    member_row,
    unit_row,
)

Numbered = tuple[int, Sequence[Cell]]

_NO_PLACE: Final = Place("", 0)


class ReadFile(BaseModel):
    """What a workbook holds, before anything is compared with what is already known."""

    model_config = ConfigDict(frozen=True)

    units: list[UnitRow]
    members: list[MemberRow]
    findings: list[Finding]
    unit_rows: int
    member_rows: int


class _Units:
    """The sheet of units, row by row."""

    def __init__(self) -> None:
        self.accepted: list[UnitRow] = []
        self.findings: list[Finding] = []
        self.codes: dict[str, UnitRow] = {}
        self.names: dict[tuple[str, str], UnitRow] = {}
        self.wards: dict[str, UnitRow] = {}
        self.groups: dict[str, UnitRow] = {}

    def add(self, row: UnitRow) -> None:
        clash = self._clash(row)
        if clash is not None:
            self.findings.append(clash)
            return
        self.accepted.append(row)
        self.codes[row.official_code] = row
        self.names[fold(row.ward), fold(row.branch)] = row
        self.wards.setdefault(row.official_code[:10], row)
        self.groups.setdefault(fold(row.ward), row)

    def _clash(self, row: UnitRow) -> Finding | None:
        ward, name = self.wards.get(row.official_code[:10]), (fold(row.ward), fold(row.branch))
        same_name = self.groups.get(fold(row.ward))
        if other := self.codes.get(row.official_code):
            return _beside(row, other, "unit-code-repeated", "Mã tổ chức", row.official_code)
        if other := self.names.get(name):
            return _beside(row, other, "unit-name-repeated", "Chi bộ", row.branch)
        if ward and fold(ward.ward) != fold(row.ward):
            return _beside(row, ward, "ward-name-differs", "Đảng bộ phường, xã", row.ward)
        if same_name and same_name.official_code[:10] != row.official_code[:10]:
            return _beside(row, same_name, "ward-name-differs", "Đảng bộ phường, xã", row.ward)
        return None


class _Members:
    """The sheet of members, row by row; of two rows for one person the first one stands."""

    def __init__(self) -> None:
        self.accepted: list[MemberRow] = []
        self.findings: list[Finding] = []
        self.cards: dict[str, MemberRow] = {}
        self.identities: dict[Identity, MemberRow] = {}

    def add(self, row: MemberRow) -> bool:
        key = identity(row)
        clash = self._clash(row, key)
        if clash is not None:
            self.findings.append(clash)
            return False
        self.accepted.append(row)
        if row.card_no:
            self.cards[row.card_no] = row
        if key:
            self.identities.setdefault(key, row)
        return True

    def _clash(self, row: MemberRow, key: Identity | None) -> Finding | None:
        if row.card_no and (other := self.cards.get(row.card_no)):
            slug = "row-repeated" if _same_content(row, other) else "card-repeated"
            return _beside(row, other, slug, "Số thẻ đảng", row.card_no)
        other = self.identities.get(key) if key else None
        if other and not (row.card_no and other.card_no):
            slug = "row-repeated" if _same_content(row, other) else "same-person"
            return _beside(row, other, slug, "Họ và tên khai sinh", row.name)
        return None


def judge(units: Iterable[Numbered], members: Iterable[Numbered], standards: Standards) -> ReadFile:
    """All rows of both sheets, each with its number in the sheet; empty rows are passed over."""
    unit_sheet, member_sheet = _Units(), _Members()
    unit_rows = member_rows = 0
    for number, values in units:
        unit_rows += 1
        unit, findings = unit_row(Place(UNITS_SHEET, number), values)
        unit_sheet.findings += findings
        if unit:
            unit_sheet.add(unit)
    for number, values in members:
        member_rows += 1
        member, findings = member_row(Place(MEMBERS_SHEET, number), values, standards=standards)
        if member is None or member_sheet.add(member):
            member_sheet.findings += findings
    return ReadFile(
        units=unit_sheet.accepted,
        members=member_sheet.accepted,
        findings=unit_sheet.findings + member_sheet.findings,
        unit_rows=unit_rows,
        member_rows=member_rows,
    )


def _beside(row: UnitRow | MemberRow, other: UnitRow | MemberRow, slug: str, column: str, value: str) -> Finding:
    return Finding(slug=slug, place=row.place, column=column, value=value, other=other.place)


def _same_content(row: MemberRow, other: MemberRow) -> bool:
    return row.model_copy(update={"place": _NO_PLACE}) == other.model_copy(update={"place": _NO_PLACE})
