"""Several at once: ten seconds to undo, nothing said to be done before it is, and a result for each in words."""

import time
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.elsewhere import log_urgent
from tests.browser.keyboard import Keyboard
from tests.browser.look import faults
from tests.browser.portal import DESKTOP, PATIENCE, PHONE, Portal, go, press
from tests.support.system import RunningSystem

COUNT = 4


@pytest.fixture
def word(running_system: RunningSystem) -> str:
    """A word that only the petitions of this test have."""
    made = uuid4().hex[:8]
    for number in range(COUNT):
        log_urgent(running_system, f"Bể nước {made} số {number} nứt")
    return made


def _desk(portal: Portal, word: str, size: tuple[int, int]) -> Page:
    page = portal.sign_in("ward", size)
    go(page, f"/petitions?tab=todo&q={word}")
    expect(page.locator(".lines a")).to_have_count(COUNT)
    return page


def _states(system: RunningSystem, word: str) -> list[str]:
    with system.client("ward") as server:
        found = server.get("/api/petitions/v1/petitions", params={"q": word}).json()["items"]
    return sorted(one["state"] for one in found)


def test_by_touch_with_undo_and_a_result_for_each(portal: Portal, running_system: RunningSystem, word: str) -> None:
    page = _desk(portal, word, PHONE)
    press(page, "Chọn nhiều")
    press(page, "Chọn tất cả đang hiện")
    assert faults(page) == []
    press(page, f"Tiếp nhận ({COUNT})")
    expect(page.get_by_text("Chưa có gì được gửi đi.")).to_be_visible()
    assert faults(page) == []
    press(page, "Hoàn tác")
    expect(page.get_by_text("Đã hoàn tác")).to_be_visible()
    assert _states(running_system, word) == ["submitted"] * COUNT

    press(page, "Chọn nhiều")
    press(page, "Chọn tất cả đang hiện")
    press(page, f"Tiếp nhận ({COUNT})")
    with running_system.client("ward-leader") as server:
        first = server.get("/api/petitions/v1/petitions", params={"q": word}).json()["items"][0]["id"]
        server.post(f"/api/petitions/v1/petitions/{first}/acknowledge", json={}).raise_for_status()
    press(page, "Gửi ngay")
    expect(page.get_by_text(f"xong {COUNT - 1} trên {COUNT} kiến nghị")).to_be_visible()
    expect(page.get_by_text("đang ở bước khác")).to_have_count(1)
    assert faults(page) == []
    assert _states(running_system, word) == ["received"] * COUNT


def test_it_goes_out_by_itself_after_ten_seconds(portal: Portal, running_system: RunningSystem, word: str) -> None:
    page = _desk(portal, word, DESKTOP)
    keys = Keyboard(page)
    keys.press("j", "x")
    expect(page.get_by_text("Đã chọn 1 kiến nghị")).to_be_visible()
    keys.press("j", "x")
    expect(page.get_by_text("Đã chọn 2 kiến nghị")).to_be_visible()
    press(page, "Tiếp nhận (2)")
    expect(page.get_by_role("button", name="Hoàn tác")).to_be_focused()
    expect(page.get_by_text("xong 2 trên 2 kiến nghị")).to_be_visible(timeout=PATIENCE)
    assert _states(running_system, word) == ["received"] * 2 + ["submitted"] * 2


def test_leaving_the_page_sends_it(portal: Portal, running_system: RunningSystem, word: str) -> None:
    page = _desk(portal, word, DESKTOP)
    press(page, "Chọn nhiều")
    press(page, "Chọn tất cả đang hiện")
    press(page, f"Tiếp nhận ({COUNT})")
    expect(page.get_by_text("Chưa có gì được gửi đi.")).to_be_visible()
    page.goto("about:blank")
    until = time.monotonic() + PATIENCE / 1000
    while _states(running_system, word) != ["received"] * COUNT:
        assert time.monotonic() < until
        page.wait_for_timeout(500)


def test_classified_and_assigned_together(portal: Portal, running_system: RunningSystem, word: str) -> None:
    page = _desk(portal, word, PHONE)
    for verb in ("Tiếp nhận", "Phân loại", "Giao giải quyết"):
        press(page, "Chọn nhiều")
        press(page, "Chọn tất cả đang hiện")
        press(page, f"{verb} ({COUNT})")
        if verb != "Tiếp nhận":
            dialog = page.get_by_role("dialog")
            expect(dialog).to_be_visible()
            if verb == "Giao giải quyết":
                dialog.get_by_label("Giao cho ai?").select_option(index=1)
            assert faults(page) == []
            dialog.get_by_role("button", name=verb).click()
        press(page, "Gửi ngay")
        expect(page.get_by_text(f"{verb}: xong {COUNT} trên {COUNT}")).to_be_visible()
        press(page, "Đã xem")
    assert _states(running_system, word) == ["assigned"] * COUNT
