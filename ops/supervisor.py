"""Keeps the children of one run alive, says so when one had to be started again, and ends them in order."""

import asyncio
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ops.servers.process import Command, start

LOOK_EVERY = 0.2
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0
STEADY_AFTER = 60.0


@dataclass
class Child:
    """One program with its present process; `pause` grows while it keeps ending."""

    command: Command
    process: subprocess.Popen[bytes]
    started: float = field(default_factory=time.monotonic)
    pause: float = FIRST_PAUSE

    def again(self) -> None:
        """Start the program anew."""
        self.process, self.started = start(self.command), time.monotonic()

    def next_pause(self) -> float:
        """How long to wait before the next start: short after a steady run, longer each time otherwise."""
        if time.monotonic() - self.started > STEADY_AFTER:
            self.pause = FIRST_PAUSE
        pause, self.pause = self.pause, min(self.pause * 2, LONGEST_PAUSE)
        return pause


class Supervisor:
    """The children by name, in the order in which they were started."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.children: dict[str, Child] = {}
        self._keepers: dict[str, asyncio.Task[None]] = {}
        self._say = say

    def launch(self, command: Command) -> subprocess.Popen[bytes]:
        """Start a child that nobody watches yet, so that a failing first start can be reported with its reason."""
        self.children[command.name] = Child(command, start(command))
        return self.children[command.name].process

    def keep(self, name: str) -> None:
        """From now on start the child again whenever it ends."""
        self._keepers[name] = asyncio.create_task(self._keep(self.children[name]), name=f"keep-{name}")

    async def end(self, *names: str, patience: float) -> None:
        """End these children together: politely, and by force when patience runs out."""
        for name in names:
            if keeper := self._keepers.pop(name, None):
                keeper.cancel()
        ending = [self.children.pop(name) for name in names if name in self.children]
        for child in ending:
            if child.process.poll() is None:
                child.process.send_signal(child.command.stop_signal)
        await self._wait(ending, patience)
        for child in ending:
            if child.process.poll() is None:
                child.process.kill()
                child.process.wait()

    async def _wait(self, ending: list[Child], patience: float) -> None:
        until = time.monotonic() + patience
        while time.monotonic() < until and any(child.process.poll() is None for child in ending):
            await asyncio.sleep(0.02)

    async def _keep(self, child: Child) -> None:
        while True:
            while (code := child.process.poll()) is None:
                await asyncio.sleep(LOOK_EVERY)
            name, pause = child.command.name, child.next_pause()
            self._say(
                f"{name} đã dừng ({ended(code)}), khởi động lại sau {pause:g} giây · "
                f"{name} ended ({ended(code)}), starting again in {pause:g} s"
            )
            await asyncio.sleep(pause)
            child.again()


def ended(code: int) -> str:
    """How a process ended, for a line on the terminal."""
    return f"signal {-code}" if code < 0 else f"code {code}"
