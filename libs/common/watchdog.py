"""A thread that ends the process when the event loop has stopped turning, so that the supervisor can start it again."""

import asyncio
import faulthandler
import os
import sys
import threading
import time
from typing import Final

LIMIT: Final = 15.0
EXIT_CODE: Final = 70


class Watchdog:
    """Started on the loop it watches; `limit` seconds without a turn end the process with code 70."""

    def __init__(self, limit: float = LIMIT) -> None:
        self._limit = limit
        self._turned_at = time.monotonic()
        self._stopped = threading.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to watch the running loop."""
        self._task = asyncio.create_task(self._turn())
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def stop(self) -> None:
        """Ends watching."""
        self._stopped.set()
        if self._task is not None:
            self._task.cancel()

    async def _turn(self) -> None:
        while True:
            self._turned_at = time.monotonic()
            await asyncio.sleep(1)

    def _watch(self) -> None:
        while not self._stopped.wait(1):
            if time.monotonic() - self._turned_at > self._limit:
                sys.stderr.write(f"the event loop has not turned for {self._limit:.0f} s: ending the process\n")
                faulthandler.dump_traceback(file=sys.stderr)
                os._exit(EXIT_CODE)
