"""The whole system as `make run` starts it, on a folder and ports of its own; one for the whole test session."""

import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import psutil

from ops.home import Home
from ops.servers.process import free_port

LIENTHONG = Path(sys.executable).with_name("lienthong")
READY_WITHIN = 600.0
TLS = ssl.create_default_context()
"""Made once: each client would read all certificates anew, which costs more than what it asks for."""
PROGRAMS = {"gateway": "caddy", "nats": "nats-server", "postgresql": "postgres"}


@dataclass
class RunningSystem:
    """A supervisor with its children; `url` is the portal's."""

    home: Home
    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """The portal and the API, through the gateway."""
        return f"http://127.0.0.1:{self.port}"

    @cached_property
    def password(self) -> str:
        """The one password of the demo accounts."""
        return self.home.demo_password()

    @property
    def output(self) -> str:
        """What the terminal shows."""
        return (self.home.path.parent / "terminal").read_text()

    @property
    def ports(self) -> dict[str, int]:
        """The services' own ports."""
        services: dict[str, int] = self.home.read(self.home.run_file)["services"]
        return services

    def token(self, login: str) -> str:
        """An access token of a demo account."""
        form = {"username": login, "password": self.password}
        answer = httpx.post(f"{self.url}/api/members/v1/token", data=form, verify=TLS, trust_env=False, timeout=30)
        answer.raise_for_status()
        return str(answer.json()["access_token"])

    def client(self, login: str) -> httpx.Client:
        """A client signed in as a demo account; close it."""
        headers = {"Authorization": f"Bearer {self.token(login)}"}
        return httpx.Client(base_url=self.url, headers=headers, verify=TLS, trust_env=False, timeout=30)

    def child(self, name: str) -> psutil.Process:
        """The present process of a service, `gateway`, `nats` or `postgresql`; waits while it is being restarted."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            for process in psutil.Process(self.process.pid).children():
                if _is(process, name):
                    return process
            time.sleep(0.05)
        raise AssertionError(f"{name} is not running")

    def kill(self, name: str) -> None:
        """kill -9, as a power cut would."""
        victim = self.child(name)
        victim.send_signal(signal.SIGKILL)
        until = time.monotonic() + 10
        while _lives(victim) and time.monotonic() < until:
            time.sleep(0.01)

    def wait_ready(self, within: float = READY_WITHIN) -> None:
        """Until all four services say so and the gateway no longer answers that it is starting."""
        until = time.monotonic() + within
        with httpx.Client(verify=TLS, trust_env=False, timeout=10) as asking:
            while not self._is_ready(asking):
                assert self.process.poll() is None, self.output
                assert time.monotonic() < until, self.output
                time.sleep(0.3)

    def lienthong(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """A command of the operator on this system."""
        done = subprocess.run(
            [LIENTHONG, *arguments], env=environment(self.home, self.port), capture_output=True, text=True, check=False
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def _is_ready(self, asking: httpx.Client) -> bool:
        try:
            through = asking.get(f"{self.url}/api/members/v1/about")
            urls = [f"http://127.0.0.1:{port}/readyz" for port in self.ports.values()]
            return through.is_success and all(asking.get(url).is_success for url in urls)
        except (httpx.TransportError, KeyError):
            return False


@contextmanager
def running_system(folder: Path, **settings: str) -> Iterator[RunningSystem]:
    """Start, and end by Ctrl-C; the caller waits for readiness."""
    home, port = Home(folder / "home"), free_port()
    with (folder / "terminal").open("wb") as terminal:
        process = subprocess.Popen(
            [LIENTHONG, "up"],
            env=environment(home, port) | settings,
            stdout=terminal,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield RunningSystem(home, port, process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(20)


def environment(home: Home, port: int) -> dict[str, str]:
    """Ours, pointing to this home and port only."""
    ours: dict[str, Any] = {key: value for key, value in os.environ.items() if not key.startswith("LIENTHONG_")}
    return {**ours, "LIENTHONG_HOME": str(home.path), "LIENTHONG_PORT": str(port), "PYTHONUNBUFFERED": "1"}


def _is(process: psutil.Process, name: str) -> bool:
    try:
        words = process.cmdline()
    except psutil.Error:
        return False
    if name in PROGRAMS:
        return bool(words) and Path(words[0]).name == PROGRAMS[name]
    return f"services.{name}.main" in words


def _lives(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
