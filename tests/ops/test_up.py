"""The embedded run: ready from nothing, restarted where it fails, ended whole, refused in one clear sentence."""

import contextlib
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from ops.home import Home
from tests.ops.test_process import assert_ends
from tests.support.system import LIENTHONG, RunningSystem, environment, running_system

PARTS = {"gateway", "nats", "postgresql", "members", "meetings", "petitions", "notifications"}


@pytest.fixture(scope="module")
def empty_system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSystem]:
    """Without demo mode: no city, nobody who could sign in."""
    with running_system(tmp_path_factory.mktemp("empty"), LIENTHONG_DEMO="0") as system:
        system.wait_ready()
        yield system


def refusal(home: Home, port: int) -> str:
    """What a start that cannot be says; it must end by itself with exit code 1."""
    done = subprocess.run(
        [LIENTHONG, "up"], env=environment(home, port), capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 1, done.stdout
    assert len(done.stderr.strip().splitlines()) == 2, done.stderr
    return done.stderr


def assert_says_how_far_it_is(system: RunningSystem) -> None:
    """Whoever calls while it starts, with any method, is told to come back and how far it is."""
    answer = None
    while answer is None:
        with contextlib.suppress(httpx.TransportError):
            answer = httpx.post(f"{system.url}/api/members/v1/token", trust_env=False)
    assert (answer.status_code, answer.json()["slug"]) == (503, "starting")
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert 0 < answer.json()["percent"] < 100
    assert set(answer.json()["text"]) == {"vi", "en"}


def descendants(system: RunningSystem) -> list[psutil.Process]:
    return psutil.Process(system.process.pid).children(recursive=True)


def test_an_empty_system_prints_a_one_time_link(empty_system: RunningSystem) -> None:
    about = httpx.get(f"{empty_system.url}/api/members/v1/about", trust_env=False).json()

    assert about["founded"] is False
    assert about["demo"] is False
    assert f"{empty_system.url}/first-admin#code=" in empty_system.output


def test_what_libraries_log_is_kept_from_the_terminal(empty_system: RunningSystem) -> None:
    assert [line for line in empty_system.output.splitlines() if "[info" in line] == []


def test_only_loopback_is_listened_on(empty_system: RunningSystem) -> None:
    listening = {
        connection.laddr.ip
        for process in descendants(empty_system)
        for connection in process.net_connections(kind="tcp")
        if connection.status == psutil.CONN_LISTEN
    }

    assert listening == {"127.0.0.1"}


def test_a_second_instance_names_the_first(empty_system: RunningSystem) -> None:
    assert empty_system.url in refusal(empty_system.home, empty_system.port)


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert f"Cổng {port} đang bận" in refusal(Home(tmp_path / "home"), port)


def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert "Không ghi được" in refusal(Home(tmp_path / "file" / "home"), 1)


def test_a_service_that_dies_is_started_again_and_said_so(empty_system: RunningSystem) -> None:
    before = empty_system.child("notifications").pid

    empty_system.kill("notifications")
    empty_system.wait_ready(within=30)

    assert empty_system.child("notifications").pid != before
    assert "notifications đã dừng (signal 9)" in empty_system.output


def test_doctor_finds_the_running_instance_well(empty_system: RunningSystem) -> None:
    assert "✗" not in empty_system.lienthong("doctor", check=False).stdout.replace("✗ Giao diện", "")


def test_audit_of_an_empty_system_is_clean(empty_system: RunningSystem) -> None:
    assert "✓" in empty_system.lienthong("audit").stdout


def test_ctrl_c_ends_everything_in_order_and_the_next_start_finds_the_folder(tmp_path: Path) -> None:
    with running_system(tmp_path, LIENTHONG_DEMO="0") as system:
        system.wait_ready()
        children = descendants(system)
        began = time.monotonic()

        system.process.send_signal(signal.SIGINT)

        assert system.process.wait(15) == 0
        assert time.monotonic() - began < 10
        for child in children:
            assert_ends(child, within=1)
    with running_system(tmp_path, LIENTHONG_DEMO="0") as system:
        assert_says_how_far_it_is(system)
        system.wait_ready()
        children = descendants(system)

        system.process.kill()

        for child in children:
            assert_ends(child)
        assert {log.stem for log in system.home.path.glob("logs/*.log")} == PARTS


def test_an_old_data_folder_is_named(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.open()
    (home.path / "postgres").mkdir()
    (home.path / "postgres" / "PG_VERSION").write_text("17\n")

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    assert "thuộc PostgreSQL 17" in refusal(home, port)
