"""Duplicates on the screens: told while writing, suggested for merging, never in the way."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.elsewhere import log_urgent
from tests.browser.look import faults
from tests.browser.portal import DESKTOP, PATIENCE, PHONE, Portal, begin, confirm, find, go, press, schedule
from tests.support.system import RunningSystem

SIZES = (PHONE, DESKTOP)
WHAT = "Đồng chí nêu việc gì, ở đâu?"


@pytest.fixture
def street() -> str:
    """A street that no other test speaks of."""
    letters = "".join(chr(ord("a") + int(digit, 16)) for digit in uuid4().hex[:10])
    return f"{letters[:5].title()} {letters[5:].title()}"


def _at_recommending(portal: Portal) -> Page:
    page = portal.sign_in("secretary")
    schedule(page)
    begin(page)
    page.goto(page.url.rsplit("/", 1)[0] + "/recommendations")
    expect(page.get_by_label(WHAT)).to_be_visible()
    return page


def test_what_the_branch_has_raised_is_told_while_writing(
    portal: Portal, running_system: RunningSystem, street: str
) -> None:
    known = log_urgent(running_system, f"Cống ngõ 47 {street} tắc, mưa là ngập vào nhà")
    page = _at_recommending(portal)
    page.get_by_label(WHAT).fill(f"Ngõ 47 {street} cứ mưa là ngập, đề nghị thông tắc cống")

    told = page.get_by_role("region", name="Kiến nghị giống việc này")
    expect(told).to_contain_text("Giống kiến nghị KN-", timeout=PATIENCE)
    for size in SIZES:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert not faults(page)

    told.get_by_role("button", name="Ghi thêm vào đó").click()
    expect(page.get_by_text("Đã lưu kiến nghị.")).to_be_visible()
    expect(page.get_by_label(WHAT)).to_have_value("")
    said = page.get_by_text("đề nghị thông tắc cống").first
    for _ in range(20):  # a page that is open does not follow what is added to the text
        go(page, f"/petitions/{known}")
        expect(page.get_by_role("heading", name="Diễn biến")).to_be_visible(timeout=PATIENCE)
        if said.is_visible():
            break
    expect(said).to_be_visible()


def test_another_alley_is_not_told_of_and_nothing_stands_in_the_way(
    portal: Portal, running_system: RunningSystem, street: str
) -> None:
    log_urgent(running_system, f"Cống ngõ 74 {street} tắc, mưa là ngập vào nhà")
    page = _at_recommending(portal)
    with page.expect_response("**/similar*"):
        page.get_by_label(WHAT).fill(f"Cống ngõ 47 {street} tắc, mưa là ngập vào nhà")

    expect(page.get_by_role("region", name="Kiến nghị giống việc này")).to_have_count(0)

    page.route("**/similar*", lambda route: route.abort())
    page.get_by_label(WHAT).fill(f"Cống ngõ 74 {street} tắc, mưa là ngập vào nhà dân")
    page.wait_for_timeout(1_500)
    expect(page.get_by_role("alert")).to_have_count(0)
    assert not faults(page)


def test_the_ward_merges_with_one_press_and_a_yes(portal: Portal, running_system: RunningSystem, street: str) -> None:
    log_urgent(running_system, f"Cống ngõ 47 {street} tắc, mưa là ngập vào nhà")
    new = f"Ngõ 47 {street} cứ mưa là ngập, đề nghị thông tắc cống"
    log_urgent(running_system, new)
    page = portal.sign_in("ward", DESKTOP)
    find(page, new)

    page.get_by_text("Có 1 kiến nghị giống việc này").click(timeout=PATIENCE)
    for size in SIZES:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert not faults(page)
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    press(page, "Gộp")
    suggested = page.get_by_role("region", name="Giống việc này nhất")
    expect(suggested).to_contain_text("Cùng một việc")
    expect(suggested).to_contain_text(f"cùng nơi: {street}, Ngõ 47")
    for size in SIZES:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert not faults(page)
    suggested.get_by_role("button", name="Gộp vào").first.click()
    confirm(page, "Gộp")

    expect(page.get_by_text("Xong: gộp.")).to_be_visible()
