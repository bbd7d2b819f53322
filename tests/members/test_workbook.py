"""The workbook of the city: every flaw that was put into it is found, counted and shown at its row."""

from collections import Counter
from datetime import date

import pytest

from services.members.rules_file import ReadFile
from services.members.rules_findings import Level, Place
from services.members.rules_rows import MEMBERS_SHEET, MemberRow
from services.members.workbook import read
from tests.members.builders import STANDARDS, WORKBOOK


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
