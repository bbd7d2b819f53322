"""What lies on a phone belongs to the person who is signed in, and not for ever."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.portal import (
    PATIENCE,
    Portal,
    all_sent,
    begin,
    everyone_present,
    go,
    heading,
    press,
    schedule,
    sign_in,
)
from tests.browser.stores import WITH_STORES


def test_signing_out_leaves_nothing(portal: Portal) -> None:
    page = portal.sign_in("secretary")
    schedule(page)
    expect(page.get_by_text("Đã tải về máy này")).to_be_visible()
    assert "rosters" in _only(_kept(page))

    press(page, "Mục lục")
    press(page, "Đăng xuất")
    page.get_by_role("dialog").get_by_role("button", name="Đăng xuất").click()

    heading(page, "Đăng nhập")
    assert _kept(page) == {}


def test_the_next_person_finds_only_what_was_never_sent(portal: Portal) -> None:
    page = portal.sign_in("clerk")
    meeting = schedule(portal.sign_in("secretary"))
    go(page, meeting)
    begin(page)
    page.context.set_offline(True)
    everyone_present(page)
    page.context.clear_cookies()
    page.reload()
    page.context.set_offline(False)
    expect(page.get_by_text("Phiên làm việc đã hết.")).to_be_visible(timeout=PATIENCE)
    assert not {"rosters", "meetings", "agendas", "identity"} & _only(_kept(page)).keys()

    sign_in(page, "member", portal.password)

    page.get_by_role("link", name="Trang chủ").click()
    heading(page, "Chào đồng chí")
    left = sorted(tuple(stores) for stores in _settled(page).values())
    assert left == [("identity",), ("outbox",)]

    page.context.clear_cookies()
    page.reload()
    sign_in(page, "clerk", portal.password)
    go(page, f"{meeting}/start")
    all_sent(page)
    expect(page.get_by_text("Đã điểm danh hết")).to_be_visible()


def test_meetings_long_past_leave_the_device(portal: Portal) -> None:
    page = portal.sign_in("secretary")
    ago = (datetime.now(UTC) - timedelta(days=8)).isoformat()
    old, unsent = str(uuid4()), str(uuid4())
    rows: dict[str, list[dict[str, Any]]] = {
        "meetings": [{"id": one, "starts_at": ago} for one in (old, unsent)],
        "rosters": [{"id": one, "items": []} for one in (old, unsent)],
        "refused": [{"id": str(uuid4()), "meeting": unsent, "operation": {}, "problem": {}}],
        "drafts": [{"id": "step/old", "value": {}, "at": (datetime.now(UTC) - timedelta(days=31)).isoformat()}],
    }
    page.evaluate(WITH_STORES, rows)

    page.reload()

    heading(page, "Chào đồng chí")
    expect(page.get_by_role("link", name="Kiến nghị của chi bộ")).to_be_visible()
    page.wait_for_function(f"async () => !JSON.stringify(await ({WITH_STORES})()).includes('{old}')")
    kept = _only(_kept(page))
    assert "drafts" not in kept
    assert unsent in [row["id"] for row in kept["meetings"]]


def test_a_window_left_open_does_not_go_on_for_somebody_who_left(portal: Portal) -> None:
    page = portal.sign_in("secretary")
    other = page.context.new_page()
    other.goto(page.url)
    heading(other, "Chào đồng chí")

    press(page, "Mục lục")
    press(page, "Đăng xuất")
    page.get_by_role("dialog").get_by_role("button", name="Đăng xuất").click()
    heading(page, "Đăng nhập")
    sign_in(page, "member", portal.password)

    heading(other, "Đăng nhập")
    page.reload()
    heading(page, "Chào đồng chí")


def _kept(page: Page) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Every row of every person on this device, by database and table."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = page.evaluate(WITH_STORES)
    return found


def _settled(page: Page) -> dict[str, dict[str, list[dict[str, Any]]]]:
    page.wait_for_timeout(1_000)
    return _kept(page)


def _only(kept: dict[str, dict[str, list[dict[str, Any]]]]) -> dict[str, list[dict[str, Any]]]:
    (stores,) = kept.values()
    return stores
