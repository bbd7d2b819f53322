"""What a desk keeps: notes inside, templates, bodies with a suggestion, saved views; on a phone and at a desk."""

import re
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.elsewhere import log_urgent, name_of
from tests.browser.look import faults
from tests.browser.portal import DESKTOP, PHONE, Portal, find, go, heading, press
from tests.support.system import RunningSystem

NOTE = "Đã hỏi tổ dân phố, chờ ảnh"


@pytest.fixture
def text(running_system: RunningSystem) -> str:
    """A petition that has just come to the ward."""
    words = f"Rãnh nước ngõ {uuid4().hex[:8]} bốc mùi"
    log_urgent(running_system, words)
    return words


@pytest.fixture
def leader(running_system: RunningSystem) -> Iterator[httpx.Client]:
    with running_system.client("ward-leader") as server:
        yield server


def _open(page: Page, text: str) -> None:
    find(page, text)
    expect(page.get_by_role("button", name="Chuyển cấp trên")).to_be_visible()


def test_a_note_inside_is_seen_at_the_desk_and_not_at_the_branch(portal: Portal, text: str) -> None:
    ward = portal.sign_in("ward", PHONE)
    _open(ward, text)
    ward.get_by_label("Thêm ghi chú").fill(NOTE)
    press(ward, "Lưu ghi chú")
    expect(ward.get_by_text(NOTE)).to_be_visible()
    assert faults(ward) == []
    leader = portal.sign_in("ward-leader", DESKTOP)
    _open(leader, text)
    expect(leader.get_by_text(NOTE)).to_be_visible()
    branch = portal.sign_in("secretary", PHONE)
    find(branch, text)
    expect(branch.get_by_role("heading", name="Diễn biến")).to_be_visible()
    expect(branch.get_by_text("Ghi chú nội bộ")).to_have_count(0)
    press(ward, "Xóa ghi chú")
    expect(ward.get_by_text(NOTE)).to_have_count(0)


def test_a_template_of_the_unit_fills_the_answer(portal: Portal, text: str) -> None:
    ward = portal.sign_in("ward", PHONE)
    name = f"Nạo vét {uuid4().hex[:6]}"
    go(ward, "/petitions/templates")
    heading(ward, "Mẫu trả lời")
    press(ward, "Thêm mẫu")
    ward.get_by_label("Tên mẫu").fill(name)
    ward.get_by_label("Nội dung mẫu").fill("Kiến nghị {code}: {branch} yên tâm, {ten} làm xong.")
    press(ward, "Lưu mẫu")
    expect(ward.get_by_role("alert")).to_contain_text("{ten}")
    ward.get_by_label("Nội dung mẫu").fill("Kiến nghị {code}: đã nạo vét xong.")
    ward.get_by_label("Kết quả đi kèm").select_option("resolved")
    assert faults(ward) == []
    press(ward, "Lưu mẫu")
    expect(ward.get_by_role("heading", name=name)).to_be_visible()
    assert faults(ward) == []

    _open(ward, text)
    press(ward, "Tiếp nhận")
    press(ward, "Trả lời")
    ward.get_by_label("Bắt đầu từ mẫu").select_option(label=name)
    expect(ward.get_by_label("Nội dung trả lời chi bộ")).to_have_value(re.compile(r"^Kiến nghị KN-.*: đã nạo vét xong"))
    expect(ward.get_by_role("radio", name="Đã giải quyết")).to_be_checked()
    assert faults(ward) == []


def test_the_body_that_such_matters_go_to_is_suggested_with_the_reason(
    portal: Portal, text: str, running_system: RunningSystem
) -> None:
    ward, who = portal.sign_in("ward", PHONE), name_of(running_system, "assignee")
    go(ward, "/petitions/bodies")
    heading(ward, "Đơn vị giải quyết")
    press(ward, "Sửa Ủy ban nhân dân")
    ward.get_by_label(who).check()
    assert faults(ward) == []
    press(ward, "Lưu đơn vị")
    expect(ward.get_by_role("button", name="Sửa Ủy ban nhân dân")).to_be_visible()
    assert faults(ward) == []

    _open(ward, text)
    press(ward, "Tiếp nhận")
    press(ward, "Giao giải quyết")
    expect(ward.get_by_text("Gợi ý: Ủy ban nhân dân")).to_be_visible()
    expect(ward.get_by_text("thường do đơn vị này giải quyết")).to_be_visible()
    assert faults(ward) == []
    ward.get_by_role("group", name="Ủy ban nhân dân").get_by_text(who).click()
    press(ward, "Giao giải quyết")
    expect(ward.get_by_text("Xong: giao giải quyết.").first).to_be_visible()


def test_a_view_is_saved_and_opens_the_desk(portal: Portal, leader: httpx.Client) -> None:
    for view in leader.get("/api/petitions/v1/views").json()["items"]:
        leader.delete(f"/api/petitions/v1/views/{view['id']}")
    page = portal.sign_in("ward-leader", PHONE)
    go(page, "/petitions")
    press(page, "Lọc và tìm")
    page.get_by_label("Lĩnh vực").select_option("environment")
    page.get_by_label("Tên bộ lọc").fill("Môi trường")
    press(page, "Lưu bộ lọc này")
    page.get_by_label("Mở bàn làm việc bằng bộ lọc này").click()
    expect(page.get_by_label("Mở bàn làm việc bằng bộ lọc này")).to_be_checked()
    assert faults(page) == []

    go(page, "/petitions")
    page.wait_for_url("**category=environment**")
    press(page, "Đang lọc (1)")
    press(page, "Bỏ lọc")
    expect(page.get_by_label("Bộ lọc đã lưu")).to_have_value("")
    page.get_by_label("Bộ lọc đã lưu").select_option(label="Môi trường")
    page.wait_for_url("**category=environment**")
    press(page, "Xóa bộ lọc này")
    expect(page.get_by_label("Bộ lọc đã lưu")).to_have_count(0)
