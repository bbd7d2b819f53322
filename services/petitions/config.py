"""Settings, read once from `PETITIONS_…`."""

from pathlib import Path

from pydantic_settings import SettingsConfigDict

from libs.common.config import ServiceSettings


class Settings(ServiceSettings):
    """`seal_key_file` holds the key that signs sealed days: outside the database, whose owner must not have it.
    `clamd` is where a virus scanner listens (`host:port`, or the path of a socket); empty: nothing is scanned."""

    model_config = SettingsConfigDict(env_prefix="PETITIONS_", frozen=True, extra="ignore")

    seal_key_file: Path
    clamd: str = ""
