"""Settings, read once from `PETITIONS_…`."""

from pathlib import Path

from pydantic_settings import SettingsConfigDict

from libs.common.config import ServiceSettings


class Settings(ServiceSettings):
    """`seal_key_file` holds the key that signs sealed days: outside the database, whose owner must not have it."""

    model_config = SettingsConfigDict(env_prefix="PETITIONS_", frozen=True, extra="ignore")

    seal_key_file: Path
