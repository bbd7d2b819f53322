"""One installation put together: its folder, its servers, its ports of this run, and how other commands find them."""

import os
from dataclasses import dataclass
from typing import Any

from ops.home import Home
from ops.servers.caddy import Caddy
from ops.servers.errors import CannotStart
from ops.servers.nats import USERS, Nats
from ops.servers.postgres import Postgres
from ops.servers.process import free_port
from ops.services import SERVICES, Surroundings, role_names

DEFAULT_PORT = 8080


@dataclass(frozen=True, slots=True)
class Installation:
    """Everything that listens, with where and under which password."""

    home: Home
    postgres: Postgres
    nats: Nats
    gateway: Caddy
    surroundings: Surroundings
    ports: dict[str, int]

    def record(self) -> None:
        """Tell other commands where everything is in this run."""
        listening = {
            "portal": self.gateway.url,
            "pid": os.getpid(),
            "demo": self.surroundings.demo,
            "gateway_port": self.gateway.port,
            "gateway_metrics_port": self.gateway.metrics_port,
            "postgres_port": self.postgres.port,
            "nats_port": self.nats.port,
            "nats_monitor_port": self.nats.monitor_port,
            "services": self.ports,
        }
        self.home.write_private(self.home.run_file, listening)


def fresh(home: Home, log_format: str = "json") -> Installation:
    """For a new run: free loopback ports for all but the portal."""
    ports = {name: free_port() for name in SERVICES}
    where = {
        "gateway_port": wanted_port(),
        "postgres_port": free_port(),
        "nats_port": free_port(),
        "nats_monitor_port": free_port(),
        "demo": home.is_demo(wanted_demo()),
        "services": ports,
    }
    return assemble(home, where, log_format)


def wanted_demo() -> bool | None:
    """LIENTHONG_DEMO, None where it is not set."""
    given = os.environ.get("LIENTHONG_DEMO")
    return None if not given else given not in ("0", "false", "no")


def wanted_port() -> int:
    """LIENTHONG_PORT, where the portal listens."""
    given = os.environ.get("LIENTHONG_PORT") or str(DEFAULT_PORT)
    if given.isdigit() and 0 < int(given) < 65536:
        return int(given)
    raise CannotStart(
        f"LIENTHONG_PORT={given} không phải là một cổng, ví dụ 8090.",
        f"LIENTHONG_PORT={given} is not a port, such as 8090.",
    )


def running(home: Home) -> Installation:
    """The instance that runs now, as its run.json says; refuses where none does."""
    where = home.read(home.run_file)
    if not where or not is_held(home):
        raise CannotStart(
            f"Chưa có bản Liên Thông nào đang chạy với thư mục {home.path}. Khởi động bằng `make run`.",
            f"No instance of Liên Thông runs with the folder {home.path}. Start it with `make run`.",
        )
    return assemble(home, where)


def is_held(home: Home) -> bool:
    """Whether an instance holds the folder's lock."""
    try:
        home.lock().close()
    except CannotStart:
        return True
    return False


def assemble(home: Home, where: dict[str, Any], log_format: str = "json") -> Installation:
    """Put the parts together from their ports and the passwords of the home."""
    known = home.passwords()
    nats_passwords = {user: known[f"nats-{user}"] for user in USERS}
    roles = {role: known[role] for role in role_names()}
    postgres = Postgres(home.path / "postgres", where["postgres_port"], known["postgres"], home.log("postgresql"))
    nats = Nats(home.path / "nats", where["nats_port"], where["nats_monitor_port"], nats_passwords, home.log("nats"))
    ports = where["services"]
    gateway = Caddy(where["gateway_port"], ports, home.state, home.path / "caddy", home.log("gateway"))
    around = Surroundings(
        postgres=postgres,
        nats=nats,
        role_passwords=roles,
        signing_key=home.path / "signing-key.pem",
        seal_key=home.seal_key,
        first_admin_code=known["first-admin"],
        origin=gateway.url,
        demo=where["demo"],
        log_format=log_format,
        clock_file=home.clock_file,
        clamd=os.environ.get("LIENTHONG_CLAMD", ""),
    )
    return Installation(home, postgres, nats, gateway, around, ports)
