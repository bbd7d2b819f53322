"""The workbook of the city: every flaw that was put into it is found, counted and shown at its row."""

import io
import zipfile
from collections import Counter
from datetime import date
from typing import Any

import pytest

from services.members.rules_file import ReadFile
from services.members.rules_findings import Level, Place, words
from services.members.rules_findings_texts import TEXTS
from services.members.rules_rows import MEMBERS_SHEET, MemberRow
from services.members.workbook import read
from tests.members.builders import STANDARDS, WORKBOOK, member_line, unit_line, workbook


def judged(body: bytes) -> ReadFile:
    result = read(body, STANDARDS)
    assert "file" in result, result
    return ReadFile.model_validate(result["file"])


@pytest.fixture(scope="module")
def city() -> ReadFile:
    return judged(WORKBOOK.read_bytes())


def row_of(file: ReadFile, number: int) -> MemberRow:
    return next(row for row in file.members if row.place.row == number)


def test_all_units_and_rows_are_read(city: ReadFile) -> None:
    assert (city.unit_rows, city.member_rows) == (311, 12_457)
    assert len({row.ward for row in city.units}) == 34


@pytest.mark.parametrize(
    ("slug", "count", "row", "level"),
    [
        ("birth-day-unknown", 25, 10_107, Level.WARNING),
        ("gender-missing", 12, 6_379, Level.WARNING),
        ("official-before-admitted", 6, 5_525, Level.REFUSED),
        ("admitted-not-a-date", 4, 10_855, Level.REFUSED),
        ("birth-in-future", 3, 7_893, Level.REFUSED),
        ("name-missing", 3, 11_158, Level.REFUSED),
        ("phone-invalid", 4, 9_724, Level.REFUSED),
        ("row-repeated", 3, 12_457, Level.REFUSED),
        ("same-person", 2, 12_460, Level.REFUSED),
    ],
)
def test_each_flaw_is_found_as_often_as_it_is_there(
    city: ReadFile, slug: str, count: int, row: int, level: Level
) -> None:
    found = [finding for finding in city.findings if finding.slug == slug]

    assert len(found) == count
    assert {finding.level for finding in found} == {level}
    assert row in {finding.place.row for finding in found}


def test_nothing_is_refused_but_what_is_wrong(city: ReadFile) -> None:
    """25 rows by themselves; the five with an unknown branch follow from the tree."""
    refused = [finding for finding in city.findings if finding.level == Level.REFUSED]

    assert len({finding.place for finding in refused}) == 25
    branches = {(row.ward, row.branch) for row in city.units}
    assert sum((row.ward, row.branch) not in branches for row in city.members) == 5
    assert ("Phường Quảng Hưng", "Phố Không Có") not in branches
    assert row_of(city, 7_394).branch == "Phố Không Có"


def test_only_early_dates_of_full_membership_are_warned_of_besides(city: ReadFile) -> None:
    kinds = Counter(finding.slug for finding in city.findings if finding.level == Level.WARNING)

    assert set(kinds) == {"birth-day-unknown", "gender-missing", "official-early"}
    early = {finding.place.row for finding in city.findings if finding.slug == "official-early"}
    lacking = [
        (row.official_on - row.admitted_on).days for row in city.members if row.place.row in early and row.official_on
    ]
    assert set(lacking) <= {0, 362, 363, 364, 365}
    assert kinds["official-early"] == len(lacking) == 973


def test_a_decomposed_name_is_composed(city: ReadFile) -> None:
    assert row_of(city, 11_120).name == "Hà Thu Ngọc"


def test_a_date_written_out_is_a_date(city: ReadFile) -> None:
    assert row_of(city, 3_886).birth_date == date(1949, 9, 19)


def test_a_year_alone_leaves_the_day_open(city: ReadFile) -> None:
    row = row_of(city, 10_107)

    assert (row.birth_date, row.birth_year) == (None, 1959)


def test_spaces_in_names_collapse(city: ReadFile) -> None:
    assert row_of(city, 12_132).name == "Nguyễn Bá Hiếu"


def test_phone_numbers_become_e164(city: ReadFile) -> None:
    assert row_of(city, 8_574).phone == "+84853125850"
    assert all(row.phone is None or len(row.phone) == 12 for row in city.members)


def test_a_formula_is_text(city: ReadFile) -> None:
    assert row_of(city, 5_274).note == '=HYPERLINK("http://127.0.0.1/x","x")'


def test_one_person_twice_is_shown_side_by_side(city: ReadFile) -> None:
    finding = next(one for one in city.findings if one.slug == "same-person" and one.place.row == 12_460)

    assert finding.other == Place(MEMBERS_SHEET, 2_829)
    assert finding.value == "ĐẶNG THU ANH"
    assert row_of(city, 2_829).name == "Đặng Thu Anh"


def test_namesakes_with_other_birth_dates_are_two_people(city: ReadFile) -> None:
    names = Counter((row.ward, row.branch, row.name) for row in city.members)

    assert sum(count > 1 for count in names.values()) >= 60


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
