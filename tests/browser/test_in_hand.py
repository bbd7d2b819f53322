"""Two officers at one desk: who opens a form is named to the other, who may take over, and nobody answers twice."""

from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.elsewhere import log_urgent, name_of
from tests.browser.look import faults
from tests.browser.portal import DESKTOP, PHONE, Portal, confirm, find, press
from tests.support.system import RunningSystem

WRITTEN = "Đã thay nắp hố ga."


def _answers(page: Page, text: str) -> None:
    find(page, text)
    press(page, "Trả lời")
    page.get_by_text("Đã giải quyết", exact=True).click()
    page.get_by_label("Nội dung trả lời chi bộ").fill(WRITTEN)


def test_the_second_is_told_who_is_at_work_and_may_take_over(portal: Portal, running_system: RunningSystem) -> None:
    text = f"Hố ga ngõ {uuid4().hex[:8]} mất nắp"
    log_urgent(running_system, text)
    ward, leader = portal.sign_in("ward", DESKTOP), portal.sign_in("ward-leader", PHONE)
    find(ward, text)
    press(ward, "Tiếp nhận")
    _answers(ward, text)

    _answers(leader, text)
    told = leader.get_by_text(f"Đồng chí {name_of(running_system, 'ward')} đang xử lý kiến nghị này")
    expect(told.first).to_be_visible()
    press(leader, "Trả lời")
    confirm(leader, "Trả lời")
    expect(leader.get_by_role("alert")).to_contain_text("đang xử lý kiến nghị này")
    assert faults(leader) == []

    press(leader, "Làm thay")
    expect(leader.get_by_role("button", name="Làm thay")).to_have_count(0)
    expect(leader.get_by_label("Nội dung trả lời chi bộ")).to_have_value(WRITTEN)
    press(leader, "Trả lời")
    confirm(leader, "Trả lời")
    expect(leader.get_by_text("Xong: trả lời.").first).to_be_visible()

    press(ward, "Trả lời")
    confirm(ward, "Trả lời")
    expect(ward.get_by_role("alert")).to_contain_text("vừa có người khác xử lý")
    expect(ward.get_by_text(WRITTEN).first).to_be_visible()


def test_a_form_that_is_left_frees_the_petition(portal: Portal, running_system: RunningSystem) -> None:
    text = f"Cống ngõ {uuid4().hex[:8]} vỡ nắp"
    log_urgent(running_system, text)
    ward, leader = portal.sign_in("ward", DESKTOP), portal.sign_in("ward-leader", DESKTOP)
    find(ward, text)
    press(ward, "Chuyển cấp trên")
    find(leader, text)
    expect(leader.get_by_text("đang soạn văn bản chuyển cấp trên")).to_be_visible()
    expect(leader.get_by_text("đang soạn", exact=False).first).to_be_visible()

    press(ward, "Thôi")
    leader.reload()
    expect(leader.get_by_role("button", name="Chuyển cấp trên")).to_be_visible()
    expect(leader.get_by_text("đang soạn văn bản chuyển cấp trên")).to_have_count(0)
