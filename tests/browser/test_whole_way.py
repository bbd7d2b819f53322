"""One recommendation from the hall to the city and back, by hand, on a phone and on a desktop."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.portal import (
    DESKTOP,
    PATIENCE,
    PHONE,
    Portal,
    all_sent,
    begin,
    confirm,
    end,
    everyone_present,
    find,
    heading,
    press,
    recommend,
    schedule,
)

ANSWER = "Thành phố giao Sở Xây dựng nạo vét trong tháng này."


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_recommendation_goes_up_and_its_answer_comes_back(portal: Portal, size: tuple[int, int]) -> None:
    text = f"Cống ngõ {uuid4().hex[:8]} tắc, cứ mưa là nước tràn vào nhà"
    secretary = portal.sign_in("secretary", size)
    _hold_meeting(secretary, text)

    ward = portal.sign_in("ward", size)
    _send_up(ward, text)
    _answer(portal.sign_in("city", size), text)
    _read_out(secretary, text)

    _is_closed(secretary, text)
    find(ward, text)
    expect(ward.get_by_text(ANSWER).first).to_be_visible()


def _hold_meeting(page: Page, text: str) -> None:
    schedule(page)
    begin(page)
    everyone_present(page)
    press(page, "Tiếp: câu trả lời")
    press(page, "Tiếp: kiến nghị")
    recommend(page, text)
    press(page, "Tiếp: điểm danh cuối")
    everyone_present(page)
    press(page, "Tiếp: kiểm tra")
    end(page)
    all_sent(page)


def _send_up(page: Page, text: str) -> None:
    find(page, text)
    press(page, "Tiếp nhận")
    press(page, "Chuyển cấp trên")
    page.get_by_label("Vì sao vượt thẩm quyền?").fill("Cống thuộc hệ thống thoát nước của thành phố.")
    press(page, "Chuyển cấp trên")
    confirm(page, "Chuyển cấp trên")
    expect(page.get_by_text("Xong: chuyển cấp trên.")).to_be_visible()


def _answer(page: Page, text: str) -> None:
    find(page, text)
    press(page, "Tiếp nhận")
    press(page, "Trả lời")
    page.get_by_text("Tiếp thu, đưa vào kế hoạch", exact=True).click()
    for label, number in (("Ngày", "31"), ("Tháng", "12"), ("Năm", "2026")):
        page.get_by_label(label, exact=True).fill(number)
    page.get_by_label("Nội dung trả lời chi bộ").fill(ANSWER)
    press(page, "Trả lời")
    confirm(page, "Trả lời")
    expect(page.get_by_text("Xong: trả lời.")).to_be_visible()


def _read_out(page: Page, text: str) -> None:
    schedule(page)
    begin(page)
    everyone_present(page)
    press(page, "Tiếp: câu trả lời")
    card = page.get_by_role("article").filter(has_text=text)
    expect(card.get_by_text(ANSWER)).to_be_visible()
    card.get_by_role("button", name="Đồng tình", exact=True).click()
    expect(card.get_by_text("Đã đọc. Chi bộ đồng tình.")).to_be_visible()
    all_sent(page)
    heading(page, "Đọc câu trả lời")


def _is_closed(page: Page, text: str) -> None:
    find(page, text)
    expect(page.get_by_text("Kiến nghị kết thúc.").first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("Đã xong:")).to_be_visible(timeout=PATIENCE)
