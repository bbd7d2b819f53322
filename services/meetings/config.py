"""Settings of meetings, from MEETINGS_…"""

from pydantic_settings import SettingsConfigDict

from libs.common.config import ServiceSettings


class Settings(ServiceSettings):
    """What the environment says."""

    model_config = SettingsConfigDict(env_prefix="MEETINGS_", frozen=True, extra="ignore")
