"""Documents open again and say the same numbers; nobody's words run as a formula, and no member is named."""

import io
from typing import Any

import docx
import openpyxl
import pytest
from docx.document import Document
from docx.shared import Pt

from services.petitions.paper import Sheet, in_full
from services.petitions.paper_words import CATEGORY, CELL, OUTCOME, STATE, place_of
from services.petitions.rules_report import Cell
from services.petitions.views_papers import NOT_SHOWN
from tests.petitions.builders import BRANCH, CITY, NEXT_DOOR, WARD, WARD2
from tests.petitions.conftest import Desk
from tests.petitions.test_reports import a_busy_month, name, report, step, steps

FORMULA = '=HYPERLINK("http://xau.vn","Bấm vào đây")'


async def file(desk: Desk, who: str, path: str) -> bytes:
    response = await desk.ask(who, path)
    assert response.status_code == 200, response.text
    assert response.headers["content-disposition"].startswith('attachment; filename="')
    assert response.headers["cache-control"] == "private, no-store"
    return response.content


async def document(desk: Desk, who: str, path: str) -> Document:
    return docx.Document(io.BytesIO(await file(desk, who, path)))


def words(read: Document) -> str:
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in read.paragraphs), *cells])


def table(read: Document, second: str) -> list[list[str]]:
    """The table whose second column has this title, without its heading."""
    found = next(one for one in read.tables if len(one.columns) > 2 and one.rows[0].cells[1].text == second)
    return [[cell.text for cell in row.cells] for row in found.rows[1:]]


SHOWN = ("carried", "raised", "all", "merged", "redirected", "within", "within_answered", "within_overdue", "beyond")


def says_the_numbers(read: Document, shown: dict[str, Any], lines: str | None) -> None:
    total = [str(shown["total"][cell]) for cell in SHOWN]
    by_category = {row[1]: row[2:] for row in table(read, "Lĩnh vực")}
    assert by_category.pop("Cộng") == total
    assert by_category == {
        CATEGORY[line["category"]]: [str(line["numbers"][cell]) for cell in SHOWN] for line in shown["categories"]
    }
    if lines:
        by_unit = {row[1]: row[2:] for row in table(read, lines)}
        assert by_unit.pop("Cộng") == total
        for line in shown["lines"]:
            numbers = [str(line["numbers"][cell]) for cell in SHOWN]
            assert by_unit.get(line["unit_name"], ["0"] * len(SHOWN)) == numbers


async def test_the_document_of_a_ward_says_its_numbers_before_and_after_it_is_signed(desk: Desk) -> None:
    await a_busy_month(desk)
    for signed in (False, True):
        if signed:
            assert (await step(desk, "ward-leader", "sign", number=5)).status_code == 200
        shown, read = await report(desk, "ward"), await document(desk, "ward", f"/reports/{name(WARD)}.docx")
        says_the_numbers(read, shown, "Chi bộ")
        within = next(one for one in read.tables if len(one.columns) == 7)
        assert len(within.rows) - 1 == shown["total"]["within"]
        beyond = table(read, "Nội dung")
        assert len(beyond) == shown["total"]["beyond"]
        assert {row[2] for row in beyond} == {"Vượt thẩm quyền của phường"}
        text = words(read)
        assert ("Dự thảo" in text) is not signed
        assert ("Số 05-BC/ĐU" if signed else "Số ……-BC/ĐU") in text
        assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
        assert "Độc lập" not in text
        assert "Lê Thị Thành Viên" not in text
        assert ("Đồng chí ward-leader" in text) is signed


async def test_what_was_signed_is_printed_as_it_was_signed(desk: Desk) -> None:
    made = await a_busy_month(desk)
    await steps(desk, ("ward-leader", "sign"), ("ward-leader", "send"))
    before = words(await document(desk, "ward", f"/reports/{name(WARD)}.docx"))
    await desk.does("ward", made["received"], "classify", category="health", competence="city")
    await desk.does("ward-leader", made["received"], "answer", outcome="explained", text="Đã giải thích")
    await desk.does("ward-leader", made["submitted"], "escalate", reason="Vượt quá")
    assert words(await document(desk, "ward", f"/reports/{name(WARD)}.docx")) == before
    assert words(await document(desk, "city", f"/reports/{name(WARD)}.docx")) == before


async def test_a_reason_that_was_only_chosen_stands_in_the_document_in_the_words_of_its_list(desk: Desk) -> None:
    by_word, by_code = await desk.at_city(), await desk.at_ward()
    await desk.does("ward", by_code, "escalate", reason_code="beyond_means")
    both = await desk.at_ward()
    await desk.does("ward", both, "escalate", reason_code="other", reason="Chờ quy hoạch chung")
    rows = table(await document(desk, "ward", f"/reports/{name(WARD)}.docx"), "Nội dung")
    codes = [(await desk.get("ward", one))["code"] for one in (by_word, by_code, both)]
    assert {row[1].split(":")[0]: row[2] for row in rows} == dict(
        zip(
            codes,
            ("Vượt thẩm quyền của phường", "Vượt khả năng kinh phí của đơn vị", "Chờ quy hoạch chung"),
            strict=True,
        )
    )


async def test_a_liaison_finds_the_words_of_their_branch_alone_and_whom_it_was_sent_to_all(desk: Desk) -> None:
    here, beside = "Cống của chi bộ này tắc", "Đèn của chi bộ bên cạnh tối"
    await desk.does("ward-leader", await desk.received(text=here), "answer", outcome="resolved", text="Đã thông cống")
    there = await desk.received(branch=NEXT_DOOR, text=beside)
    await desk.does("ward-leader", there, "answer", outcome="resolved", text="Đã thay bóng")

    async def shown(who: str) -> set[str]:
        kinds = [await file(desk, who, f"/reports/{name(WARD)}{kind}") for kind in (".docx", "/answers.docx")]
        read = "".join(words(docx.Document(io.BytesIO(body))) for body in kinds)
        return {said for said in (here, beside, "Đã thông cống", "Đã thay bóng") if said in read}

    await steps(desk, ("ward-leader", "sign"))
    assert len(await shown("ward")) == len(await shown("ward-board")) == 4
    assert await shown("liaison") == {here, "Đã thông cống"}
    book = openpyxl.load_workbook(io.BytesIO(await file(desk, "liaison", f"/reports/{name(WARD)}.xlsx")))
    assert {row[2].value for row in list(book["Kiến nghị"].rows)[1:]} == {here, NOT_SHOWN}
    await steps(desk, ("ward", "send"))
    assert len(await shown("city")) == 4


async def test_the_document_of_the_city_lists_only_what_came_to_it(desk: Desk) -> None:
    made = await a_busy_month(desk)
    code = (await desk.get("ward", made["submitted"]))["code"]
    read = await document(desk, "city-leader", f"/reports/{name(CITY)}.docx")
    shown = await report(desk, "city", CITY)
    says_the_numbers(read, shown, "Phường, xã")
    assert len(table(read, "Nội dung")) == shown["total"]["beyond"]
    assert code not in words(read)
    branch = await document(desk, "secretary", f"/reports/{name(BRANCH)}.docx")
    says_the_numbers(branch, await report(desk, "secretary", BRANCH), None)


async def test_a_workbook_has_numbers_as_numbers_and_never_a_formula(desk: Desk) -> None:
    await a_busy_month(desk)
    for said in (FORMULA, "+84 912", "@SUM(A1)", "-1+2", "\ttab", "Đèn đường \x01tối"):
        await desk.at_ward(text=said)
    shown = await report(desk, "ward")
    book = openpyxl.load_workbook(io.BytesIO(await file(desk, "ward", f"/reports/{name(WARD)}.xlsx")))
    titles = [cell.value for cell in book["Tổng hợp"][1]]
    assert titles == ["Chi bộ", *(CELL[cell] for cell in Cell)]
    for sheet in ("Tổng hợp", "Lĩnh vực"):
        last = [cell.value for cell in list(book[sheet].rows)[-1]]
        assert last[1:] == [shown["total"][cell] for cell in Cell]
    listed = list(book["Kiến nghị"].rows)[1:]
    assert len(listed) == shown["total"]["all"] + shown["total"]["withdrawn"]
    cells = [cell for sheet in book for row in sheet.rows for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}
    assert next(cell for cell in cells if cell.value == FORMULA).quotePrefix


def test_a_table_holds_whatever_was_said_row_by_row() -> None:
    sheet, said = Sheet(), ["<b>&amp;", "hai\ndòng", "", "Đèn \x01tối"]
    sheet.table(("TT", "Nội dung"), [[str(number), text] for number, text in enumerate(said)], (10, 90))
    [read] = docx.Document(io.BytesIO(sheet.file())).tables
    assert [[cell.text for cell in row.cells] for row in read.rows[1:]] == [
        ["0", "<b>&amp;"],
        ["1", "hai\ndòng"],
        ["2", ""],
        ["3", "Đèn tối"],
    ]


async def test_the_bulletin_gets_the_answers_of_the_period(desk: Desk) -> None:
    await a_busy_month(desk)
    shown = (await report(desk, "ward"))["total"]
    read = await document(desk, "ward", f"/reports/{name(WARD)}/answers.docx")
    rows = table(read, "Mã")
    assert len(rows) == shown["within_answered"] + shown["beyond_answered"]
    assert {row[4] for row in rows} == {"Đã nạo vét xong cống", "Thành phố đã làm"}
    assert {row[5] for row in rows} == {"Đơn vị w001", "Đơn vị th"}
    by_city = table(await document(desk, "city", f"/reports/{name(CITY)}/answers.docx"), "Mã")
    assert [(row[4], row[5]) for row in by_city] == [("Thành phố đã làm", "Đơn vị th")]
    other = await document(desk, "ward2", f"/reports/{name(WARD2)}/answers.docx")
    assert "Trong kỳ không có kiến nghị được trả lời." in words(other)


async def test_a_letter_answers_the_branch_and_names_nobody(desk: Desk) -> None:
    petition_id = await desk.answered()
    seen = await desk.get("ward", petition_id)
    read = await document(desk, "ward", f"/petitions/{petition_id}/letter.docx")
    text = words(read)
    assert "Trả lời kiến nghị của Đơn vị b001" in text
    assert seen["code"] in text
    assert "Đã nạo vét xong cống" in text
    assert "Số ……-CV/ĐU" in text
    assert "Lê Thị Thành Viên" not in text
    section = read.sections[0]
    margins = [round(margin.mm) for margin in (section.left_margin, section.right_margin, section.top_margin) if margin]
    assert margins == [30, 15, 20]
    assert (read.styles["Normal"].font.name, read.styles["Normal"].font.size) == ("Times New Roman", Pt(14))
    open_one = await desk.at_ward()
    assert (await desk.ask("ward", f"/petitions/{open_one}/letter.docx")).json()["type"].endswith("no-answer-yet")
    assert (await desk.ask("ward2", f"/petitions/{petition_id}/letter.docx")).status_code == 404


async def test_who_may_not_read_a_report_gets_no_file_of_it(desk: Desk) -> None:
    for kind in (".docx", ".xlsx", "/answers.docx"):
        for who, status in {"ward": 200, "secretary": 404, "ward2": 404, "city": 409, "assignee": 403}.items():
            assert (await desk.ask(who, f"/reports/{name(WARD)}{kind}")).status_code == status, (who, kind)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Đảng ủy phường Hạc Thành", "Hạc Thành"),
        ("Phường Nam Ngạn", "Nam Ngạn"),
        ("Thành ủy", "Thành ủy"),
        ("Đảng bộ thành phố Thanh Hóa", "Thanh Hóa"),
    ],
)
def test_a_place_is_the_name_without_the_kind_of_unit(name: str, place: str) -> None:
    assert place_of(name) == place


def test_every_word_of_the_vocabulary_has_one_for_documents() -> None:
    for words_of in (CATEGORY, STATE, OUTCOME, CELL):
        assert all(words_of.values())
        assert set(words_of) == set(type(next(iter(words_of))))
    assert in_full(None).startswith("ngày ……")
