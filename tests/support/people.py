"""The demo people at the gateway of a running system, as their browsers would be: signed in when first needed and again
when a token ends, patient with what is still on its way."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from tests.support.system import RunningSystem

PATIENCE = 90.0


class People:
    """`people.post("ward", "/petitions/v1/petitions/…/acknowledge")`; a path begins with the service."""

    def __init__(self, system: RunningSystem) -> None:
        self.system = system
        self._http = httpx.Client(base_url=system.url, trust_env=False, timeout=60)
        self._tokens: dict[str, str] = {}
        self._me: dict[str, Any] = {}

    def close(self) -> None:
        """Everybody goes home."""
        self._http.close()

    def ask(self, who: str, method: str, path: str, **request: Any) -> httpx.Response:
        """One request, whatever comes of it; signed in anew where the token has ended."""
        answer = self._send(who, method, path, **request)
        if answer.status_code == 401:
            self._tokens.pop(who, None)
            answer = self._send(who, method, path, **request)
        return answer

    def get(self, who: str, path: str, **query: Any) -> Any:
        """Read."""
        return self._done(self.ask(who, "GET", path, params=query), who)

    def put(self, who: str, path: str, **body: Any) -> Any:
        """Set something."""
        return self._done(self.ask(who, "PUT", path, json=body), who)

    def post(self, who: str, path: str, **body: Any) -> Any:
        """Do something, once."""
        key = {"Idempotency-Key": str(uuid4())}
        return self._done(self.ask(who, "POST", path, json=body, headers=key), who)

    def refused(self, who: str, method: str, path: str, **body: Any) -> tuple[int, str]:
        """The status and the slug of a request that must not be granted."""
        answer = self.ask(who, method, path, **({"json": body} if method != "GET" else {"params": body}))
        assert answer.headers["content-type"].startswith("application/problem+json"), answer.text
        return answer.status_code, answer.json()["slug"]

    def until(self, who: str, path: str, holds: Callable[[Any], Any], **query: Any) -> Any:
        """Read until it is there and it holds."""
        end = time.monotonic() + PATIENCE
        while True:
            answer = self.ask(who, "GET", path, params=query)
            if answer.is_success and holds(answer.json()):
                return answer.json()
            assert time.monotonic() < end, f"{who}: {path} stays {answer.status_code} {answer.text}"
            time.sleep(0.1)

    def until_refused(self, who: str, path: str, status: int) -> None:
        """Read until it is no longer given."""
        end = time.monotonic() + PATIENCE
        while (answer := self.ask(who, "GET", path)).status_code != status:
            assert time.monotonic() < end, f"{who}: {path} stays {answer.status_code}"
            time.sleep(0.1)

    def put_when_known(self, who: str, path: str, **body: Any) -> Any:
        """Set something as soon as the service has heard of what it speaks of."""
        end = time.monotonic() + PATIENCE
        while not (answer := self.ask(who, "PUT", path, json=body)).is_success:
            assert answer.status_code in (403, 404), answer.text
            assert time.monotonic() < end, answer.text
            time.sleep(0.1)
        return answer.json()

    def activate(self, login: str, code: str) -> None:
        """A new account is used for the first time; it gets the password of all demo people."""
        body = {"login": login, "code": code, "password": self.system.password}
        self._done(self._http.post("/api/members/v1/activation", json=body), login)

    def me(self, who: str) -> Any:
        """Who this is, and their appointments; as it was when first asked."""
        if who not in self._me:
            self._me[who] = self.get(who, "/members/v1/me")
        return self._me[who]

    def unit_of(self, who: str) -> str:
        """The unit of somebody's first office."""
        return str(self.me(who)["appointments"][0]["unit_id"])

    def token(self, who: str) -> str:
        """An access token."""
        if who not in self._tokens:
            self._tokens[who] = self.system.token(who)
        return self._tokens[who]

    def now(self) -> datetime:
        """The time in the system, whose clock tests may move."""
        file = self.system.home.clock_file
        return datetime.now(UTC) + timedelta(seconds=float(file.read_text() if file.exists() else 0))

    def _send(self, who: str, method: str, path: str, **request: Any) -> httpx.Response:
        headers = request.pop("headers", {}) | {"Authorization": f"Bearer {self.token(who)}"}
        return self._http.request(method, f"/api{path}", headers=headers, **request)

    def _done(self, answer: httpx.Response, who: str) -> Any:
        assert answer.is_success, f"{who}: {answer.request.method} {answer.request.url.path}: {answer.text}"
        return answer.json() if answer.content else None
