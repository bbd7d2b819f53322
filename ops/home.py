"""The one folder in which an installation lives (LIENTHONG_HOME), closed to everybody but its owner.

It holds the data of the servers, logs, every password (made at the first start), the keys of access tokens and
of sealed days, what integrators were given, whether it is a demo, and `run.json`: where everything listens in this run.
"""

import fcntl
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ops.servers.errors import CannotStart
from ops.servers.nats import USERS
from ops.services import role_names

LAYOUT = 1
LOG_LIMIT = 5_000_000


@dataclass(frozen=True, slots=True)
class Home:
    """Paths and private files of one installation."""

    path: Path

    @classmethod
    def from_environment(cls) -> "Home":
        """LIENTHONG_HOME, else `.lienthong` in the current folder."""
        return cls(Path(os.environ.get("LIENTHONG_HOME", ".lienthong")).resolve())

    @property
    def run_file(self) -> Path:
        """Where everything listens in this run."""
        return self.path / "run.json"

    @property
    def state(self) -> Path:
        """What the gateway may show."""
        return self.path / "state"

    @property
    def demo_filled(self) -> Path:
        """Exists once demo filling is complete."""
        return self.path / "state" / "demo-filled"

    @property
    def clock_file(self) -> Path:
        """Seconds that `simulate` adds to the clock of every service."""
        return self.path / "state" / "clock"

    @property
    def seal_key(self) -> Path:
        """The key that signs sealed days."""
        return self.path / "seal-key.pem"

    def log(self, name: str) -> Path:
        """The log of one child."""
        return self.path / "logs" / f"{name}.log"

    def open(self) -> None:
        """Make the folders, or say in one sentence why that cannot be."""
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.path.chmod(0o700)
            for folder in ("logs", "state", "caddy", "integrators"):
                (self.path / folder).mkdir(exist_ok=True, mode=0o700)
            self._check_layout()
        except OSError as error:
            raise CannotStart(
                f"Không ghi được vào thư mục {self.path} ({error.strerror}). "
                f"Đặt LIENTHONG_HOME trỏ tới thư mục mà đồng chí có quyền ghi.",
                f"The folder {self.path} cannot be written ({error.strerror}). "
                f"Set LIENTHONG_HOME to a folder that you may write to.",
            ) from error

    def is_demo(self, wanted: bool | None) -> bool:
        """What the first start decided, demo unless told otherwise; a folder never changes sides."""
        file = self.path / "mode"
        if not file.exists():
            file.write_text("city\n" if wanted is False else "demo\n")
        demo = file.read_text().strip() == "demo"
        if wanted not in (None, demo):
            raise CannotStart(
                f"Thư mục {self.path} là của {'một bản demo' if demo else 'một bản thật'}, không đổi được. "
                f"Bỏ LIENTHONG_DEMO, hoặc đặt LIENTHONG_HOME khác.",
                f"The folder {self.path} belongs to a {'demo' if demo else 'real city'} and stays so. "
                f"Unset LIENTHONG_DEMO, or set another LIENTHONG_HOME.",
            )
        return demo

    def lock(self) -> IO[str]:
        """Hold the installation for this process; the lock ends with the process, however it ends."""
        held = (self.path / "lock").open("a+")
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.close()
            where = self.read(self.run_file).get("portal", "?")
            raise CannotStart(
                f"Liên Thông đang chạy với thư mục {self.path}, tại {where}. "
                f"Dừng bản đó, hoặc đặt LIENTHONG_HOME và LIENTHONG_PORT khác.",
                f"Liên Thông already runs with the folder {self.path}, at {where}. "
                f"Stop it, or set another LIENTHONG_HOME and LIENTHONG_PORT.",
            ) from None
        return held

    def passwords(self) -> dict[str, str]:
        """Every password of the installation; each is made once. They begin with a letter, as NATS wants."""
        file = self.path / "secrets.json"
        known = self.read(file)
        names = ["postgres", "first-admin", *role_names(), *(f"nats-{user}" for user in USERS)]
        wanted = {name: known.get(name) or f"s{secrets.token_hex(16)}" for name in names}
        if wanted != known:
            self.write_private(file, known | wanted)
        return known | wanted

    def demo_password(self) -> str:
        """The one the demo accounts have: LIENTHONG_DEMO_PASSWORD of the first start, else one made up, and kept."""
        file = self.path / "demo-password"
        if not file.exists():
            words = secrets.token_hex(2), secrets.token_hex(2), secrets.token_hex(2)
            self.keep_demo_password(wanted_demo_password() or "-".join(words))
        return file.read_text("utf-8").strip()

    def keep_demo_password(self, password: str) -> None:
        """The accounts have this one from now on."""
        self._write(self.path / "demo-password", password)

    def read(self, file: Path) -> dict[str, Any]:
        """A JSON object of the installation, empty where there is none yet."""
        if not file.exists():
            return {}
        content: dict[str, Any] = json.loads(file.read_text("utf-8"))
        return content

    def write_private(self, file: Path, content: dict[str, Any]) -> None:
        """Write a JSON object that only the owner may read, whole or not at all."""
        self._write(file, json.dumps(content, indent=2, ensure_ascii=False) + "\n")

    def rotate_logs(self) -> None:
        """Put aside logs that have grown large; one older generation is kept."""
        for log in (self.path / "logs").glob("*.log"):
            if log.stat().st_size > LOG_LIMIT:
                log.replace(log.with_suffix(".log.1"))

    def _write(self, file: Path, text: str) -> None:
        fresh = file.with_name(file.name + ".new")
        fresh.touch(mode=0o600)
        fresh.write_text(text, "utf-8")
        fresh.replace(file)

    def _check_layout(self) -> None:
        file = self.path / "layout"
        if not file.exists():
            file.write_text(f"{LAYOUT}\n")
        if (found := file.read_text().strip()) != str(LAYOUT):
            raise CannotStart(
                f"Thư mục {self.path} do một phiên bản khác tạo (cấu trúc {found}, bản này cần {LAYOUT}). "
                f"Dùng đúng phiên bản đó để sao lưu rồi phục hồi, hoặc đặt LIENTHONG_HOME khác.",
                f"The folder {self.path} was made by another release (layout {found}, this one needs {LAYOUT}). "
                f"Back it up with that release and restore, or set another LIENTHONG_HOME.",
            )


def wanted_demo_password() -> str | None:
    """What the environment asks for."""
    return os.environ.get("LIENTHONG_DEMO_PASSWORD") or None
