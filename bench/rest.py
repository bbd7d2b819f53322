"""The whole system at rest: memory (PSS) of everything against four bare services and the servers they would need."""

import asyncio
import os
import signal
import subprocess
import sys

import psutil

from bench.system import System
from bench.table import Row

SETTLE = 20.0
_BARE = "import fastapi, asyncpg, nats, uvicorn, time; print('up', flush=True); time.sleep(60)"
SERVERS = ("postgres", "nats-server", "caddy")


async def rows(system: System) -> list[Row]:
    """Memory some time after the last request, and how long the second start took."""
    await asyncio.sleep(SETTLE)
    by_program = system.memory()
    total = sum(by_program.values())
    servers = sum(by_program.get(name, 0) for name in SERVERS)
    for name, megabytes in sorted(by_program.items()):
        print(f"  at rest: {name:<15} {megabytes:6.0f} MB")
    bare = servers + await asyncio.to_thread(_four_bare)
    return [
        Row("whole system at rest, PSS", total, bare, "MB", 700, "four bare services, the same servers", least=False),
        Row("second start to ready", system.ready_after, 8, "s", 8, "the figure itself", least=False),
    ]


def _four_bare() -> float:
    started = [
        subprocess.Popen([sys.executable, "-c", _BARE], stdout=subprocess.PIPE, env=os.environ.copy()) for _ in range(4)
    ]
    try:
        for process in started:
            if process.stdout is not None:
                process.stdout.readline()
        return sum(psutil.Process(process.pid).memory_full_info().pss for process in started) / 2**20
    finally:
        for process in started:
            process.send_signal(signal.SIGKILL)
            process.wait()
