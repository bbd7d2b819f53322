"""The steps of a petition in the hands of people: nothing written is lost, nobody is told what is not so."""

from uuid import uuid4

from playwright.sync_api import Page, Route, expect

from tests.browser.elsewhere import log_urgent
from tests.browser.portal import DESKTOP, Portal, confirm, find, press
from tests.browser.stores import holds
from tests.support.system import RunningSystem

WRITTEN = "Đã giao Đội quản lý đô thị, chậm nhất thứ Sáu dọn xong."


def test_an_answer_half_written_outlives_a_reload(portal: Portal, running_system: RunningSystem) -> None:
    page, text = _at_a_new_one(portal, running_system)
    press(page, "Tiếp nhận")
    press(page, "Trả lời")
    page.get_by_text("Giải trình, cung cấp thông tin", exact=True).click()
    page.get_by_label("Nội dung trả lời chi bộ").fill(WRITTEN)
    holds(page, WRITTEN)

    page.reload()

    expect(page.get_by_label("Nội dung trả lời chi bộ")).to_have_value(WRITTEN)
    expect(page.get_by_label("Giải trình, cung cấp thông tin")).to_be_checked()

    press(page, "Thôi")
    find(page, text)
    expect(page.get_by_role("button", name="Phân loại")).to_be_visible()
    expect(page.get_by_label("Nội dung trả lời chi bộ")).to_be_hidden()


def test_who_comes_second_is_told_that_somebody_was_first(portal: Portal, running_system: RunningSystem) -> None:
    page, text = _at_a_new_one(portal, running_system)
    press(page, "Tiếp nhận")
    press(page, "Trả lời")
    page.get_by_text("Đã giải quyết", exact=True).click()
    page.get_by_label("Nội dung trả lời chi bộ").fill(WRITTEN)
    with running_system.client("ward-leader") as leader:
        petition = page.url.split("/petitions/")[1].split("?")[0]
        body, over = {"outcome": "resolved", "text": "Đã làm xong sáng nay."}, {"Take-Over": "true"}
        page.route("**/stream", lambda route: route.abort())
        leader.post(f"/api/petitions/v1/petitions/{petition}/answer", json=body, headers=over).raise_for_status()

    if page.get_by_label("Nội dung trả lời chi bộ").is_visible():
        press(page, "Trả lời")
        confirm(page, "Trả lời")
        expect(page.get_by_role("alert")).to_contain_text("vừa có người khác xử lý")

    expect(page.get_by_text("Bước đang viết không còn làm được")).to_be_visible()
    expect(page.get_by_text(WRITTEN, exact=True)).to_be_visible()
    expect(page.get_by_text("Vai trò của đồng chí không được làm việc này")).to_be_hidden()
    press(page, "Đã xem, bỏ phần đang viết")
    expect(page.get_by_text(WRITTEN, exact=True)).to_be_hidden()
    find(page, text)


def test_a_returned_petition_is_completed_and_sent_again(portal: Portal, running_system: RunningSystem) -> None:
    page, text = _at_a_new_one(portal, running_system)
    press(page, "Trả lại bổ sung")
    page.get_by_label("Cần bổ sung những gì?").fill("Đề nghị ghi rõ số nhà.")
    press(page, "Trả lại bổ sung")
    confirm(page, "Trả lại bổ sung")
    expect(page.get_by_text("Xong: trả lại bổ sung.")).to_be_visible()

    branch = portal.sign_in("secretary")
    find(branch, text)
    press(branch, "Bổ sung và gửi lại")
    branch.get_by_label("Nội dung bổ sung").fill("Trước số nhà 12, ngõ 3.")
    press(branch, "Bổ sung và gửi lại")
    confirm(branch, "Bổ sung và gửi lại")

    expect(branch.get_by_text("Xong: bổ sung và gửi lại.")).to_be_visible()
    expect(branch.locator(".petition-title").filter(has_text=text[:40])).to_be_visible()
    find(page, text)
    expect(page.get_by_text("Trước số nhà 12, ngõ 3.").first).to_be_visible()


def test_a_merged_petition_leads_to_the_one_it_follows(portal: Portal, running_system: RunningSystem) -> None:
    kept = f"Bãi xe tự phát ở cổng chợ {uuid4().hex[:8]}, sáng nào cũng tắc"
    log_urgent(running_system, kept)
    page, text = _at_a_new_one(portal, running_system)

    press(page, "Gộp")
    press(page, "Gộp")
    expect(page.get_by_text("Vui lòng chọn một mục.")).to_be_visible()
    page.get_by_label("Tìm theo nội dung hoặc mã").last.fill(kept)
    options = page.get_by_label("Gộp vào kiến nghị nào?").locator("option")
    expect(options).to_have_count(2)
    page.get_by_label("Gộp vào kiến nghị nào?").select_option(index=1)
    press(page, "Gộp")
    confirm(page, "Gộp")
    expect(page.get_by_text("Xong: gộp.")).to_be_visible()

    find(page, text)
    expect(page.get_by_text("đã gộp vào kiến nghị khác")).to_be_visible()
    page.get_by_role("link", name="Xem kiến nghị được gộp vào").click()
    expect(page.locator(".petition-title").filter(has_text=kept[:40])).to_be_visible()


def test_a_form_opened_while_another_step_is_under_way_stays(portal: Portal, running_system: RunningSystem) -> None:
    page, _ = _at_a_new_one(portal, running_system)
    held: list[Route] = []
    page.route("**/acknowledge", lambda route: held.append(route))
    press(page, "Tiếp nhận")
    press(page, "Chuyển cấp trên")
    page.get_by_label("Vì sao vượt thẩm quyền?").fill(WRITTEN)

    with page.expect_response("**/acknowledge"):
        held[0].continue_()

    expect(page.get_by_text("tiếp nhận. Chi bộ đã nhận tin.")).to_be_visible()
    expect(page.get_by_label("Vì sao vượt thẩm quyền?")).to_have_value(WRITTEN)


def test_a_step_is_taken_with_keys_alone(portal: Portal, running_system: RunningSystem) -> None:
    page, _ = _at_a_new_one(portal, running_system)
    page.get_by_role("button", name="Chuyển kênh khác").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Chuyển kênh khác")).to_be_focused()

    page.get_by_role("button", name="Thôi").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Chuyển kênh khác")).to_be_focused()

    page.get_by_role("button", name="Tiếp nhận").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Xong: tiếp nhận.")).to_be_visible()
    expect(page.get_by_role("group", name="Việc tiếp theo:")).to_be_focused()


def _at_a_new_one(portal: Portal, system: RunningSystem) -> tuple[Page, str]:
    """An urgent petition that has just reached the ward, and the ward's office looking at it."""
    text = f"Cống trước cổng trường {uuid4().hex[:8]} tràn nước thải ra đường"
    log_urgent(system, text)
    page = portal.sign_in("ward", DESKTOP)
    find(page, text)
    return page, text
