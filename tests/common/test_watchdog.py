"""The watchdog: a process whose event loop stands still ends, so that it can be started again."""

import subprocess
import sys

from libs.common.watchdog import EXIT_CODE

PROGRAM = """
import asyncio, sys, time
from libs.common.watchdog import Watchdog

async def main():
    Watchdog(limit=2.5).start()
    await asyncio.sleep(0.1)
    {then}

asyncio.run(main())
"""


def run(then: str) -> subprocess.CompletedProcess[str]:
    program = PROGRAM.format(then=then)
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)


def test_a_process_whose_loop_is_blocked_ends_and_says_where_it_stood() -> None:
    ended = run("time.sleep(25)")

    assert ended.returncode == EXIT_CODE
    assert "has not turned" in ended.stderr
    assert "time.sleep" in ended.stderr or "main" in ended.stderr


def test_a_process_whose_loop_turns_is_left_alone() -> None:
    assert run("await asyncio.sleep(4)").returncode == 0
