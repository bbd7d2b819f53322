"""Builders: a small city, and workbooks as an office would hand them over."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import openpyxl

from libs.contracts.vocabulary import Role, Tier
from services.members.models import Appointment, Post, Unit
from services.members.rules_plan import Outcome
from services.members.rules_roll import first_stays
from services.members.rules_rows import (
    MEMBER_HEADINGS,
    MEMBERS_SHEET,
    UNIT_HEADINGS,
    UNITS_SHEET,
    Standards,
)

CITY = UUID(int=0xC17)
SINCE = date(2025, 7, 1)
TODAY = date(2026, 11, 21)
STANDARDS = Standards(today=TODAY, youngest_years=16, probation_months=12)
WORKBOOK = Path(__file__).parents[2] / "services" / "members" / "demo" / "thanh-hoa.xlsx"
PASSWORD = "trời xanh mây trắng"

TIERS = {2: Tier.WARD, 3: Tier.BRANCH}
UNITS = ("th.w001", "th.w002", "th.w001.b001", "th.w001.b002", "th.w002.b001")
MEMBERS = {
    "th.w001.b001": ("Lê An", "Nguyễn Văn An", "Nguyễn Thị Ánh", "Trần Thị Bình"),
    "th.w001.b002": ("Phạm Thị Dung",),
    "th.w002.b001": ("Lê Văn Đức", "Hoàng Văn Ân"),
}
OFFICES: tuple[tuple[str, Role, str, Post | None], ...] = (
    ("admin", Role.ADM, "th", None),
    ("city", Role.COF, "th", None),
    ("city-leader", Role.CLE, "th", None),
    ("ward", Role.WOF, "th.w001", None),
    ("ward-leader", Role.WLE, "th.w001", None),
    ("ward2", Role.WOF, "th.w002", None),
    ("assignee", Role.WAS, "th.w001", None),
    ("liaison", Role.WLI, "th.w001.b001", None),
    ("Lê An", Role.BSE, "th.w001.b001", Post.SECRETARY),
    ("Trần Thị Bình", Role.CLK, "th.w001.b001", None),
    ("Lê Văn Đức", Role.BSE, "th.w002.b001", Post.SECRETARY),
)


def unit_id(path: str) -> UUID:
    """The id of the unit at a path, the same in every test."""
    return uuid5(CITY, path)


def person_id(name: str) -> UUID:
    """The id of a person, the same in every test."""
    return uuid5(CITY, f"person {name}")


def wanted_unit(path: str, since: date = SINCE) -> Unit:
    """A unit that is not founded yet."""
    code = path.rpartition(".")[2]
    tier = TIERS[path.count(".") + 1]
    return Unit(id=unit_id(path), code=code, name=f"Đơn vị {path}", label="", tier=tier, path="", valid_from=since)


def facts(**more: Any) -> dict[str, Any]:
    """What the roll says of a member."""
    usual = {
        "gender": None,
        "birth_date": date(1960, 2, 3),
        "birth_year": 1960,
        "card_no": None,
        "phone": None,
        "admitted_on": date(1990, 1, 1),
        "official_on": date(1991, 1, 1),
        "note": None,
    }
    return usual | more


def outcome(name: str, path: str, **more: Any) -> Outcome:
    """A member who is new on the roll of the branch at a path."""
    known = facts(**more)
    stays = first_stays(unit_id(path), admitted_on=known["admitted_on"], official_on=known["official_on"])
    return Outcome(person_id(name), None, name, known, stays, [], unit_id(path), None)


def appointment(who: str, role: Role, path: str, post: Post | None) -> Appointment:
    """A role that somebody has since the founding."""
    return Appointment(
        id=uuid5(CITY, f"{who} {role} {path}"),
        person_id=person_id(who),
        role=role,
        unit_id=unit_id(path),
        post=post,
        valid_from=SINCE,
        made_by=person_id("admin"),
        made_at=datetime(2025, 7, 1, tzinfo=UTC),
    )


def unit_line(
    number: int = 1, *, ward: str = "Phường An Hưng", branch: str = "Phố Một", group: str = "001"
) -> list[Any]:
    """A row of the sheet of units."""
    return [f"38.168.{group}.000.{number:03}", ward, branch, "Tổ dân phố"]


def member_line(**more: Any) -> list[Any]:
    """A row of the sheet of members; keyword arguments replace cells."""
    usual = {
        "name": "Nguyễn Văn An",
        "gender": "Nam",
        "born": date(1960, 2, 3),
        "card": "12345678",
        "admitted": date(1990, 1, 1),
        "official": date(1991, 1, 1),
        "ward": "Phường An Hưng",
        "branch": "Phố Một",
        "post": None,
        "phone": "0912345678",
        "exempt": None,
        "note": None,
    }
    return list((usual | more).values())


def workbook(
    units: Sequence[Sequence[Any]] = (),
    members: Sequence[Sequence[Any]] = (),
    *,
    unit_headings: Sequence[str] = UNIT_HEADINGS,
    member_headings: Sequence[str] = MEMBER_HEADINGS,
    sheets: tuple[str, str] = (UNITS_SHEET, MEMBERS_SHEET),
) -> bytes:
    """A workbook with a title above the headings, as offices make them."""
    book = openpyxl.Workbook()
    for title, headings, rows in zip(sheets, (unit_headings, member_headings), (units, members), strict=True):
        sheet = book.create_sheet(title)
        sheet.append(["ĐẢNG BỘ THÀNH PHỐ"])
        sheet.merge_cells("A1:D1")
        sheet.append([])
        sheet.append(["STT", *headings])
        for number, row in enumerate(rows, 1):
            sheet.append([number, *row])
    del book["Sheet"]
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
