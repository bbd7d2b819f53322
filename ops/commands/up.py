"""`lienthong up`: the whole system from nothing to ready, kept alive, and ended in order."""

import asyncio
import contextlib
import signal
import time
from collections.abc import AsyncIterator

import httpx

from ops.commands.demo import print_accounts
from ops.commands.streams import mend
from ops.home import Home
from ops.installation import Installation, fresh
from ops.liveness import restart_the_deaf, wait_until_ready
from ops.log_follower import follow
from ops.places import of_installation
from ops.progress import Progress, say
from ops.servers.postgres_roles import provision
from ops.servers.process import follow_parent
from ops.supervisor import Supervisor

END_WITHIN = 9.3


def run(*, verbose: bool, end_with_parent: bool) -> None:
    """The command itself; with `end_with_parent` (for `make run`) it also ends, in order, when make is killed."""
    if end_with_parent:
        follow_parent(signal.SIGTERM)
    asyncio.run(up(Home.from_environment(), verbose=verbose))


async def up(home: Home, *, verbose: bool) -> None:
    """Run until told to stop; nothing of ours is left when this returns or raises."""
    home.open()
    with home.lock():
        home.rotate_logs()
        installation = fresh(home, "console" if verbose else "json")
        installation.gateway.check_port()
        installation.postgres.check_version()
        installation.record()
        async with supervised(installation) as supervisor:
            stopped = asyncio.create_task(told_to_stop(), name="told-to-stop")
            work = asyncio.create_task(bring_up(installation, supervisor), name="bring-up")
            shown = asyncio.create_task(follow(map(home.log, installation.ports), say)) if verbose else None
            await asyncio.wait({stopped, work}, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                work.result()
                await stopped
            for task in (work, stopped, shown):
                if task:
                    task.cancel()


@contextlib.asynccontextmanager
async def supervised(installation: Installation) -> AsyncIterator[Supervisor]:
    """A supervisor whose children end with the block: gateway, services, NATS, PostgreSQL, within ten seconds."""
    supervisor = Supervisor(say)
    try:
        yield supervisor
    finally:
        say("Đang dừng… · stopping…")
        until = time.monotonic() + END_WITHIN
        await supervisor.end("gateway", patience=1.2)
        await supervisor.end(*installation.ports, patience=5.0)
        await supervisor.end("nats", patience=1.2)
        await supervisor.end("postgresql", patience=max(2.0, until - time.monotonic()))
        say("Đã dừng hết. · all stopped.")


async def bring_up(installation: Installation, supervisor: Supervisor) -> None:
    """Start the parts in order, then watch over them."""
    progress = Progress(installation.home.state / "starting.json")
    progress.step(2, "Mở cổng vào", "opening the gateway")
    supervisor.launch(installation.gateway.command())
    supervisor.keep("gateway")
    await start_servers(installation, supervisor, progress)
    await start_services(installation, supervisor, progress)
    if installation.surroundings.demo:
        from ops.demo.furnish import furnish

        await furnish(installation, progress)
    progress.ready()
    await announce(installation)
    async with asyncio.TaskGroup() as watchers:
        for name, port in installation.ports.items():
            watchers.create_task(restart_the_deaf(supervisor, name, port))


async def start_servers(installation: Installation, supervisor: Supervisor, progress: Progress) -> None:
    """PostgreSQL with its databases and roles, and NATS with the streams that all share."""
    progress.step(5, "Khởi động PostgreSQL và NATS", "starting PostgreSQL and NATS")
    installation.nats.prepare()
    nats = supervisor.launch(installation.nats.command())
    await asyncio.to_thread(installation.postgres.prepare)
    postgres = supervisor.launch(installation.postgres.command())
    await installation.postgres.wait_ready(postgres)
    await provision(installation.postgres, installation.surroundings.role_passwords)
    await installation.nats.wait_ready(nats)
    await mend(of_installation(installation))
    supervisor.keep("nats")
    supervisor.keep("postgresql")


async def start_services(installation: Installation, supervisor: Supervisor, progress: Progress) -> None:
    """The four services, together; each migrates its own database."""
    progress.step(15, "Khởi động bốn dịch vụ", "starting the four services")
    for name, port in installation.ports.items():
        supervisor.launch(installation.surroundings.command(name, port, installation.home.log(name)))
        supervisor.keep(name)

    def came(waiting: set[str]) -> None:
        done = len(installation.ports) - len(waiting)
        progress.note(15 + done * 8, f"Dịch vụ sẵn sàng: {done}/4", f"services ready: {done}/4")

    await wait_until_ready(installation.ports, came)


async def told_to_stop() -> None:
    """Return at Ctrl-C, SIGTERM or a closed terminal."""
    told, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, told.set)
    await told.wait()


async def announce(installation: Installation) -> None:
    """The address, and who can sign in; in an empty system the link for the first administrator."""
    url = installation.gateway.url
    say(f"\nLiên Thông đã sẵn sàng · ready: {url}")
    if installation.surroundings.demo:
        return print_accounts(installation.home)
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        about = (await client.get(f"{url}/api/members/v1/about")).json()
    if not about["founded"]:
        link = f"{url}/first-admin#code={installation.surroundings.first_admin_code}"
        say(f"Liên kết dùng một lần cho quản trị đầu tiên · one-time link, first administrator:\n{link}")
    return None
