"""Decisions about units, entered by the city's office: another name, another place, the last day."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.look import faults
from tests.browser.portal import DESKTOP, PHONE, Portal, go, heading, press
from tests.support.system import RunningSystem


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_branch_is_renamed_moved_and_ended(
    portal: Portal, running_system: RunningSystem, size: tuple[int, int]
) -> None:
    wards = _wards(running_system)
    name, heir = f"Phố Thử {uuid4().hex[:6]}", f"Phố Kế Thừa {uuid4().hex[:6]}"
    branch = _found(running_system, name, wards[5]["id"])
    _found(running_system, heir, wards[6]["id"])
    page = portal.sign_in("city", size)
    go(page, f"/units/{branch}")
    heading(page, name)

    _rename(page, f"{name} Mới")
    _move(page, f"{name} Mới", wards[6]["name"])
    _end(page, f"{name} Mới", heir)

    expect(page.get_by_text("Đã kết thúc hoạt động, ngày cuối cùng")).to_be_visible()
    expect(page.get_by_role("button", name="Đổi tên")).to_be_hidden()
    page.get_by_role("link", name="Xem tổ chức kế thừa").click()
    heading(page, heir)


def test_members_need_a_successor_and_the_screen_says_so(portal: Portal, running_system: RunningSystem) -> None:
    page = portal.sign_in("city", PHONE)
    with running_system.client("secretary") as server:
        appointments = server.get("/api/members/v1/me").json()["appointments"]
    branch = next(one for one in appointments if one["role"] == "BSE")
    go(page, f"/units/{branch['unit_id']}")
    press(page, "Kết thúc hoạt động")
    expect(page.get_by_text("đảng viên chuyển sang tổ chức kế thừa từ ngày hôm sau.")).to_be_visible()

    press(page, "Kết thúc hoạt động")

    expect(page.get_by_text("Còn đảng viên: đồng chí chọn tổ chức kế thừa")).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert not faults(page)


def test_a_ward_renames_its_own_and_no_more(portal: Portal, running_system: RunningSystem) -> None:
    page = portal.sign_in("ward", DESKTOP)
    with running_system.client("ward") as server:
        own = server.get("/api/members/v1/me").json()["appointments"][0]["unit_id"]
    go(page, f"/units/{own}")
    expect(page.get_by_role("button", name="Đổi tên")).to_be_visible()
    expect(page.get_by_role("button", name="Kết thúc hoạt động")).to_be_hidden()

    go(page, f"/units/{next(one['id'] for one in _wards(running_system) if one['id'] != own)}")
    expect(page.get_by_role("heading", name="Tổ chức trực thuộc")).to_be_visible()
    expect(page.get_by_role("button", name="Đổi tên")).to_be_hidden()


def _wards(system: RunningSystem) -> list[dict[str, str]]:
    with system.client("city") as server:
        items: list[dict[str, str]] = server.get("/api/members/v1/units?tier=ward&limit=200").json()["items"]
    return items


def _found(system: RunningSystem, name: str, ward: str) -> str:
    unit = str(uuid4())
    body = {"name": name, "tier": "branch", "parent_id": ward, "code": f"t{unit[:6]}", "valid_from": "2026-01-01"}
    with system.client("city") as server:
        server.put(f"/api/members/v1/units/{unit}", json=body).raise_for_status()
    return unit


def _rename(page: Page, name: str) -> None:
    press(page, "Đổi tên")
    page.get_by_label("Tên mới").fill(name)
    assert not faults(page)
    press(page, "Đổi tên")
    heading(page, name)
    expect(page.get_by_text(f"Đã đổi tên thành {name}.")).to_be_visible()


def _move(page: Page, name: str, ward: str) -> None:
    press(page, "Chuyển trực thuộc")
    page.get_by_label("Chuyển về trực thuộc nơi nào?").fill(ward)
    page.get_by_role("button", name=ward, exact=True).click()
    expect(page.get_by_text(f"Đã chọn: {ward}")).to_be_visible()
    press(page, "Chuyển trực thuộc")
    page.get_by_role("dialog").get_by_role("button", name="Chuyển trực thuộc").click()
    expect(page.get_by_text(f"{name} nay trực thuộc {ward}.")).to_be_visible()


def _end(page: Page, name: str, heir: str) -> None:
    press(page, "Kết thúc hoạt động")
    page.get_by_label("Tổ chức nào kế thừa?").fill(heir)
    page.get_by_role("button", name=heir).click()
    press(page, "Kết thúc hoạt động")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text(f"Kết thúc hoạt động của {name}?")
    expect(dialog.get_by_text(f"{heir} đọc tại buổi sinh hoạt của mình")).to_be_visible()
    dialog.get_by_role("button", name="Kết thúc hoạt động").click()
    expect(page.get_by_text(f"{name} đã kết thúc hoạt động.")).to_be_visible()
