"""Signing out without signal: the cookie on the device is worth nothing as soon as there is signal again."""

import httpx
from playwright.sync_api import Page, Request, expect

from tests.browser.line import Line
from tests.browser.portal import PATIENCE, Portal, heading, press
from tests.support.system import RunningSystem

TOKEN = "/api/members/v1/token"
UNTOLD = "máy chủ chưa biết vì không có mạng"


def sign_out(page: Page) -> None:
    press(page, "Mục lục")
    press(page, "Đăng xuất")
    expect(page.get_by_role("heading", name="Đăng xuất?")).to_be_visible()
    press(page, "Đăng xuất")
    expect(page.get_by_label("Tên đăng nhập")).to_be_visible(timeout=PATIENCE)


def refresh_cookie(page: Page) -> dict[str, str]:
    """As somebody might copy it from the device."""
    kept = page.context.cookies(f"{page.url}api/members/v1/token")
    return {one["name"]: one["value"] for one in kept if "-refresh-" in one["name"]}


def is_good(system: RunningSystem, cookies: dict[str, str]) -> bool:
    """Whether the server still gives an access token for it."""
    url = f"{system.url}{TOKEN}"
    answer = httpx.post(url, data={"grant_type": "refresh_token"}, cookies=cookies, trust_env=False, timeout=20)
    return answer.is_success


def test_the_server_hears_of_it_when_there_is_signal_again(
    hall: Portal, line: Line, running_system: RunningSystem
) -> None:
    page = hall.sign_in("liaison")
    page.evaluate("navigator.serviceWorker.ready")
    cookies = refresh_cookie(page)
    page.context.set_offline(True)
    line.cut()

    sign_out(page)
    expect(page.get_by_text(UNTOLD)).to_be_visible()
    before = is_good(running_system, cookies)
    line.mend()
    page.context.set_offline(False)
    expect(page.get_by_text(UNTOLD)).to_be_hidden(timeout=PATIENCE)

    assert cookies
    assert (before, is_good(running_system, cookies)) == (True, False)


def test_nobody_else_signs_in_here_before_the_server_has_heard(
    hall: Portal, line: Line, running_system: RunningSystem
) -> None:
    page = hall.sign_in("liaison")
    page.evaluate("navigator.serviceWorker.ready")
    cookies = refresh_cookie(page)
    line.cut()
    sign_out(page)
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith(TOKEN):
            sent.append(request.method)

    page.get_by_label("Tên đăng nhập").fill("clerk")
    page.get_by_label("Mật khẩu", exact=True).fill(running_system.password)
    line.mend()
    page.on("request", note)
    page.get_by_role("button", name="Đăng nhập").click()
    heading(page, "Chào đồng chí")

    assert sent == ["DELETE", "POST"]
    assert not is_good(running_system, cookies)
