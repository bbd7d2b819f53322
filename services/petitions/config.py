"""Settings, read once from `PETITIONS_…`."""

from pydantic_settings import SettingsConfigDict

from libs.common.config import ServiceSettings


class Settings(ServiceSettings):
    """What is common to every service, and nothing else so far."""

    model_config = SettingsConfigDict(env_prefix="PETITIONS_", frozen=True, extra="ignore")
