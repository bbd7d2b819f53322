"""What FastAPI cannot know of our routes: who calls shows a bearer token, a POST may carry an `Idempotency-Key`, and
every error is problem details."""

from typing import Any, Final

from fastapi import FastAPI

_PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457: `type` ends in the slug; title and detail are in the language asked for.",
    "required": ["type", "slug", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "slug": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "fields": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["path", "text"],
                "properties": {"path": {"type": "string"}, "text": {"type": "string"}},
            },
        },
    },
}
_REFUSED: Final[dict[str, Any]] = {
    "description": "It was not done, and why",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_KEY: Final[dict[str, Any]] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same request again gives the first answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}
_OF_FASTAPI: Final = ("HTTPValidationError", "ValidationError")


class DescribedApp(FastAPI):
    """A FastAPI application whose OpenAPI document says all that is true of it."""

    def openapi(self) -> dict[str, Any]:
        """The document, made once."""
        if self.openapi_schema is None:
            amend(super().openapi())
        return super().openapi()


def amend(document: dict[str, Any]) -> None:
    """Adds what holds for every route of ours."""
    parts = document.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    for name in _OF_FASTAPI:
        schemas.pop(name, None)
    schemas["Problem"] = _PROBLEM
    parts["responses"] = {"Refused": _REFUSED}
    parts["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    document["security"] = [{"bearer": []}]
    for path in document.get("paths", {}).values():
        for method, operation in path.items():
            _amend_operation(method, operation)


def _amend_operation(method: str, operation: dict[str, Any]) -> None:
    operation["responses"].pop("422", None)
    operation["responses"] |= {code: {"$ref": "#/components/responses/Refused"} for code in ("4XX", "5XX")}
    if method == "post" and "security" not in operation:
        operation.setdefault("parameters", []).append(_KEY)
