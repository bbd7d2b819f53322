"""The desk: a matter is given away, drafted, answered, not accepted in the hall, and comes back."""

from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.elsewhere import log_urgent, name_of
from tests.browser.portal import DESKTOP, Portal, all_sent, begin, confirm, everyone_present, find, press, schedule
from tests.support.system import RunningSystem

DRAFT = "Đội quản lý đô thị dọn xong trong tuần này."
REASON = "Mới dọn một nửa đường."


def test_a_draft_is_opened_by_whoever_answers(portal: Portal, running_system: RunningSystem) -> None:
    text = f"Cây đổ chắn ngang ngõ {uuid4().hex[:8]}, đề nghị dọn"
    log_urgent(running_system, text)
    ward = portal.sign_in("ward", DESKTOP)
    _classify_and_assign(ward, text, name_of(running_system, "assignee"))

    _draft(portal.sign_in("assignee"), text)
    find(ward, text)
    press(ward, "Trả lời")

    expect(ward.get_by_text("Dự thảo của")).to_be_visible()
    expect(ward.get_by_label("Nội dung trả lời chi bộ")).to_have_value(DRAFT)


def test_an_answer_that_does_not_content_the_branch_comes_back(portal: Portal, running_system: RunningSystem) -> None:
    text = f"Rác đầu ngõ {uuid4().hex[:8]} ba ngày chưa ai lấy"
    log_urgent(running_system, text)
    ward = portal.sign_in("ward", DESKTOP)
    find(ward, text)
    press(ward, "Tiếp nhận")
    _answer(ward)

    _read_out_without_content(portal.sign_in("secretary"), text)

    find(ward, text)
    expect(ward.get_by_text("xem lại và trả lời lần nữa")).to_be_visible()
    expect(ward.get_by_text(REASON).first).to_be_visible()


def test_a_refused_step_says_what_to_do_and_shows_how_it_stands(portal: Portal, running_system: RunningSystem) -> None:
    text = f"Hố ga ngõ {uuid4().hex[:8]} mất nắp, nguy hiểm"
    petition = log_urgent(running_system, text)
    ward = portal.sign_in("ward", DESKTOP)
    find(ward, text)
    expect(ward.get_by_role("button", name="Tiếp nhận")).to_be_visible()
    with running_system.client("ward-leader") as server:
        server.post(f"/api/petitions/v1/petitions/{petition}/acknowledge", json={}).raise_for_status()

    press(ward, "Tiếp nhận")

    expect(ward.get_by_role("alert")).to_contain_text("bước khác")
    expect(ward.get_by_role("button", name="Phân loại")).to_be_visible()


def _classify_and_assign(page: Page, text: str, assignee: str) -> None:
    find(page, text)
    press(page, "Tiếp nhận")
    press(page, "Phân loại")
    press(page, "Phân loại")
    press(page, "Giao giải quyết")
    page.get_by_text(assignee, exact=True).click()
    press(page, "Giao giải quyết")
    expect(page.get_by_text("Xong: giao giải quyết.")).to_be_visible()


def _draft(page: Page, text: str) -> None:
    find(page, text)
    press(page, "Soạn dự thảo trả lời")
    page.get_by_text("Đã giải quyết", exact=True).click()
    page.get_by_label("Nội dung trả lời chi bộ").fill(DRAFT)
    press(page, "Gửi dự thảo")
    expect(page.get_by_text("soạn dự thảo trả lời.").first).to_be_visible()


def _answer(page: Page) -> None:
    """Straight from the answer among the smaller buttons: nothing forces it to be assigned first."""
    press(page, "Trả lời")
    page.get_by_text("Giải trình, cung cấp thông tin", exact=True).click()
    page.get_by_label("Nội dung trả lời chi bộ").fill("Xe thu gom hỏng, nay đã sửa.")
    press(page, "Trả lời")
    confirm(page, "Trả lời")
    expect(page.get_by_text("Xong: trả lời.")).to_be_visible()


def _read_out_without_content(page: Page, text: str) -> None:
    schedule(page)
    begin(page)
    everyone_present(page)
    press(page, "Tiếp: câu trả lời")
    card = page.get_by_role("article").filter(has_text=text)
    expect(card).not_to_contain_text("✓")
    card.get_by_role("button", name="Chưa đồng tình").click()
    card.get_by_label("Vì sao chi bộ chưa đồng tình?").fill(REASON)
    press(page, "Tiếp: kiến nghị")
    press(page, "Trước")
    expect(card.get_by_label("Vì sao chi bộ chưa đồng tình?")).to_have_value(REASON)
    card.get_by_role("button", name="Lưu: chưa đồng tình").click()
    expect(card.get_by_text(REASON)).to_be_visible()
    all_sent(page)
