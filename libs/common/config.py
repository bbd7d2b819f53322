"""Settings of a service: read once from the environment, frozen, passed down. Secrets have no default."""

from pathlib import Path
from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceSettings(BaseSettings):
    """What every service needs; each gives its own `env_prefix`."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    database_url: SecretStr
    migrations_url: SecretStr
    nats_url: str
    nats_user: str
    nats_password: SecretStr
    nats_monitor_url: str = ""
    host: str = "127.0.0.1"
    port: int
    log_format: Literal["json", "console"] = "json"
    clock_file: Path | None = None
    demo: bool = False
    trusted_proxies: str = "127.0.0.1"
    database_pool: int = 10
    request_seconds: float = 30.0
