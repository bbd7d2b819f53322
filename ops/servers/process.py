"""Child processes that never outlive their parent.

Every child gets a session of its own, so that Ctrl-C reaches only the supervisor, and asks the kernel for a signal
should its parent die, so that even `kill -9` of the supervisor leaves nothing behind.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Command:
    """What to run, where its words go, and which signals end it: politely, and when the parent has died."""

    name: str
    argv: tuple[str, ...]
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL


def start(command: Command) -> subprocess.Popen[bytes]:
    """Start the command with its own session; standard output and error are appended to its log."""
    with command.log.open("ab") as log:
        return subprocess.Popen(
            command.argv,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**_inherited(), **command.env},
            start_new_session=True,
            preexec_fn=die_with_parent(command.death_signal),
        )


def stop(process: subprocess.Popen[bytes], command: Command, patience: float = 5.0) -> None:
    """End the process by its own signal, then by force."""
    if process.poll() is None:
        process.send_signal(command.stop_signal)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def die_with_parent(death_signal: signal.Signals) -> Callable[[], None] | None:
    """What the child runs before it becomes the program; None where the kernel has no such wish (not Linux)."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def before_exec() -> None:
        prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return before_exec


def follow_parent(death_signal: signal.Signals) -> None:
    """Ask for a signal to this very process when its parent dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)


def free_port() -> int:
    """A loopback port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def last_words(log: Path, lines: int = 5) -> str:
    """The end of a child's log, for the sentence that says why it did not start."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-lines:])


def _inherited() -> dict[str, str]:
    """The caller's environment without settings meant for a server of another installation."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("PG", "NATS_"))}
