"""A child that ends is started again and said so; a pause grows while it keeps ending; the end ends all."""

import asyncio
import time
from pathlib import Path

from ops.servers.process import Command
from ops.supervisor import LONGEST_PAUSE, Supervisor


def sleeper(folder: Path, *argv: str) -> Command:
    return Command("sleeper", argv or ("sleep", "600"), folder / "log")


async def test_a_killed_child_is_started_again_and_said_so(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(said.append)
    first = supervisor.launch(sleeper(tmp_path))
    supervisor.keep("sleeper")

    first.kill()

    async with asyncio.timeout(5):
        while supervisor.children["sleeper"].process is first:
            await asyncio.sleep(0.05)
    assert len(said) == 1
    assert "sleeper đã dừng (signal 9)" in said[0]
    await supervisor.end("sleeper", patience=1)


async def test_the_pause_grows_while_a_child_keeps_ending(tmp_path: Path) -> None:
    supervisor = Supervisor(lambda line: None)
    supervisor.launch(sleeper(tmp_path, "false"))
    child = supervisor.children["sleeper"]

    pauses = [child.next_pause() for _ in range(8)]

    assert pauses == [0.5, 1, 2, 4, 8, 15, 15, 15]
    assert max(pauses) == LONGEST_PAUSE
    await supervisor.end("sleeper", patience=1)


async def test_the_end_is_final(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(said.append)
    process = supervisor.launch(sleeper(tmp_path))
    supervisor.keep("sleeper")
    began = time.monotonic()

    await supervisor.end("sleeper", patience=5)

    assert process.returncode == -15
    assert time.monotonic() - began < 2
    await asyncio.sleep(0.5)
    assert said == []
