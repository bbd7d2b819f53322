"""Coming and going: who may sign in, what a refusal says, what waits for whom, and that news arrives by itself."""

from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.elsewhere import log_urgent
from tests.browser.portal import (
    DESKTOP,
    PATIENCE,
    PHONE,
    Portal,
    all_sent,
    begin,
    everyone_present,
    find,
    go,
    heading,
    press,
    schedule,
)
from tests.support.system import RunningSystem


def test_a_wrong_password_is_refused_in_words(browser: Browser, running_system: RunningSystem) -> None:
    with browser.new_context(locale="vi-VN") as context:
        page = context.new_page()
        page.goto(running_system.url)
        _enter(page, "member", "khong-phai-mat-khau")

        expect(page.get_by_role("alert")).to_contain_text("mật khẩu")
        expect(page.get_by_label("Tên đăng nhập")).to_have_value("member")


def test_what_is_missing_is_said_in_the_language_of_the_page(browser: Browser, running_system: RunningSystem) -> None:
    with browser.new_context(locale="en-US") as context:
        page = context.new_page()
        page.goto(running_system.url)
        if page.get_by_role("button", name="Tiếng Việt").is_visible():
            press(page, "Tiếng Việt")
        page.get_by_label("Tên đăng nhập").fill("secretary")

        press(page, "Đăng nhập")

        expect(page.get_by_text("Vui lòng nhập thông tin này.")).to_be_visible()
        expect(page.get_by_label("Mật khẩu", exact=True)).to_be_focused()


def test_two_passwords_that_differ_are_told_apart(browser: Browser, running_system: RunningSystem) -> None:
    with browser.new_context(locale="vi-VN") as context:
        page = context.new_page()
        page.goto(f"{running_system.url}/activation")
        page.get_by_label("Tên đăng nhập").fill("clerk")
        page.get_by_label("Mã một lần").fill("AAAA-BBBB-CCCC")
        page.get_by_label("Mật khẩu mới", exact=True).fill("một câu rất dễ nhớ")
        page.get_by_label("Nhập lại mật khẩu mới").fill("một câu")

        press(page, "Kích hoạt và đăng nhập")

        expect(page.get_by_text("Hai lần nhập chưa giống nhau.")).to_be_visible()


def test_whoever_may_not_import_is_not_asked_for_a_file(portal: Portal) -> None:
    page = portal.sign_in("admin")

    go(page, "/imports")

    expect(page.get_by_text("Đồng chí không có quyền làm việc này.")).to_be_visible()
    expect(page.get_by_role("button", name="Kiểm tra tệp")).to_be_hidden()


def test_the_menu_of_a_phone_leads_to_every_screen(portal: Portal) -> None:
    page = portal.sign_in("secretary", PHONE)
    press(page, "Mục lục")
    menu = page.get_by_role("dialog").get_by_role("navigation")
    expect(menu.get_by_role("link")).to_have_text(["Trang chủ", "Sinh hoạt chi bộ", "Kiến nghị", "Tổ chức, đảng viên"])

    menu.get_by_role("link", name="Sinh hoạt chi bộ").click()

    heading(page, "Sinh hoạt chi bộ")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_news_reaches_an_open_page_without_a_reload(portal: Portal, running_system: RunningSystem) -> None:
    page = portal.sign_in("ward", DESKTOP)
    expect(page.get_by_role("link", name="Tin")).to_be_visible()
    before = _unread(page)

    log_urgent(running_system)

    expect(page.get_by_role("link", name=f"Tin, {before + 1} chưa đọc")).to_be_visible(timeout=PATIENCE)


def test_an_ended_session_asks_to_sign_in_and_keeps_what_is_unsent(portal: Portal) -> None:
    page = portal.sign_in("clerk")
    secretary = portal.sign_in("secretary")
    meeting = schedule(secretary)
    go(page, meeting)
    begin(page)
    page.context.set_offline(True)
    everyone_present(page)
    page.context.clear_cookies()
    page.reload()
    expect(page.get_by_text("chờ gửi 1")).to_be_visible()

    page.context.set_offline(False)

    expect(page.get_by_text("Phiên làm việc đã hết.")).to_be_visible(timeout=PATIENCE)
    _enter(page, "clerk", portal.password)
    heading(page, "Điểm danh đầu giờ")
    all_sent(page)


def test_signing_out_warns_of_what_is_unsent(portal: Portal) -> None:
    page = portal.sign_in("secretary")
    schedule(page)
    begin(page)
    page.context.set_offline(True)
    everyone_present(page)
    page.get_by_role("link", name="Rời màn hình họp").click()
    press(page, "Mục lục")
    press(page, "Đăng xuất")

    expect(page.get_by_text("Còn 1 việc chưa gửi.")).to_be_visible()
    press(page, "Ở lại")
    page.context.set_offline(False)
    all_sent(page)


def test_what_the_server_refuses_is_shown_with_what_to_do(portal: Portal, running_system: RunningSystem) -> None:
    page = portal.sign_in("secretary")
    meeting = schedule(page)
    begin(page)
    page.context.set_offline(True)
    everyone_present(page)
    with running_system.client("secretary") as server:
        path = f"/api/meetings/v1/meetings/{meeting.rsplit('/', 1)[1]}/cancel"
        server.post(path, json={"reason": "Bão, không đi lại được."}).raise_for_status()

    page.context.set_offline(False)

    refused = page.get_by_role("alert").filter(has_text="1 việc máy chủ không nhận")
    expect(refused).to_be_visible(timeout=PATIENCE)
    refused.get_by_role("button", name="Đã hiểu, bỏ").click()
    expect(refused).to_have_count(0)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_one_time_code_becomes_an_account_with_work(
    portal: Portal, browser: Browser, running_system: RunningSystem, size: tuple[int, int]
) -> None:
    login = f"moi.{uuid4().hex[:6]}"
    admin = portal.sign_in("admin", size)
    code = _make_account(admin, login)
    _appoint(admin, _ward_name(running_system))

    with browser.new_context(locale="vi-VN", viewport={"width": size[0], "height": size[1]}) as context:
        page = context.new_page()
        page.goto(f"{running_system.url}/activation")
        page.get_by_label("Tên đăng nhập").fill(login)
        page.get_by_label("Mã một lần").fill(code)
        page.get_by_label("Mật khẩu mới", exact=True).fill("một câu rất dễ nhớ")
        page.get_by_label("Nhập lại mật khẩu mới").fill("một câu rất dễ nhớ")
        press(page, "Kích hoạt và đăng nhập")
        heading(page, "Chào đồng chí")
        go(page, "/petitions?tab=all")
        expect(page.get_by_role("heading", name="Việc được giao")).to_be_visible()


def test_a_unit_that_may_not_read_a_petition_is_told_so(portal: Portal, running_system: RunningSystem) -> None:
    petition = log_urgent(running_system)
    page = portal.sign_in("ward2")

    go(page, f"/petitions/{petition}")

    heading(page, "Không tìm thấy")


def test_search_finds_with_and_without_marks(portal: Portal, running_system: RunningSystem) -> None:
    word = uuid4().hex[:8]
    log_urgent(running_system, f"Đề nghị sửa đường ngõ {word}")
    page = portal.sign_in("secretary")

    go(page, f"/petitions?tab=all&q=de nghi sua duong ngo {word}")

    expect(page.get_by_role("list", name="Danh sách kiến nghị").get_by_role("listitem")).to_have_count(1)
    find(page, word)


def _enter(page: Page, login: str, password: str) -> None:
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    press(page, "Đăng nhập")


def _unread(page: Page) -> int:
    page.wait_for_timeout(1_500)
    label = page.get_by_role("link", name="Tin").get_attribute("aria-label") or ""
    return int(label.removeprefix("Tin, ").removesuffix(" chưa đọc")) if "chưa đọc" in label else 0


def _ward_name(system: RunningSystem) -> str:
    with system.client("ward") as server:
        appointments = server.get("/api/members/v1/me").json()["appointments"]
        return str(next(one["unit_name"] for one in appointments if one["role"] == "WOF"))


def _make_account(page: Page, login: str) -> str:
    go(page, "/accounts/new")
    page.get_by_text("Người ngoài danh sách", exact=True).click()
    page.get_by_label("Họ và tên").fill("Lê Thị Mới")
    page.get_by_label("Tên đăng nhập").fill(login)
    press(page, "Lập tài khoản và lấy mã")
    heading(page, "Lê Thị Mới")
    return page.locator(".one-time-code").inner_text()


def _appoint(page: Page, ward: str) -> None:
    press(page, "Phân công")
    page.get_by_label("Ở tổ chức nào?").fill(ward)
    page.get_by_role("button", name=ward, exact=True).click()
    page.get_by_text("Đơn vị giải quyết", exact=True).click()
    press(page, "Lưu phân công")
    expect(page.get_by_text("Đơn vị giải quyết · từ")).to_be_visible()
