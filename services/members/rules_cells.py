"""What a single cell of the workbook means. Pure: a value, or `Bad` with the slug of what is wrong with it."""

import re
from datetime import date, datetime
from typing import Any, Final

from libs.common.text import fold, one_line

Cell = str | int | float | bool | date | datetime | None

_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00:00)?")
_PHONE: Final = re.compile(r"0[35789]\d{8}")
_NAME: Final = re.compile(r"[^\W\d_]+(?:[ .'’\-]+[^\W\d_]+)*\.?")
_OFFICIAL_CODE: Final = re.compile(r"\d{2}\.\d{3}\.\d{3}\.\d{3}\.\d{3}")
_YEARS: Final = range(1900, 2100)

GENDERS: Final = {"nam": "male", "nu": "female"}
POSTS: Final = {
    "bi thu": "secretary",
    "pho bi thu": "deputy_secretary",
    "chi uy vien": "branch_committee_member",
}


class Bad(Exception):
    """The cell cannot be used; `slug` names the finding."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        super().__init__(slug)


def text(cell: Cell) -> str | None:
    """One line of NFC text, None where the cell is empty. Bad: text-unreadable."""
    if cell is None:
        return None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    written = str(cell)
    if written.isascii() and written.isprintable():
        return " ".join(written.split()) or None
    try:
        return one_line(written) or None
    except ValueError:
        raise Bad("text-unreadable") from None


def day(cell: Cell, slug: str) -> date | None:
    """A date, typed as one or written dd/mm/yyyy; None where the cell is empty. Bad: `slug`."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = text(cell)
    if written is None:
        return None
    try:
        return _written_day(written)
    except ValueError:
        raise Bad(slug) from None


def _written_day(written: str) -> date:
    if match := _DAY_FIRST.fullmatch(written):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if match := _YEAR_FIRST.fullmatch(written):
        return date(int(match[1]), int(match[2]), int(match[3]))
    raise ValueError(written)


def birth(cell: Cell) -> tuple[date | None, int | None]:
    """The birth date, and the year also where nothing else is known. Bad: birth-not-a-date."""
    written = text(cell) if not isinstance(cell, date) else None
    if written and written.isdecimal() and int(written) in _YEARS:
        return None, int(written)
    born = day(cell, "birth-not-a-date")
    return born, born.year if born else None


def phone(cell: Cell) -> str | None:
    """A Vietnamese mobile number in E.164 (`+84…`); None where the cell is empty. Bad: phone-invalid."""
    written = text(cell)
    if written is None:
        return None
    digits = re.sub(r"[ .\-()]", "", written)
    if digits.startswith(("+84", "0084")):
        digits = "0" + digits[3 if digits[0] == "+" else 4 :].removeprefix("0")
    if not _PHONE.fullmatch(digits):
        raise Bad("phone-invalid")
    return "+84" + digits[1:]


def card_no(cell: Cell) -> str | None:
    """The membership card number as text; a number typed as one gets its leading zeros back."""
    written = text(cell)
    if written is not None and isinstance(cell, int | float):
        return written.zfill(8)
    return written


def is_usual_card_no(value: str) -> bool:
    """Eight digits, as the boxes on the form."""
    return len(value) == 8 and value.isascii() and value.isdecimal()


def is_usual_name(value: str) -> bool:
    """At least two words of letters, spaces, apostrophes, hyphens and dots (V33)."""
    return " " in value and _NAME.fullmatch(value) is not None


def official_code(cell: Cell) -> str:
    """`00.000.000.000.000`, also from 14 bare digits. Bad: unit-code-invalid."""
    written = text(cell) or ""
    if len(written) == 14 and written.isascii() and written.isdecimal():
        written = ".".join((written[:2], written[2:5], written[5:8], written[8:11], written[11:]))
    if not _OFFICIAL_CODE.fullmatch(written):
        raise Bad("unit-code-invalid")
    return written


def one_of(cell: Cell, choices: dict[str, str], slug: str) -> str | None:
    """The code of a word from a short list, compared without case and marks. Bad: `slug`."""
    written = text(cell)
    if written is None:
        return None
    if fold(written) not in choices:
        raise Bad(slug)
    return choices[fold(written)]


def defused(written: Any) -> Any:
    """A text that a spreadsheet must not take for a formula, as exports write it."""
    if isinstance(written, str) and written[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + written
    return written
