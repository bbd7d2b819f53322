"""Files and rows that somebody made up: what is refused, what is taken with a warning, what is understood."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest

from services.members.rules_file import ReadFile
from services.members.rules_findings import words
from services.members.rules_findings_texts import TEXTS
from services.members.rules_rows import MemberRow
from services.members.workbook import read
from tests.members.builders import STANDARDS, member_line, unit_line, workbook


def judged(body: bytes) -> ReadFile:
    result = read(body, STANDARDS)
    assert "file" in result, result
    return ReadFile.model_validate(result["file"])


@pytest.mark.parametrize("slug", sorted(TEXTS))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_finding_says_why_and_what_to_do(slug: str, language: str) -> None:
    said = words(slug, language, value="X", other_row=7)

    assert said.reason.endswith(".")
    assert said.cure.endswith(".")
    assert "{" not in said.reason + said.cure


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "file-empty"),
        (b"STT,Ho va ten\n1,An\n", "file-not-xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "file-old-or-locked"),
        (b"PK\x03\x04" + bytes(200), "file-not-xlsx"),
        (workbook(sheets=("Tổ chức", "Khác")), "sheet-missing"),
        (workbook(), "file-without-rows"),
        (workbook([unit_line()], member_headings=("Họ tên", *["x"] * 11)), "headings-missing"),
    ],
)
def test_a_file_of_another_kind_is_refused_whole(body: bytes, problem: str) -> None:
    assert read(body, STANDARDS)["problem"] == problem


def zipped(**entries: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return written.getvalue()


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    assert read(zipped(readme=b"hello"), STANDARDS)["problem"] == "file-broken"


def test_a_file_that_unpacks_to_far_more_is_refused_unopened() -> None:
    assert read(zipped(bomb=bytes(301_000_000)), STANDARDS)["problem"] == "file-too-large"


def test_a_sheet_that_is_damaged_inside_is_refused() -> None:
    whole = zipfile.ZipFile(io.BytesIO(workbook([unit_line()], [member_line()])))
    entries: dict[str, bytes] = {name: whole.read(name) for name in whole.namelist()}
    entries["xl/worksheets/sheet2.xml"] = entries["xl/worksheets/sheet2.xml"][:-40]

    assert read(zipped(**entries), STANDARDS)["problem"] == "file-broken"


def test_headings_may_stand_in_another_order_and_lower_down() -> None:
    turned = [list(reversed(unit_line()))]
    headings = ("Loại hình", "Chi bộ", "Đảng bộ phường/xã", "Mã tổ chức")

    file = judged(workbook(turned, [member_line()], unit_headings=headings))

    assert file.units[0].branch == "Phố Một"


def one(**cells: Any) -> tuple[list[MemberRow], list[str]]:
    file = judged(workbook([unit_line()], [member_line(**cells)]))
    return file.members, [finding.slug for finding in file.findings]


@pytest.mark.parametrize(
    ("cells", "slug"),
    [
        ({"name": "Nguyễn V\ufffdn An"}, "text-unreadable"),
        ({"name": "Hải\ue000 Anh"}, "text-unreadable"),
        ({"born": date(2015, 1, 1), "admitted": date(2016, 1, 1), "official": None}, "birth-too-young"),
        ({"born": "30/02/1960"}, "birth-not-a-date"),
        ({"admitted": None}, "admitted-missing"),
        ({"admitted": date(2027, 1, 1), "official": None}, "admitted-in-future"),
        ({"born": date(1995, 1, 1)}, "admitted-before-birth"),
        ({"official": date(2027, 1, 1)}, "official-in-future"),
        ({"phone": "0123456789"}, "phone-invalid"),
        ({"exempt": "từ năm ngoái"}, "exempt-not-a-date"),
    ],
)
def test_a_row_with_this_is_refused(cells: dict[str, Any], slug: str) -> None:
    assert one(**cells) == ([], [slug])


@pytest.mark.parametrize(
    ("cells", "slug"),
    [
        ({"name": "Niê"}, "name-unusual"),
        ({"born": None}, "birth-missing"),
        ({"card": "12-34"}, "card-unusual"),
        ({"gender": "?"}, "gender-unknown"),
        ({"post": "Trưởng phòng"}, "post-unknown"),
    ],
)
def test_a_row_with_this_is_taken_with_a_warning(cells: dict[str, Any], slug: str) -> None:
    rows, slugs = one(**cells)

    assert (len(rows), slugs) == (1, [slug])


@pytest.mark.parametrize("name", ["Y Khoa Niê", "H'Hen Niê", "K'Brơi Hdơk", "Nguyễn Văn A."])
def test_names_of_all_peoples_are_usual(name: str) -> None:
    rows, slugs = one(name=name)

    assert (rows[0].name, slugs) == (name, [])


def test_a_card_number_typed_as_a_number_gets_its_zeros_back() -> None:
    rows, _ = one(card=1_234_567)

    assert rows[0].card_no == "01234567"


def test_one_card_for_two_people_is_refused_once() -> None:
    file = judged(workbook([unit_line()], [member_line(), member_line(name="Trần Thị Bình")]))

    assert [row.name for row in file.members] == ["Nguyễn Văn An"]
    assert [finding.slug for finding in file.findings] == ["card-repeated"]


@pytest.mark.parametrize(
    ("second", "slug"),
    [
        (["38.168.1.0.2", "Phường An Hưng", "Phố Hai", None], "unit-code-invalid"),
        (unit_line(1, branch="Phố Hai"), "unit-code-repeated"),
        (unit_line(2), "unit-name-repeated"),
        (unit_line(2, branch=""), "unit-name-missing"),
        (unit_line(2, ward="Phường Ba Đình", branch="Phố Hai"), "ward-name-differs"),
        (unit_line(2, group="002", branch="Phố Hai"), "ward-name-differs"),
    ],
)
def test_a_unit_that_contradicts_another_is_refused(second: list[Any], slug: str) -> None:
    file = judged(workbook([unit_line(), second], [member_line()]))

    assert [finding.slug for finding in file.findings] == [slug]
    assert len(file.units) == 1


def test_fourteen_bare_digits_are_a_code() -> None:
    file = judged(workbook([["38168001000001", "Phường An Hưng", "Phố Một", None]], [member_line()]))

    assert file.units[0].official_code == "38.168.001.000.001"
