"""Children end with their parent, however it ends, and hear nothing of the terminal's Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from ops.servers.process import Command, start, stop

PARENT = """
import sys, time
from pathlib import Path
from ops.servers.process import Command, start
child = start(Command("sleeper", ("sleep", "600"), Path(sys.argv[1])))
print(child.pid, flush=True)
time.sleep(600)
"""


def test_a_killed_parent_leaves_no_child(tmp_path: Path) -> None:
    argv = [sys.executable, "-c", PARENT, str(tmp_path / "log")]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))

        parent.kill()

        assert_ends(child)


def test_a_child_has_a_session_of_its_own(tmp_path: Path) -> None:
    command = Command("sleeper", ("sleep", "600"), tmp_path / "log")
    child = start(command)

    assert os.getsid(child.pid) == child.pid != os.getsid(0)
    stop(child, command)


def test_a_child_that_will_not_end_is_killed(tmp_path: Path) -> None:
    deaf = (
        sys.executable,
        "-c",
        "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(60)",
    )
    command = Command("deaf", deaf, tmp_path / "log")
    child = start(command)
    while not command.log.read_text():
        time.sleep(0.01)

    stop(child, command, patience=0.2)

    assert child.returncode == -signal.SIGKILL


def assert_ends(process: psutil.Process, within: float = 5.0) -> None:
    """Gone, or a zombie that only waits to be counted by whoever adopted it."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return
        except psutil.NoSuchProcess:
            return
        time.sleep(0.02)
    raise AssertionError(f"{process} is still there")
