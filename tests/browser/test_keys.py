"""The desk by keyboard: ten petitions are cleared without a mouse; letters never fire while somebody types."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.elsewhere import log_urgent
from tests.browser.keyboard import Keyboard
from tests.browser.look import faults
from tests.browser.portal import DESKTOP, PHONE, Portal, go, heading, press
from tests.support.system import RunningSystem

COUNT = 10
AT_MOST = 13
"""Keys for one petition: to receive it, to open the answer, to choose, to send and to say yes, and the way there."""


@pytest.fixture
def marked(running_system: RunningSystem) -> str:
    """A word that only the petitions of this test have."""
    word = uuid4().hex[:8]
    for number in range(COUNT):
        log_urgent(running_system, f"Đèn ngõ {word} số {number} không sáng")
    return word


def desk_of(portal: Portal, word: str) -> Page:
    page = portal.sign_in("ward", DESKTOP)
    go(page, f"/petitions?tab=todo&q={word}")
    expect(page.locator(".lines a")).to_have_count(COUNT)
    return page


def test_ten_petitions_are_cleared_by_keyboard_alone(portal: Portal, marked: str) -> None:
    page = desk_of(portal, marked)
    texts = [text.strip() for text in page.locator(".lines b").all_inner_texts()]
    keys = Keyboard(page)
    keys.press("j", "Enter")
    for number, text in enumerate(texts):
        keys.opened(text)
        keys.press("n")
        expect(page.get_by_text("Xong: tiếp nhận.")).to_be_visible()
        keys.press("t", "1", "Tab")
        keys.type("Đã thay bóng đèn.")
        keys.press("Control+Enter")
        keys.asked()
        keys.press("Control+Enter")
        expect(page.locator(".lines a")).to_have_count(COUNT - number - 1)
        if number + 1 < COUNT:
            expect(page.get_by_role("status").filter(has_text="Xong: trả lời.").first).to_be_visible()
    assert keys.strokes <= AT_MOST * COUNT, keys.strokes
    assert keys.strokes == 2 + 6 * COUNT


def test_letters_do_nothing_while_somebody_types(portal: Portal, marked: str) -> None:
    page = desk_of(portal, marked)
    page.locator(".lines a").first.click()
    expect(page.get_by_role("button", name="Chuyển cấp trên")).to_be_visible()
    keys = Keyboard(page)
    keys.press("c")
    field = page.get_by_label("Vì sao vượt thẩm quyền?")
    expect(field).to_be_focused()
    keys.type("thuộc tỉnh? njk bmx")
    expect(field).to_have_value("thuộc tỉnh? njk bmx")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_single_keys_can_be_switched_off_and_stay_off(portal: Portal, marked: str) -> None:
    page = desk_of(portal, marked)
    page.locator(".lines a").first.click()
    expect(page.locator(".petition-title")).to_be_focused()
    keys = Keyboard(page)
    keys.press("?")
    expect(page.get_by_role("dialog", name="Phím tắt")).to_be_visible()
    assert faults(page) == []
    page.get_by_label("Dùng phím tắt một chữ").uncheck()
    press(page, "Đóng")
    page.reload()
    expect(page.get_by_role("button", name="Tiếp nhận")).to_be_visible()
    keys.press("n", "?", "c")
    page.wait_for_timeout(500)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Tiếp nhận")).to_be_visible()
    press(page, "Phím tắt")
    expect(page.get_by_label("Dùng phím tắt một chữ")).not_to_be_checked()


def test_the_queue_keeps_its_place(portal: Portal, marked: str) -> None:
    page = portal.sign_in("ward", PHONE)
    go(page, f"/petitions?tab=todo&q={marked}")
    last = page.locator(".lines a").last
    words = last.locator("b").inner_text()
    last.click()
    heading(page, words[:30])
    page.get_by_role("link", name="Về danh sách").click()
    expect(page.locator(".lines a").filter(has_text=words)).to_be_in_viewport()
