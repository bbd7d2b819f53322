"""Anyone who reads a petition sees where it is and how long it waited where, and takes a receipt of it home."""

import json
import re
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.elsewhere import log_urgent
from tests.browser.look import faults
from tests.browser.portal import DESKTOP, PHONE, Portal, find, press
from tests.support.system import RunningSystem

VERIFIER = Path(__file__).parents[2] / "docs" / "integrations" / "verify_receipt.py"
SECONDS = {"ngày": 86_400, "giờ": 3600, "phút": 60, "giây": 1}
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


@SIZES
def test_one_sentence_says_where_it_is_and_the_waiting_adds_up(
    portal: Portal, running_system: RunningSystem, size: tuple[int, int]
) -> None:
    page = _at_a_new_one(portal, running_system, size)

    expect(page.locator(".say p").first).to_contain_text(
        re.compile(r"^Phường .* đang giữ kiến nghị này từ .*; .*: .* tiếp nhận; hạn .*\.$")
    )
    table = page.get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(3)
    *parts, total = [_seconds(cell) for cell in table.get_by_role("cell").all_inner_texts()]
    assert sum(parts) == total
    assert faults(page) == []


@SIZES
def test_a_receipt_is_taken_home_and_holds_there(
    portal: Portal, running_system: RunningSystem, size: tuple[int, int], tmp_path: Path
) -> None:
    page = _at_a_new_one(portal, running_system, size)

    with page.expect_download() as begun:
        press(page, "Tải biên nhận (tệp)")
    file = tmp_path / begun.value.suggested_filename
    begun.value.save_as(file)

    expect(page.get_by_text("Biên nhận tạm")).to_be_visible()
    press(page, "Hiện mã QR")
    expect(page.get_by_role("img", name="Mã QR")).to_be_visible()
    assert (
        page.get_by_role("img", name="Mã QR").evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    )
    assert faults(page) == []
    key = json.loads(file.read_text())["public_key"]
    done = subprocess.run(
        [sys.executable, "-I", VERIFIER, file, "--key", key], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def _at_a_new_one(portal: Portal, system: RunningSystem, size: tuple[int, int]) -> Page:
    text = f"Đèn đường ngõ {uuid4().hex[:8]} không sáng, đề nghị sửa"
    log_urgent(system, text)
    page = portal.sign_in("secretary", size)
    find(page, text)
    return page


def _seconds(said: str) -> int:
    return sum(int(number) * SECONDS[unit] for number, unit in re.findall(r"(\d+) (\w+)", said))
