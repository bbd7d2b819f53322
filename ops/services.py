"""The four service processes: their names, and the environment each is started with."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from ops.servers.nats import Nats
from ops.servers.postgres import Postgres
from ops.servers.process import Command

SERVICES = ("members", "meetings", "petitions", "notifications")
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every service is told about the servers and the installation around it."""

    postgres: Postgres
    nats: Nats
    role_passwords: dict[str, str]
    signing_key: Path
    seal_key: Path
    first_admin_code: str
    origin: str = "http://127.0.0.1:8080"
    demo: bool = True
    log_format: str = "json"
    clock_file: Path | None = None
    clamd: str = ""

    def database_url(self, service: str, role: str) -> str:
        """The SQLAlchemy address of the service's database for one of its two roles."""
        where = f"127.0.0.1:{self.postgres.port}/{service}"
        return f"postgresql+asyncpg://{role}:{self.role_passwords[role]}@{where}"

    def environment(self, service: str, port: int) -> dict[str, str]:
        """The settings of one service; the prefix is its name."""
        settings = {
            "DATABASE_URL": self.database_url(service, service),
            "MIGRATIONS_URL": self.database_url(service, f"{service}_owner"),
            "NATS_URL": self.nats.url,
            "NATS_USER": service,
            "NATS_PASSWORD": self.nats.passwords[service],
            "NATS_MONITOR_URL": self.nats.monitor_url,
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "LOG_FORMAT": self.log_format,
            "DEMO": str(self.demo).lower(),
            "TRUSTED_PROXIES": "127.0.0.1",
        }
        if self.clock_file:
            settings["CLOCK_FILE"] = str(self.clock_file)
        if service == "members":
            settings |= {"SIGNING_KEY_FILE": str(self.signing_key), "PORTAL_ORIGIN": self.origin}
            settings |= {"FIRST_ADMIN_CODE": self.first_admin_code}
        if service == "petitions":
            settings |= {"SEAL_KEY_FILE": str(self.seal_key), "CLAMD": self.clamd}
        return {f"{service.upper()}_{key}": value for key, value in settings.items()}

    def command(self, service: str, port: int, log: Path) -> Command:
        """The service as a process of its own."""
        env = self.environment(service, port) | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        argv = (sys.executable, "-m", f"services.{service}.main")
        return Command(service, argv, log, env)


def role_names() -> list[str]:
    """Every role of the cluster: the app role and the owner role of each service."""
    return [role for service in SERVICES for role in (service, f"{service}_owner")]


def foreign_settings() -> list[str]:
    """Settings of services in the caller's own environment, which would win silently; `doctor` names them."""
    prefixes = tuple(f"{service.upper()}_" for service in SERVICES)
    return sorted(key for key in os.environ if key.startswith(prefixes))
