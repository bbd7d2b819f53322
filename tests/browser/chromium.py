"""Finds Chromium and starts it quietly; says how to install it where there is none.

The same engine without windows, menus and profile of a desktop is taken first: it needs half the processor time.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
)  # fmt: skip
MISSING = (
    "No Chromium found. Install it with: apt-get install -y chromium   (or set CHROMIUM to its path; "
    "chromium-headless-shell, where there is one, makes the tests faster)"
)


def chromium() -> str:
    """The path of the browser, from CHROMIUM or the PATH."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.fail(MISSING, pytrace=False)
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium with nothing of the last one in it."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        try:
            yield running
        finally:
            running.close()
