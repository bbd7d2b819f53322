"""A whole meeting without signal: nothing is lost, nothing is doubled."""

from typing import Any
from uuid import uuid4

import httpx
from playwright.sync_api import Page, expect

from tests.browser.line import Line
from tests.browser.portal import PATIENCE, Portal, all_sent, begin, end, go, heading, press, recommend, schedule
from tests.support.system import RunningSystem

LOST_ANSWERS = 2


def test_a_meeting_held_without_signal_arrives_exactly_once(
    hall: Portal, line: Line, running_system: RunningSystem
) -> None:
    text = f"Đèn đường ngõ {uuid4().hex[:8]} tắt đã hai tuần"
    page = hall.sign_in("secretary2")
    meeting = _prepare(page)
    _lose_signal(page, line)

    members = _call_the_roll(page)
    _log_with_a_reload_between(page, text)
    _end_without_signal(page)
    page = _close_and_open_again(page, meeting)
    _find_signal(page, line)

    assert line.lost == LOST_ANSWERS
    _arrived_once(running_system, meeting.rsplit("/", 1)[1], members, text)


def _prepare(page: Page) -> str:
    """With signal, before the hall: the meeting is on the device, and so is the portal."""
    meeting = schedule(page)
    expect(page.get_by_text("Đã tải về máy này")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return meeting


def _lose_signal(page: Page, line: Line) -> None:
    page.context.set_offline(True)
    line.cut()
    page.reload()
    begin(page)


def _call_the_roll(page: Page) -> int:
    """Everyone by a tap of their own, the first three taps for one who is excused with a reason."""
    roll = page.get_by_role("list", name="Điểm danh đầu giờ")
    waiting = roll.get_by_role("button", name="Chưa điểm danh")
    members = waiting.count()
    for _ in range(members):
        before = waiting.count()
        waiting.first.click()
        expect(waiting).to_have_count(before - 1)
    roll.get_by_role("button", name="Có mặt").first.click()
    roll.get_by_role("button", name="Ốm đau").click()
    expect(page.get_by_text(f"Không có mạng, cứ làm tiếp. Đã lưu trên máy này, chờ gửi {members + 1}.")).to_be_visible()
    return members


def _log_with_a_reload_between(page: Page, text: str) -> None:
    press(page, "Tiếp: câu trả lời")
    press(page, "Tiếp: kiến nghị")
    page.get_by_label("Đồng chí nêu việc gì, ở đâu?").fill("Bản nháp chưa xong")
    page.wait_for_timeout(300)
    page.reload()
    expect(page.get_by_label("Đồng chí nêu việc gì, ở đâu?")).to_have_value("Bản nháp chưa xong")
    recommend(page, text)


def _end_without_signal(page: Page) -> None:
    press(page, "Tiếp: điểm danh cuối")
    page.get_by_role("button", name="như đầu giờ").click()
    expect(page.get_by_text("Đã điểm danh hết")).to_be_visible()
    press(page, "Tiếp: kiểm tra")
    end(page)
    expect(page.get_by_text("Đã ghi kết thúc trên máy này.")).to_be_visible()


def _close_and_open_again(page: Page, meeting: str) -> Page:
    again = page.context.new_page()
    page.close()
    again.set_default_timeout(PATIENCE)
    again.goto(meeting)
    heading(again, "Hội nghị bất thường")
    expect(again.get_by_text("Kết quả buổi họp")).to_be_visible()
    return again


def _find_signal(page: Page, line: Line) -> None:
    """The first answers are lost on the way, and a second window of the portal is open."""
    line.mend(lose=LOST_ANSWERS)
    page.context.set_offline(False)
    second = page.context.new_page()
    second.goto(page.url)
    all_sent(page)
    go(page, "/meetings")
    heading(page, "Sinh hoạt chi bộ")


def _arrived_once(system: RunningSystem, meeting: str, members: int, text: str) -> None:
    with system.client("secretary2") as server:
        held = _get(server, f"/api/meetings/v1/meetings/{meeting}")
        start = _get(server, f"/api/meetings/v1/meetings/{meeting}/roll-calls/start")
        end_roll = _get(server, f"/api/meetings/v1/meetings/{meeting}/roll-calls/end")
        logged = _get(server, f"/api/meetings/v1/meetings/{meeting}/recommendations")["items"]
        found = _get(server, f"/api/petitions/v1/petitions?q={text}")["items"]

    assert (held["state"], held["base"], held["present"]) == ("ended", members, members - 1)
    assert (start["present"], start["excused"], start["unmarked"]) == (members - 1, 1, 0)
    assert (end_roll["present"], end_roll["excused"]) == (members - 1, 1)
    assert [one["text"] for one in logged] == [text]
    assert [one["id"] for one in found] == [logged[0]["id"]]


def _get(server: httpx.Client, path: str) -> dict[str, Any]:
    answer = server.get(path)
    answer.raise_for_status()
    body: dict[str, Any] = answer.json()
    return body
