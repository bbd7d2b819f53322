"""A backup holds one moment of all four databases and their files; restored elsewhere it runs, with its streams
published anew."""

import stat
import subprocess
from pathlib import Path
from typing import Any
from uuid import uuid4

from ops.home import Home
from tests.petitions.files import jpeg
from tests.support.system import LIENTHONG, RunningSystem, environment
from tests.support.system import running_system as start_system

LARGE = jpeg(pixels=bytes(range(1, 251)) * 4_000)


def queue(system: RunningSystem) -> list[dict[str, Any]]:
    with system.client("ward") as client:
        items: list[dict[str, Any]] = client.get("/api/petitions/v1/petitions").json()["items"]
    return items


def attach(system: RunningSystem) -> str:
    """A file of a petition that the ward works on; its address."""
    at_work = {"holder": "me", "state": ["received", "classified", "assigned"]}
    with system.client("ward-leader") as client:
        for one in client.get("/api/petitions/v1/petitions", params=at_work).json()["items"]:
            path = f"/api/petitions/v1/petitions/{one['id']}/attachments/{uuid4()}"
            if client.put(path, content=LARGE).is_success:
                return path
    raise AssertionError("the ward works on nothing")


def content(system: RunningSystem, path: str) -> bytes:
    with system.client("ward-leader") as client:
        return client.get(path).raise_for_status().content


def test_a_restored_backup_is_the_same_city(running_system: RunningSystem, tmp_path: Path) -> None:
    path = attach(running_system)
    file, before = tmp_path / "backup.tar.gz", queue(running_system)
    kept = content(running_system, path)

    running_system.lienthong("backup", str(file))
    restore = [str(LIENTHONG), "restore", str(file)]
    subprocess.run(restore, env=environment(Home(tmp_path / "home"), 8080), check=True)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with start_system(tmp_path) as restored:
        restored.wait_ready()
        assert queue(restored) == before
        assert content(restored, path) == kept
        assert "✓" in restored.lienthong("audit").stdout


def test_a_folder_with_data_is_not_restored_over(running_system: RunningSystem, tmp_path: Path) -> None:
    done = running_system.lienthong("restore", str(tmp_path / "backup.tar.gz"), check=False)

    assert done.returncode == 1
    assert "đã có dữ liệu" in done.stderr
