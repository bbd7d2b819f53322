"""Settings of members, from `MEMBERS_…` in the environment."""

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from libs.common.config import ServiceSettings

_PORTS: Final = {"http": 80, "https": 443}


class Settings(ServiceSettings):
    """`first_admin_code` fixes the code of the one-time link for the first administrator; unset, it follows from the
    signing key and is written to the log while there is no administrator."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_prefix="MEMBERS_")

    signing_key_file: Path
    portal_origin: str = "http://127.0.0.1:8080"
    first_admin_code: SecretStr | None = None

    @property
    def is_secure(self) -> bool:
        """Whether people reach the portal under https."""
        return urlsplit(self.portal_origin).scheme == "https"

    @property
    def portal_port(self) -> int:
        """The port of the portal; cookies carry it in their names, for browsers share them between ports."""
        parts = urlsplit(self.portal_origin)
        return parts.port or _PORTS[parts.scheme]
