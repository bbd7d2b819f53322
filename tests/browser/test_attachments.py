"""A photo from the ward's desk to the branch: chosen, sent, seen, downloaded, and taken away while it may be."""

from pathlib import Path
from uuid import uuid4

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.elsewhere import log_urgent
from tests.browser.look import faults
from tests.browser.portal import DESKTOP, PHONE, Portal, confirm, find, press
from tests.petitions.files import HTML, OWNER, PLACE, jpeg, png
from tests.support.system import RunningSystem

PHOTO = FilePayload(name="Cống tắc.jpg", mimeType="image/jpeg", buffer=jpeg(pixels=bytes(range(1, 251)) * 4_000))
PICTURE = FilePayload(name="Bản đồ.png", mimeType="image/png", buffer=png())
PAGE = FilePayload(name="trả lời.pdf", mimeType="application/pdf", buffer=HTML)


def choose(page: Page, *files: FilePayload) -> None:
    page.locator("input[type=file][multiple]").set_input_files(list(files))


def test_a_photo_reaches_the_branch_without_its_place(
    portal: Portal, running_system: RunningSystem, tmp_path: Path
) -> None:
    text = f"Nắp cống ngõ {uuid4().hex[:8]} vỡ"
    log_urgent(running_system, text)
    ward = portal.sign_in("ward", DESKTOP)
    find(ward, text)
    expect(ward.get_by_role("region", name="Tệp đính kèm")).to_have_count(0)
    press(ward, "Tiếp nhận")
    files = ward.get_by_role("region", name="Tệp đính kèm")

    choose(ward, PAGE, PHOTO, PICTURE)
    expect(files.get_by_text("Đã đính kèm Bản đồ.png.")).to_be_visible()
    expect(files.get_by_role("alert")).to_contain_text("nội dung tệp này không thuộc loại nào trong số đó")
    press(ward, "Bỏ tệp này")
    expect(files.get_by_role("alert")).to_have_count(0)
    assert faults(ward) == []

    secretary = portal.sign_in("secretary", PHONE)
    find(secretary, text)
    seen = secretary.get_by_role("region", name="Tệp đính kèm")
    expect(seen.get_by_text("Cống tắc.jpg").first).to_be_visible()
    expect(seen.get_by_role("button", name="Đính kèm tệp")).to_have_count(0)
    expect(seen.get_by_role("button", name="Gỡ")).to_have_count(0)
    press(secretary, "Xem Bản đồ.png")
    expect(seen.get_by_role("img", name="Bản đồ.png")).to_have_js_property("naturalWidth", 1)
    with secretary.expect_download() as downloading:
        press(secretary, "Tải về Cống tắc.jpg")
    downloading.value.save_as(tmp_path / "photo")
    photo = (tmp_path / "photo").read_bytes()
    assert downloading.value.suggested_filename == "Cống tắc.jpg"
    assert photo.startswith(b"\xff\xd8")
    assert PLACE not in photo
    assert OWNER not in photo
    assert faults(secretary) == []

    press(ward, "Gỡ Cống tắc.jpg")
    confirm(ward, "Gỡ")
    expect(files.get_by_text("Đã gỡ Cống tắc.jpg.")).to_be_visible()
    expect(ward.get_by_text("gỡ một tệp đã đính kèm.")).to_be_visible()
    secretary.reload()
    expect(seen.get_by_text("Bản đồ.png").first).to_be_visible()
    expect(seen.get_by_text("Cống tắc.jpg")).to_have_count(0)


def test_what_did_not_arrive_is_sent_again_when_there_is_signal(portal: Portal, running_system: RunningSystem) -> None:
    text = f"Bờ kè ngõ {uuid4().hex[:8]} sạt"
    log_urgent(running_system, text)
    ward = portal.sign_in("ward", PHONE)
    find(ward, text)
    press(ward, "Tiếp nhận")
    expect(ward.get_by_role("button", name="Đính kèm tệp")).to_be_visible()

    ward.context.set_offline(True)
    choose(ward, PICTURE)
    expect(ward.get_by_role("button", name="Gửi lại")).to_be_visible()
    ward.context.set_offline(False)
    press(ward, "Gửi lại")
    expect(ward.get_by_text("Đã đính kèm Bản đồ.png.")).to_be_visible()
