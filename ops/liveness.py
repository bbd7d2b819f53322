"""Asks services how they are: `/readyz` at the start, `/livez` from then on."""

import asyncio
import time
from collections.abc import Callable, Mapping

import httpx

from ops.servers.errors import CannotStart
from ops.supervisor import Supervisor

ASK_EVERY, ANSWER_WITHIN, DEAF_AFTER = 5.0, 10.0, 3
OnReady = Callable[[set[str]], None]


async def wait_until_ready(ports: Mapping[str, int], on_ready: OnReady, patience: float = 120.0) -> None:
    """Return when every service says it is ready; `on_ready` hears of each as it comes."""
    until, waiting = time.monotonic() + patience, set(ports)
    async with httpx.AsyncClient(trust_env=False, timeout=ANSWER_WITHIN) as client:
        while waiting:
            ready = {name for name in waiting if await says_yes(client, ports[name], "readyz")}
            if ready:
                waiting -= ready
                on_ready(waiting)
            elif time.monotonic() > until:
                names = ", ".join(sorted(waiting))
                raise CannotStart(
                    f"Dịch vụ chưa sẵn sàng sau {patience:g} giây: {names}. Xem thư mục logs.",
                    f"Not ready after {patience:g} s: {names}. See the folder logs.",
                )
            await asyncio.sleep(0.1)


async def restart_the_deaf(supervisor: Supervisor, name: str, port: int) -> None:
    """Kill a service that lives but no longer answers, so that its keeper starts it again."""
    unanswered = 0
    async with httpx.AsyncClient(trust_env=False, timeout=ANSWER_WITHIN) as client:
        while True:
            await asyncio.sleep(ASK_EVERY)
            unanswered = 0 if await says_yes(client, port, "livez") else unanswered + 1
            child = supervisor.children.get(name)
            if child and unanswered >= DEAF_AFTER and time.monotonic() - child.started > 30:
                child.process.kill()
                unanswered = 0


async def says_yes(client: httpx.AsyncClient, port: int, probe: str) -> bool:
    """Whether the service answers the probe with success."""
    try:
        return (await client.get(f"http://127.0.0.1:{port}/{probe}")).is_success
    except httpx.TransportError:
        return False
