"""What every request passes before it reaches a route: correlation, a size limit, one log line and one measurement."""

import time
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any, Final

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from libs.common import metrics
from libs.common.context import Cause, caused_by
from libs.common.ids import new_id
from libs.common.log import logger
from libs.common.problems import language_of, refusal_problem, stumbled_problem
from libs.common.refusals import TooLarge

log = logger(__name__)

BODY_LIMIT: Final = 1_048_576
_QUIET: Final = ("/livez", "/readyz", "/metrics")


class Door:
    """ASGI middleware. `body_limits` gives other limits (bytes) to the paths that a pattern fits (`*` is anything)."""

    def __init__(self, app: ASGIApp, *, service: str, body_limits: Mapping[str, int]) -> None:
        self.app = app
        self.service = service
        self.body_limits = body_limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        headers = {name: value for name, value in scope["headers"] if name in (b"x-correlation-id", b"traceparent")}
        given = headers.get(b"x-correlation-id", b"").decode("ascii", "replace")
        correlation_id = given if _acceptable(given) else str(new_id())
        traceparent = headers.get(b"traceparent", b"").decode("ascii", "replace")[:64] or None
        with caused_by(Cause(correlation_id=correlation_id, traceparent=traceparent)):
            await self._serve(scope, receive, send, correlation_id)
        return None

    async def _serve(self, scope: Scope, receive: Receive, send: Send, correlation_id: str) -> None:
        scope.setdefault("state", {})
        began, status = time.perf_counter(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-correlation-id", correlation_id.encode())]
            await send(message)

        try:
            await self._limited(scope, receive, sending)
        except Exception as error:  # ours: said here, where the correlation is known, and answered calmly
            log.error("request_stumbled", error=type(error).__name__, exc_info=error)
            if not status:
                await stumbled_problem(language_of(Request(scope)))(scope, receive, sending)
        finally:
            self._note(scope, status or 499, time.perf_counter() - began)

    async def _limited(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        limit = next((most for pattern, most in self.body_limits.items() if fnmatchcase(path, pattern)), BODY_LIMIT)
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > limit:
            refused = refusal_problem(TooLarge(limit_kb=limit // 1024), language_of(Request(scope)))
            return await refused(scope, receive, send)
        received = 0

        async def receiving() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise TooLarge(limit_kb=limit // 1024)
            return message

        await self.app(scope, receiving, send)
        return None

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = scope["state"].get("route", "unmatched")
        if not scope["state"].get("streams"):  # how long somebody listened says nothing of how quickly we answer
            metrics.http_seconds.labels(self.service, route, str(status)).observe(seconds)
        if scope["path"] in _QUIET:
            return
        facts: dict[str, Any] = {"method": scope["method"], "route": route, "status": status}
        log.info("request", **facts, milliseconds=round(seconds * 1000, 1))


def _acceptable(correlation_id: str) -> bool:
    return 8 <= len(correlation_id) <= 64 and all(char.isalnum() or char == "-" for char in correlation_id)
