"""What belongs to another channel: told in the room and at the desk, decided by a person, gone once it is sent there.
Who raised something is seen by whoever works on it only for a reason."""

from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.elsewhere import log_urgent
from tests.browser.look import faults
from tests.browser.portal import DESKTOP, PHONE, Portal, begin, confirm, find, press, schedule
from tests.support.system import RunningSystem

WHAT = "Đồng chí nêu việc gì, ở đâu?"
SIZES = (PHONE, DESKTOP)


def _denunciation() -> str:
    return f"Ông Hồ Văn Sẻ ở tổ {uuid4().hex[:8]} nhận hối lộ khi cấp phép xây nhà"


def _in_order(page: Page) -> None:
    for size in SIZES:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert not faults(page)


def test_the_room_is_told_before_it_is_saved_and_decides(portal: Portal) -> None:
    page = portal.sign_in("secretary")
    schedule(page)
    begin(page)
    page.goto(page.url.rsplit("/", 1)[0] + "/recommendations")
    page.get_by_label(WHAT).fill("Chợ bán mật ong giả, mật độ xe đông, đề nghị kiểm tra")
    page.get_by_text("Đường, cống, đèn", exact=True).click()
    page.get_by_text("Phường, xã", exact=True).click()
    page.get_by_text("Cả chi bộ", exact=True).click()
    expect(page.get_by_text("Có thể là", exact=False)).to_have_count(0)

    page.context.set_offline(True)
    text = _denunciation()
    page.get_by_label(WHAT).fill(text)
    expect(page.get_by_text("Có thể là tố cáo")).to_be_visible()
    expect(page.get_by_text("gửi Ủy ban Kiểm tra của Đảng ủy")).to_be_visible()
    _in_order(page)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})

    press(page, "Lưu kiến nghị")
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("“nhận hối lộ”")
    _in_order(page)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    question.get_by_role("button", name="Xem lại").click()
    expect(page.get_by_label(WHAT)).to_have_value(text)

    press(page, "Lưu kiến nghị")
    question.get_by_role("button", name="Không ghi, xóa nội dung").click()
    expect(page.get_by_text("Đã xóa nội dung trên máy này")).to_be_visible()
    expect(page.get_by_label(WHAT)).to_have_value("")
    expect(page.get_by_text("Đã ghi 1 kiến nghị")).to_have_count(0)

    page.get_by_label(WHAT).fill(text)
    page.get_by_text("Đường, cống, đèn", exact=True).click()
    page.get_by_text("Phường, xã", exact=True).click()
    page.get_by_text("Cả chi bộ", exact=True).click()
    press(page, "Lưu kiến nghị")
    question.get_by_role("button", name="Vẫn ghi là kiến nghị").click()
    expect(page.get_by_text("Đã lưu kiến nghị.")).to_be_visible()
    expect(page.get_by_text("Đã ghi 1 kiến nghị")).to_be_visible()
    page.context.set_offline(False)


def test_at_the_desk_it_is_sent_elsewhere_and_its_text_is_gone(portal: Portal, running_system: RunningSystem) -> None:
    text = _denunciation()
    petition = log_urgent(running_system, text)
    page = portal.sign_in("ward", DESKTOP)
    find(page, text)
    expect(page.get_by_text("Có thể là tố cáo")).to_be_visible()
    _in_order(page)
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})

    press(page, "Chuyển kênh khác")
    page.get_by_text("Ủy ban Kiểm tra", exact=True).click()
    page.get_by_text("Là tố cáo", exact=True).click()
    expect(page.get_by_text("sẽ bị xóa khỏi hệ thống")).to_be_visible()
    expect(page.get_by_label("Lý do", exact=True)).to_have_count(0)
    _in_order(page)
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    press(page, "Chuyển kênh khác")
    expect(page.get_by_role("dialog")).to_contain_text("Nơi nhận: Ủy ban Kiểm tra.")
    confirm(page, "Chuyển và xóa")
    expect(page.get_by_text("Xong: chuyển kênh khác.")).to_be_visible()

    branch = portal.sign_in("secretary")
    branch.goto(f"{running_system.url}/petitions/{petition}")
    expect(branch.get_by_role("heading", name="Nội dung không lưu ở đây")).to_be_visible()
    expect(branch.get_by_text("đã chuyển sang kênh Ủy ban Kiểm tra")).to_be_visible()
    expect(branch.get_by_text("Người nêu gửi đơn, hoặc gặp trực tiếp")).to_be_visible()
    expect(branch.get_by_text("Hồ Văn Sẻ")).to_have_count(0)
    _in_order(branch)


def test_an_assignee_sees_who_raised_it_only_for_a_reason(portal: Portal, running_system: RunningSystem) -> None:
    text = f"Vỉa hè trước nhà văn hóa {uuid4().hex[:8]} lún, người già hay ngã"
    petition, name = _assigned(running_system, text)
    page = portal.sign_in("assignee", DESKTOP)
    page.goto(f"{running_system.url}/petitions/{petition}")
    expect(page.get_by_text("Người nêu được giữ kín")).to_be_visible()
    expect(page.get_by_text(name)).to_have_count(0)

    press(page, "Xem ai nêu")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Người nêu sẽ được báo")
    dialog.get_by_role("button", name="Xem ai nêu").click()
    expect(dialog.get_by_text("Đồng chí chọn một lý do")).to_be_visible()
    _in_order(page)
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    dialog.get_by_text("Cần hỏi thêm người nêu để giải quyết").click()
    dialog.get_by_label("Vì sao cần biết người nêu?").fill("Hỏi đoạn nào lún nhất")
    dialog.get_by_role("button", name="Xem ai nêu").click()
    expect(page.get_by_text(f"Đồng chí {name} nêu")).to_be_visible()
    expect(page.get_by_role("button", name="Xem ai nêu")).to_have_count(0)

    raiser = portal.sign_in("member")
    raiser.goto(f"{running_system.url}/petitions/{petition}")
    expect(raiser.get_by_text("xem ai nêu kiến nghị này.")).to_be_visible()
    expect(raiser.get_by_text("Hỏi đoạn nào lún nhất")).to_be_visible()
    raiser.goto(f"{running_system.url}/inbox")
    expect(raiser.get_by_text("đã xem người nêu").first).to_be_visible()
    _in_order(raiser)


def _assigned(system: RunningSystem, text: str) -> tuple[str, str]:
    """A petition of the member, which the ward has given to its assignee; with the member's name."""
    with system.client("member") as member, system.client("ward") as ward, system.client("assignee") as assignee:
        me = member.get("/api/members/v1/me").json()
        petition = log_urgent(system, text, by=me["member_id"])
        who = assignee.get("/api/members/v1/me").json()["person_id"]
        for verb, body in (("acknowledge", {}), ("assign", {"assignee": who})):
            ward.post(f"/api/petitions/v1/petitions/{petition}/{verb}", json=body).raise_for_status()
        return str(petition), me["name"]
