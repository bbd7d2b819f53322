"""Whoever answers for a branch sees its meetings, and nothing there to press; whoever may not see a roll is told so."""

from uuid import uuid4

from playwright.sync_api import expect

from tests.browser.elsewhere import branch_of, log_urgent
from tests.browser.portal import DESKTOP, PHONE, Portal, go, heading, press, schedule
from tests.support.system import RunningSystem


def test_a_ward_finds_what_was_raised_at_a_branchs_meeting(portal: Portal, running_system: RunningSystem) -> None:
    text = f"Dây điện sà xuống ngõ {uuid4().hex[:8]}"
    meeting = log_urgent(running_system, text)
    with running_system.client("secretary") as server:
        branch = branch_of(server)
    page = portal.sign_in("ward", DESKTOP)
    go(page, f"/units/{branch}")
    expect(page.get_by_role("heading", name="Sinh hoạt chi bộ")).to_be_visible()
    page.get_by_role("link", name="Hội nghị bất thường").first.click()
    heading(page, "Hội nghị bất thường")

    go(page, f"/meetings/{meeting}/start")

    expect(page.get_by_text(text)).to_be_visible()
    expect(page.get_by_role("link", name="Bắt đầu buổi họp")).to_be_hidden()
    expect(page.get_by_role("button", name="Hủy buổi họp")).to_be_hidden()
    assert page.url.endswith(f"/meetings/{meeting}")


def test_a_liaison_sees_the_meetings_of_the_branch(portal: Portal, running_system: RunningSystem) -> None:
    log_urgent(running_system)
    page = portal.sign_in("liaison", PHONE)

    press(page, "Mục lục")
    page.get_by_role("dialog").get_by_role("link", name="Sinh hoạt chi bộ").click()

    expect(page.get_by_role("link", name="Hội nghị bất thường").first).to_be_visible()
    expect(page.get_by_role("link", name="Lên lịch buổi họp")).to_be_hidden()


def test_a_clerk_is_not_offered_what_only_the_secretary_may(portal: Portal) -> None:
    meeting = schedule(portal.sign_in("secretary"))
    page = portal.sign_in("clerk")

    go(page, meeting)

    expect(page.get_by_role("link", name="Bắt đầu buổi họp")).to_be_visible()
    expect(page.get_by_role("button", name="Hủy buổi họp")).to_be_hidden()
    expect(page.get_by_role("link", name="Sửa lịch họp")).to_be_hidden()


def test_an_administrator_learns_who_sees_the_members(portal: Portal, running_system: RunningSystem) -> None:
    with running_system.client("secretary") as server:
        branch = branch_of(server)
    page = portal.sign_in("admin", DESKTOP)

    go(page, f"/units/{branch}")

    expect(page.get_by_text("Danh sách đảng viên chỉ chi bộ này")).to_be_visible()
    expect(page.get_by_text("Vai trò của đồng chí không được làm việc này")).to_be_hidden()


def test_a_login_is_explained_before_it_is_refused(portal: Portal) -> None:
    page = portal.sign_in("admin", DESKTOP)
    go(page, "/accounts/new")
    page.get_by_text("Người ngoài danh sách", exact=True).click()
    page.get_by_label("Họ và tên").fill("Lê Thị Mới")
    page.get_by_label("Tên đăng nhập").fill("Lê Mới")

    press(page, "Lập tài khoản và lấy mã")

    expect(page.get_by_text("Đồng chí chỉ dùng chữ thường không dấu")).to_be_visible()
    expect(page.get_by_text("Giá trị không hợp lệ")).to_be_hidden()
