"""The first visit is small, and a tap is seen at once on a slow phone."""

from playwright.sync_api import Browser, expect

from tests.browser.portal import Portal, begin, schedule
from tests.support.system import RunningSystem

FIRST_LOAD = 200_000
SLOWER = 4
TAP_MS = 100

_TAP = """button => new Promise(resolve => {
    const before = button.textContent, began = performance.now();
    const look = () => button.textContent === before ? requestAnimationFrame(look) : resolve(performance.now() - began);
    button.click();
    requestAnimationFrame(look);
})"""


def test_the_first_visit_fits_into_200_kilobytes(browser: Browser, running_system: RunningSystem) -> None:
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        sizes: list[float] = []
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.loadingFinished", lambda done: sizes.append(done["encodedDataLength"]))
        page.goto(running_system.url)
        expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible()
        page.wait_for_load_state("networkidle")

    assert 50_000 < sum(sizes) <= FIRST_LOAD


def test_a_tap_is_painted_at_once_on_a_slow_phone(portal: Portal) -> None:
    page = portal.sign_in("secretary")
    schedule(page)
    begin(page)
    page.context.set_offline(True)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    buttons = page.get_by_role("list", name="Điểm danh đầu giờ").get_by_role("button")

    taps = sorted(buttons.nth(i).evaluate(_TAP) for i in range(10))

    assert taps[len(taps) // 2] <= TAP_MS, taps
