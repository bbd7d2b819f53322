"""Every screen, for whoever works on it, at every size: nothing for axe to find, nothing too small, nothing cut off."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.look import faults
from tests.browser.portal import DESKTOP, PHONE, Portal, go, press
from tests.support.system import RunningSystem

NARROW = (320, 700)
SIZES = [NARROW, PHONE, DESKTOP]
STEPS = ("start", "answers", "recommendations", "end", "check")


@dataclass(frozen=True)
class Things:
    """One of each kind of thing that a screen can show."""

    meeting: str
    petition: str
    ward_petition: str
    branch: str
    city_import: str


@pytest.fixture(scope="module")
def portal(browser: Browser, running_system: RunningSystem) -> Iterator[Portal]:
    opened = Portal(browser, running_system.url, running_system.password)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def things(running_system: RunningSystem) -> Things:
    meeting = str(uuid4())
    with running_system.client("secretary") as server:
        branch = next(a for a in server.get("/api/members/v1/me").json()["appointments"] if a["role"] == "BSE")[
            "unit_id"
        ]
        begins = datetime.now(UTC).isoformat()
        body = {"branch_id": branch, "kind": "extraordinary", "starts_at": begins, "place": "Nhà văn hóa"}
        server.put(f"/api/meetings/v1/meetings/{meeting}", json=body).raise_for_status()
        petition = server.get("/api/petitions/v1/petitions").json()["items"][0]["id"]
    with running_system.client("ward") as server:
        held = server.get("/api/petitions/v1/petitions?tab=todo").json()["items"][0]["id"]
    with running_system.client("city") as server:
        bad = server.put(
            "/api/members/v1/imports/" + str(uuid4()) + "?filename=khong-phai.xlsx", content=b"not a workbook"
        )
        imports = server.get("/api/members/v1/imports").json()["items"]
    return Things(meeting, petition, held, branch, imports[-1]["id"] if imports else bad.json()["id"])


@pytest.fixture(scope="module")
def at(portal: Portal) -> Callable[[str], Page]:
    """The one page of each person, signed in once."""
    pages: dict[str, Page] = {}

    def page_of(login: str) -> Page:
        if login not in pages:
            pages[login] = portal.sign_in(login)
        return pages[login]

    return page_of


SCREENS = [
    ("secretary", "/"),
    ("secretary", "/meetings"),
    ("secretary", "/meetings/new"),
    ("secretary", "/meetings/{meeting}"),
    ("secretary", "/meetings/{meeting}/edit"),
    *(("secretary", f"/meetings/{{meeting}}/{step}") for step in STEPS),
    ("secretary", "/petitions"),
    ("secretary", "/petitions/{petition}"),
    ("secretary", "/units/{branch}"),
    ("secretary", "/inbox"),
    ("secretary", "/password"),
    ("secretary", "/no-such-page"),
    ("member", "/"),
    ("member", "/petitions"),
    ("assignee", "/petitions"),
    ("liaison", "/"),
    ("liaison", "/petitions"),
    ("liaison", "/meetings"),
    ("liaison", "/meetings/{meeting}"),
    ("ward", "/"),
    ("ward", "/petitions"),
    ("ward", "/petitions/{ward_petition}"),
    ("ward", "/units"),
    ("ward", "/units/{branch}"),
    ("ward", "/meetings/{meeting}"),
    ("ward2", "/petitions/{ward_petition}"),
    ("city", "/"),
    ("city", "/petitions"),
    ("city", "/petitions/overview"),
    ("city", "/units/{branch}"),
    ("city", "/imports"),
    ("city", "/imports/{city_import}"),
    ("admin", "/"),
    ("admin", "/accounts"),
    ("admin", "/accounts/new"),
    ("admin", "/accounts/secretary"),
    ("admin", "/units"),
    ("admin", "/units/{branch}"),
]


@pytest.mark.parametrize(("login", "path"), SCREENS)
def test_a_screen_holds_at_every_size(at: Callable[[str], Page], things: Things, login: str, path: str) -> None:
    page = at(login)
    go(page, path.format(**vars(things)))
    _settle(page)

    found = {size: found for size in SIZES if (found := _at_size(page, size))}

    assert not found
    assert page.title().endswith("· Liên Thông")


@pytest.mark.parametrize("path", ["/", "/activation", "/first-admin#code=x"])
def test_a_screen_before_signing_in_holds_at_every_size(
    browser: Browser, running_system: RunningSystem, path: str
) -> None:
    with browser.new_context(locale="vi-VN") as context:
        page = context.new_page()
        page.goto(running_system.url + path)
        _settle(page)

        assert not {size: found for size in SIZES if (found := _at_size(page, size))}


def test_the_forms_of_the_desk_hold(at: Callable[[str], Page], things: Things) -> None:
    page = at("ward")
    go(page, f"/petitions/{things.ward_petition}")
    _settle(page)
    names = [text.split("\n")[0] for text in page.locator(".acts button").all_inner_texts()]
    assert "Chuyển cấp trên" in names

    for name in [one for one in names if one != "Tiếp nhận"]:
        press(page, name)
        expect(page.get_by_role("region", name=name).locator("form")).to_be_visible()
        assert not _at_size(page, PHONE), name
        press(page, "Thôi")


def test_the_menu_and_the_way_out_hold(at: Callable[[str], Page]) -> None:
    page = at("member")
    go(page, "/")
    press(page, "Mục lục")
    assert not _at_size(page, PHONE)

    press(page, "Đăng xuất")
    expect(page.get_by_role("heading", name="Đăng xuất?")).to_be_visible()
    assert not _at_size(page, PHONE)


def test_english_is_english_throughout(at: Callable[[str], Page]) -> None:
    page = at("liaison")
    go(page, "/")
    press(page, "Mục lục")
    press(page, "English")
    press(page, "Close")

    expect(page.locator("html")).to_have_attribute("lang", "en")
    go(page, "/petitions")
    expect(page.get_by_role("heading", level=1)).to_have_text("Petitions of the branch")
    assert not _at_size(page, PHONE)


def test_the_keyboard_reaches_the_content_first(at: Callable[[str], Page]) -> None:
    page = at("ward")
    go(page, "/units")
    _settle(page)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_system_that_is_starting_says_how_far_it_is(browser: Browser, running_system: RunningSystem) -> None:
    progress = {"type": "/problems/starting", "step": "demo", "percent": 48, "text": {"vi": "Lập…", "en": "Founding…"}}

    def starting(route: Route) -> None:
        route.fulfill(status=503, headers={"Retry-After": "2"}, json=progress)

    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.route("**/api/**", starting)
        page.goto(running_system.url)
        expect(page.get_by_text("48%")).to_be_visible()
        assert not faults(page)

        page.unroute("**/api/**")
        expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible(timeout=15_000)


def _settle(page: Page) -> None:
    """Everything that was asked for has come."""
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    expect(page.get_by_text("Đang tải…")).to_have_count(0)


def _at_size(page: Page, size: tuple[int, int]) -> list[str]:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_timeout(100)
    return faults(page)
