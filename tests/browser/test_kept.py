"""What a phone sent too early: the server keeps it, and the phone learns what has become of it."""

from copy import deepcopy
from typing import Any
from uuid import uuid4

import httpx
from playwright.sync_api import Page, expect

from tests.browser.portal import Portal, all_sent, go, schedule
from tests.browser.stores import WITH_STORES
from tests.support.system import RunningSystem

BACK_ONLINE = "window.dispatchEvent(new Event('online'))"
ONE_ROUND = 50
FIRST, LAST = "00000000", "ffffffff"


def test_what_was_kept_for_a_meeting_that_is_cancelled_is_shown_as_refused(
    portal: Portal, running_system: RunningSystem
) -> None:
    page = portal.sign_in("secretary2")
    meeting = _called_too_early(page)

    page.evaluate(BACK_ONLINE)
    expect(page.get_by_text("máy chủ không nhận")).to_have_count(0)
    with running_system.client("secretary2") as server:
        _cancel(server, meeting.rsplit("/", 1)[1])
    page.evaluate(BACK_ONLINE)

    expect(page.get_by_text("1 việc máy chủ không nhận")).to_be_visible()
    expect(page.get_by_text("Cuộc họp này đã hủy.")).to_be_visible()


def test_however_much_waits_all_of_it_is_asked_about(portal: Portal, running_system: RunningSystem) -> None:
    page = portal.sign_in("secretary2")
    cancelled, waiting = schedule(page), _called_too_early(page)
    with running_system.client("secretary2") as server:
        _cancel(server, cancelled.rsplit("/", 1)[1])
    (kept,) = [stores["held"] for stores in page.evaluate(WITH_STORES).values()]
    more = [_again(kept[0], FIRST + str(uuid4())[8:]) for _ in range(ONE_ROUND)]
    last = _again(kept[0], LAST + str(uuid4())[8:])
    page.evaluate(WITH_STORES, {"held": [*more, _of(last, waiting, cancelled)]})

    page.evaluate(BACK_ONLINE)

    go(page, cancelled)
    expect(page.get_by_text("1 việc máy chủ không nhận")).to_be_visible()


def _called_too_early(page: Page) -> str:
    """A meeting whose last roll is called before it has begun: the server keeps that until then."""
    meeting = schedule(page)
    go(page, f"{meeting}/end")
    page.get_by_role("button", name="như đầu giờ").click()
    expect(page.get_by_text("Đã điểm danh hết")).to_be_visible()
    all_sent(page)
    return meeting


def _again(held: dict[str, Any], identity: str) -> dict[str, Any]:
    again = deepcopy(held)
    again["id"] = again["operation"]["id"] = identity
    return again


def _of(held: dict[str, Any], meeting: str, other: str) -> dict[str, Any]:
    """The same, done in another meeting."""
    before, after = (one.rsplit("/", 1)[1] for one in (meeting, other))
    held["meeting"], held["operation"]["path"] = after, held["operation"]["path"].replace(before, after)
    return held


def _cancel(server: httpx.Client, meeting_id: str) -> None:
    answer = server.post(f"/api/meetings/v1/meetings/{meeting_id}/cancel", json={"reason": "Mưa bão"})
    answer.raise_for_status()
