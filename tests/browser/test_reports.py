"""The report of the month: numbers that lead to their petitions, a signature, a letter back, files; on every device."""

import io
import re
from pathlib import Path
from uuid import uuid4

import docx
import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.elsewhere import log_urgent
from tests.browser.look import faults
from tests.browser.portal import DESKTOP, PATIENCE, PHONE, Portal, go, heading, press
from tests.support.system import RunningSystem

REASON = "Thiếu kiến nghị của chi bộ 2, đề nghị bổ sung."


def open_report(page: Page) -> None:
    """The report that is being drafted now."""
    go(page, "/reports")
    heading(page, "Báo cáo tháng")
    expect(page.get_by_role("heading", name="Vào kỳ")).to_be_visible(timeout=PATIENCE)


def said(page: Page, what: str) -> int:
    """The number of a line of the whole."""
    row = page.locator(".figures tr").filter(has=page.get_by_role("rowheader", name=what, exact=True)).first
    return int(row.locator("td").first.inner_text().replace(".", ""))


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_screens_of_reports_hold_what_every_screen_holds(
    portal: Portal, running_system: RunningSystem, size: tuple[int, int]
) -> None:
    log_urgent(running_system, f"Đèn ngõ {uuid4().hex[:8]} không sáng")
    for who in ("ward", "city"):
        page = portal.sign_in(who, size)
        open_report(page)
        assert faults(page) == []
        page.locator(".figures a.number").first.click()
        heading(page, "")
        expect(page.locator("ul.plain > li").first).to_be_visible()
        assert faults(page) == []


def test_every_number_opens_as_many_petitions_as_it_says(portal: Portal, running_system: RunningSystem) -> None:
    text = f"Cống ngõ {uuid4().hex[:8]} tắc"
    log_urgent(running_system, text)
    ward = portal.sign_in("ward", DESKTOP)
    go(ward, "/petitions")
    ward.get_by_role("link", name=re.compile("đến hạn tổng hợp|Tổng hợp trong hôm nay")).click()
    heading(ward, "Báo cáo tháng")
    total = said(ward, "Mới trong kỳ")
    ward.locator(".figures").get_by_role("link", name=re.compile("Mới trong kỳ")).click()
    heading(ward, "Mới trong kỳ")
    lines = ward.locator("ul.plain > li")
    expect(lines.first).to_be_visible()
    assert lines.count() == min(total, 50)
    while lines.count() < total:
        shown = lines.count()
        press(ward, "Xem thêm")
        expect(lines.nth(shown)).to_be_visible()
    assert lines.count() == total
    ward.get_by_text(text).click()
    expect(ward.locator(".petition-title").filter(has_text=text)).to_be_visible()


def test_it_is_signed_sent_returned_with_a_reason_and_received(portal: Portal, running_system: RunningSystem) -> None:
    log_urgent(running_system, f"Đường ngõ {uuid4().hex[:8]} ngập")
    leader = portal.sign_in("ward-leader", DESKTOP)
    open_report(leader)
    _step(leader, "Ký báo cáo")
    expect(leader.get_by_text("Đã ký, chưa gửi")).to_be_visible()
    _step(leader, "Gửi lên cấp trên")
    expect(leader.get_by_text("Đã gửi, chờ tiếp nhận")).to_be_visible()

    city = portal.sign_in("city")
    open_report(city)
    city.get_by_role("link", name="Đã gửi, chờ tiếp nhận").click()
    expect(city.get_by_role("button", name="Tiếp nhận")).to_be_visible()
    press(city, "Trả lại")
    dialog = city.get_by_role("dialog")
    dialog.get_by_role("button", name="Trả lại").click()
    expect(dialog.get_by_text("Vui lòng nhập")).to_be_visible()
    dialog.get_by_label("Lý do trả lại").fill(REASON)
    assert faults(city) == []
    dialog.get_by_role("button", name="Trả lại").click()
    expect(city.get_by_text("Bản thứ 1 bị trả lại")).to_be_visible()

    leader.reload()
    expect(leader.get_by_text(REASON)).to_be_visible(timeout=PATIENCE)
    _step(leader, "Ký báo cáo")
    _step(leader, "Gửi lên cấp trên")
    expect(leader.get_by_text("Bản thứ 2.")).to_be_visible()
    city.reload()
    _step(city, "Tiếp nhận")
    expect(city.get_by_text("Cấp trên đã tiếp nhận")).to_be_visible()


def test_files_say_the_numbers_of_the_screen(portal: Portal) -> None:
    city = portal.sign_in("city-leader", DESKTOP)
    open_report(city)
    total = said(city, "Tổng phải giải quyết")
    book = openpyxl.load_workbook(io.BytesIO(_download(city, "Bảng số liệu (Excel)")))
    titles, *_, last = ([cell.value for cell in row] for row in book["Tổng hợp"].rows)
    assert last[titles.index("Tổng phải giải quyết")] == total
    document = docx.Document(io.BytesIO(_download(city, "Văn bản (Word)")))
    assert any("BÁO CÁO" in paragraph.text for paragraph in document.paragraphs)


def test_what_fails_is_forbidden_or_empty_says_so(portal: Portal) -> None:
    secretary = portal.sign_in("secretary")
    go(secretary, "/reports")
    expect(secretary.get_by_role("status").first).to_be_visible()
    assert faults(secretary) == []

    ward2 = portal.sign_in("ward2", DESKTOP)
    go(ward2, "/reports")
    heading(ward2, "Báo cáo tháng")
    ward2.route("**/petitions/v1/reports?*", lambda route: route.abort())
    ward2.get_by_label("Tháng").select_option(index=5)
    expect(ward2.get_by_role("button", name="Thử lại")).to_be_visible(timeout=PATIENCE)
    assert faults(ward2) == []
    ward2.unroute("**/petitions/v1/reports?*")
    press(ward2, "Thử lại")
    expect(ward2.get_by_text("Kỳ này chưa có kiến nghị")).to_be_visible(timeout=PATIENCE)
    assert faults(ward2) == []


def _step(page: Page, name: str) -> None:
    press(page, name)
    page.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def _download(page: Page, name: str) -> bytes:
    with page.expect_download() as started:
        press(page, name)
    return Path(started.value.path()).read_bytes()
