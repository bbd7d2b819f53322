"""A shared browser changes hands: what one person has left to send never goes out in another's name."""

from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.portal import (
    PATIENCE,
    Portal,
    all_sent,
    begin,
    everyone_present,
    go,
    heading,
    knock,
    press,
    schedule,
    sign_in,
)
from tests.support.system import RunningSystem

SYNC = "**/api/meetings/v1/sync"
ME = "**/api/members/v1/me"
LONGER_THAN_ANY_PAUSE = 61_000


class Hall:
    """A window with marks that the server has not got, and what is sent from any window of that browser."""

    def __init__(self, portal: Portal, system: RunningSystem) -> None:
        self.system, self.password, self.sent = system, portal.password, list[str]()
        self.page = portal.sign_in("clerk")
        self.page.clock.install()
        self.meeting = schedule(portal.sign_in("secretary"))
        go(self.page, self.meeting)
        begin(self.page)
        self.page.context.route(SYNC, lambda route: route.abort())
        everyone_present(self.page)
        expect(self.page.get_by_text("Không có mạng, cứ làm tiếp.")).to_be_visible()

    def left_from_another_window(self) -> Page:
        """The clerk signs out there; here the session ends, with the marks still to be sent."""
        other = self.page.context.new_page()
        other.goto(urljoin(self.page.url, "/"))
        heading(other, "Chào đồng chí")
        press(other, "Mục lục")
        press(other, "Đăng xuất")
        other.get_by_role("dialog").get_by_role("button", name="Đăng xuất").click()
        heading(other, "Đăng nhập")
        heading(self.page, "Đăng nhập")
        return other

    def pauses_pass(self) -> None:
        """There is signal again, and every timer that is still set comes up."""
        self.page.context.on("request", self._note)
        self.page.context.unroute(SYNC)
        for _ in range(2):
            self.page.clock.fast_forward(LONGER_THAN_ANY_PAUSE)
            self.page.wait_for_timeout(2_000)

    def marks_on_the_server(self) -> int:
        """How many members the server has heard of."""
        with self.system.client("secretary") as server:
            answer = server.get(f"/api/meetings/v1/meetings/{self.meeting.rsplit('/', 1)[1]}/roster")
        answer.raise_for_status()
        return sum(line["start"] is not None for line in answer.json()["items"])

    def _note(self, request: Request) -> None:
        if request.url.endswith("/meetings/v1/sync"):
            self.sent.append(request.headers.get("authorization", ""))


@pytest.fixture
def hall(portal: Portal, running_system: RunningSystem) -> Hall:
    return Hall(portal, running_system)


def test_a_window_left_open_sends_nothing_as_who_came_after(hall: Hall) -> None:
    other = hall.left_from_another_window()
    sign_in(other, "secretary", hall.password)
    heading(other, "Chào đồng chí")

    hall.pauses_pass()

    assert (hall.sent, hall.marks_on_the_server()) == ([], 0)
    _comes_back(hall)


def test_nothing_goes_out_while_it_is_not_known_who_came(hall: Hall) -> None:
    hall.left_from_another_window().close()
    hall.page.context.route(ME, lambda route: route.abort())
    knock(hall.page, "secretary", hall.password)
    expect(hall.page.get_by_text("Chưa kết nối được với máy chủ.")).to_be_visible(timeout=PATIENCE)

    hall.pauses_pass()

    assert (hall.sent, hall.marks_on_the_server()) == ([], 0)
    hall.page.context.unroute(ME)
    _comes_back(hall)


def _comes_back(hall: Hall) -> None:
    """Nothing of the clerk's is lost: it goes out when the clerk has signed in again."""
    sign_in(hall.page, "clerk", hall.password)
    go(hall.page, f"{hall.meeting}/start")
    expect(hall.page.get_by_text("Đã điểm danh hết")).to_be_visible(timeout=PATIENCE)
    all_sent(hall.page)
    assert hall.marks_on_the_server() > 0
