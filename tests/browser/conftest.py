"""A browser for each file: the synchronous Playwright holds an event loop while it runs, which others need too."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import browser as started
from tests.browser.line import Line
from tests.browser.portal import Portal
from tests.support.system import RunningSystem


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as running:
        yield running


@pytest.fixture
def portal(browser: Browser, running_system: RunningSystem) -> Iterator[Portal]:
    """The portal of the running system, as people who each have a browser of their own."""
    opened = Portal(browser, running_system.url, running_system.password)
    yield opened
    opened.close()


@pytest.fixture
def line(running_system: RunningSystem) -> Iterator[Line]:
    """A line to the portal that can be cut."""
    laid = Line(running_system.port)
    yield laid
    laid.close()


@pytest.fixture
def hall(browser: Browser, running_system: RunningSystem, line: Line) -> Iterator[Portal]:
    """A portal that is reached over the line."""
    opened = Portal(browser, line.url, running_system.password)
    yield opened
    opened.close()
