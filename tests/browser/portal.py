"""What people do in the portal, by the words that stand on its screens."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, BrowserContext, Page, expect

PHONE = (390, 844)
DESKTOP = (1280, 800)
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
PATIENCE = 20_000


@dataclass
class Portal:
    """Opens browsers for people; closes them all at the end."""

    browser: Browser
    url: str
    password: str
    opened: list[BrowserContext] = field(default_factory=list)

    def sign_in(self, login: str, size: tuple[int, int] = PHONE) -> Page:
        """A person at a device of this size, signed in and at home."""
        context = self.browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="vi-VN")
        self.opened.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(self.url)
        page.get_by_label("Tên đăng nhập").fill(login)
        page.get_by_label("Mật khẩu", exact=True).fill(self.password)
        page.get_by_role("button", name="Đăng nhập").click()
        heading(page, "Chào đồng chí")
        return page

    def close(self) -> None:
        """Close every browser that was opened."""
        for context in self.opened:
            context.close()


def sign_in(page: Page, login: str, password: str) -> None:
    """Somebody comes to a device that shows the sign-in, and is let in."""
    knock(page, login, password)
    expect(page.get_by_role("heading", name="Đăng nhập")).to_be_hidden(timeout=PATIENCE)


def knock(page: Page, login: str, password: str) -> None:
    """Name and password are given; what comes of it is for the test to see."""
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    press(page, "Đăng nhập")


def heading(page: Page, words: str) -> None:
    """Wait until the page's main heading says so."""
    expect(page.get_by_role("heading", level=1).filter(has_text=words).first).to_be_visible(timeout=PATIENCE)


def go(page: Page, path: str) -> None:
    """Open an address of the portal, as from a bookmark."""
    page.goto(urljoin(page.url, path))


def press(page: Page, name: str) -> None:
    """Press the button with this name."""
    page.get_by_role("button", name=name, exact=True).click()


def schedule(page: Page, kind: str = "Hội nghị bất thường") -> str:
    """A meeting that has just begun; gives the path of its page."""
    begins = datetime.now(HERE) - timedelta(minutes=5)
    go(page, "/meetings/new")
    page.get_by_text(kind, exact=True).click()
    for label, number in (("Ngày", begins.day), ("Tháng", begins.month), ("Năm", begins.year)):
        page.get_by_label(label, exact=True).fill(str(number))
    page.get_by_label("Giờ", exact=True).fill(str(begins.hour))
    page.get_by_label("Phút", exact=True).fill(str(begins.minute))
    page.get_by_label("Địa điểm").fill("Nhà văn hóa")
    press(page, "Lưu lịch họp")
    heading(page, kind)
    return page.url


def begin(page: Page) -> None:
    """From the page of the meeting into its first step."""
    page.get_by_role("link", name="Bắt đầu buổi họp").click()
    heading(page, "Điểm danh đầu giờ")


def everyone_present(page: Page) -> None:
    """One press for all who are not marked yet."""
    page.get_by_role("button", name="người còn lại").click()
    expect(page.get_by_text("Đã điểm danh hết")).to_be_visible()


def recommend(page: Page, text: str, competence: str = "Phường, xã", *, urgent: bool = False) -> None:
    """Log a recommendation of the branch in the step for it."""
    page.get_by_label("Đồng chí nêu việc gì, ở đâu?").fill(text)
    page.get_by_text("Đường, cống, đèn", exact=True).click()
    page.get_by_text(competence, exact=True).click()
    page.get_by_text("Cả chi bộ", exact=True).click()
    if urgent:
        page.get_by_label("Việc gấp").check()
    press(page, "Lưu kiến nghị")
    expect(page.get_by_text("Đã lưu kiến nghị.")).to_be_visible()


def end(page: Page) -> None:
    """From the last step: end the meeting and wait until the server has all of it."""
    press(page, "Kết thúc buổi họp")
    page.get_by_role("dialog").get_by_role("button", name="Kết thúc buổi họp").click()
    expect(page.get_by_text("Buổi họp đã kết thúc")).to_be_visible()


def all_sent(page: Page) -> None:
    """The line that says where the data is."""
    expect(page.get_by_text("Đã gửi hết")).to_be_visible(timeout=PATIENCE)


def find(page: Page, text: str) -> None:
    """Open the petition of this text from the desk, from whichever page of the list it stands on."""
    go(page, "/petitions?tab=all")
    line = page.get_by_role("list", name="Danh sách kiến nghị").get_by_role("link").filter(has_text=text)
    more = page.locator("button.more")
    expect(line.or_(more).first).to_be_visible(timeout=PATIENCE)
    while not line.count() and more.count():
        more.click()
        page.wait_for_timeout(300)
    line.click()
    expect(page.locator(".petition-title").filter(has_text=text[:40])).to_be_visible()


def confirm(page: Page, name: str) -> None:
    """Say yes to the question before a step that cannot be taken back."""
    page.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()
