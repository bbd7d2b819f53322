"""Processes that members starts beside itself; none of them outlives it."""

import asyncio
import ctypes
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
_PR_SET_PDEATHSIG: Final = 1


async def run_beside(
    module: str, *arguments: str, given: bytes, seconds: float, environment: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    """Runs `python -m module` with `given` on its standard input; its exit code and what it wrote. Raises TimeoutError
    after `seconds`; the process is ended then, as it is when the caller is cancelled."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), **(environment or {})},
    )
    try:
        async with asyncio.timeout(seconds):
            written, _ = await process.communicate(given)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode or 0, written


def die_with_parent() -> None:
    """For the process itself: the system ends it when whoever started it is gone. Only Linux knows this."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
