"""The services as their composition roots build them, without a server: for their OpenAPI and their listeners."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any, Final, get_args

from pydantic import SecretStr

from libs.common.service import Service, create_app

SERVICES: Final = ("members", "meetings", "petitions", "notifications")


def built(name: str) -> Service:
    """The service with settings that lead nowhere."""
    main = import_module(f"services.{name}.main")
    fields = main.Settings.model_fields.items()
    service: Service = main.build(
        main.Settings(**{field: _nowhere(info.annotation) for field, info in fields if info.is_required()})
    )
    return service


def _nowhere(kind: Any) -> Any:
    kinds = set(get_args(kind)) or {kind}
    if int in kinds:
        return 1
    if Path in kinds:
        return Path("/nowhere")
    return "postgresql+asyncpg://nobody@localhost/nowhere" if SecretStr in kinds else "http://localhost"


def openapi(service: Service) -> str:
    """The OpenAPI document of a service, as the portal's client is generated from."""
    return json.dumps(create_app(service).openapi(), ensure_ascii=False, indent=2) + "\n"
