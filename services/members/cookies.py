"""The two cookies of signing in. Their path is that of the token route alone; scripts cannot read them, other sites not
send them. The port is in the name, for browsers share cookies between ports."""

from datetime import timedelta
from typing import Final

from fastapi import Request, Response

from libs.common.refusals import Forbidden
from services.members.config import Settings

PATH: Final = "/api/members/v1/token"
DEVICE_KEPT: Final = timedelta(days=365)


def settings_of(request: Request) -> Settings:
    """The settings of this service."""
    settings: Settings = request.app.state.service.settings
    return settings


def refresh_cookie_name(settings: Settings) -> str:
    """Under https browsers themselves hold that a `__Secure-` cookie is secure."""
    return _name(settings, "refresh")


def device_cookie_name(settings: Settings) -> str:
    """The cookie that tells a known browser apart."""
    return _name(settings, "device")


def _name(settings: Settings, kind: str) -> str:
    prefix = "__Secure-" if settings.is_secure else ""
    return f"{prefix}lienthong-{kind}-{settings.portal_port}"


def set_cookie(response: Response, settings: Settings, name: str, value: str, lasts: timedelta) -> None:
    """Give the browser a cookie; no lasting time takes it away."""
    response.set_cookie(
        name,
        value,
        max_age=int(lasts.total_seconds()),
        path=PATH,
        httponly=True,
        secure=settings.is_secure,
        samesite="strict",
    )


def check_origin(request: Request) -> None:
    """Refuse what a page from elsewhere sends: another port of this host counts as the same site for cookies."""
    origin = request.headers.get("origin")
    if origin in (None, settings_of(request).portal_origin):
        return
    if origin.partition("://")[2] != request.headers.get("host"):
        raise Forbidden()
