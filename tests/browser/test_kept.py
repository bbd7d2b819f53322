"""What a phone sent too early: the server keeps it, and the phone learns what has become of it."""

import httpx
from playwright.sync_api import expect

from tests.browser.portal import Portal, all_sent, go, schedule
from tests.support.system import RunningSystem

BACK_ONLINE = "window.dispatchEvent(new Event('online'))"


def test_what_was_kept_for_a_meeting_that_is_cancelled_is_shown_as_refused(
    portal: Portal, running_system: RunningSystem
) -> None:
    page = portal.sign_in("secretary2")
    meeting = schedule(page)
    go(page, f"{meeting}/end")
    page.get_by_role("button", name="như đầu giờ").click()
    expect(page.get_by_text("Đã điểm danh hết")).to_be_visible()
    all_sent(page)

    page.evaluate(BACK_ONLINE)
    expect(page.get_by_text("máy chủ không nhận")).to_have_count(0)
    with running_system.client("secretary2") as server:
        _cancel(server, meeting.rsplit("/", 1)[1])
    page.evaluate(BACK_ONLINE)

    expect(page.get_by_text("1 việc máy chủ không nhận")).to_be_visible()
    expect(page.get_by_text("Cuộc họp này đã hủy.")).to_be_visible()


def _cancel(server: httpx.Client, meeting_id: str) -> None:
    answer = server.post(f"/api/meetings/v1/meetings/{meeting_id}/cancel", json={"reason": "Mưa bão"})
    answer.raise_for_status()
