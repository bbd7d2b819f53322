"""Calls the services' own ports as the demo people, with patience for facts still on their way between them."""

import asyncio
import time
from typing import Any
from uuid import UUID, uuid5

import httpx

from ops.servers.errors import CannotStart

DEMO = UUID("6c69656e-7468-4f6e-8764-656d6f000000")
ON_ITS_WAY = (403, 404, 409, 422, 503)
PATIENCE = 60.0


def demo_id(name: str) -> UUID:
    """The same id in every demo city, so that filling twice does once."""
    return uuid5(DEMO, name)


class Caller:
    """Knows the ports of the services and the demo password; signs people in as they are needed."""

    def __init__(self, client: httpx.AsyncClient, ports: dict[str, int], password: str) -> None:
        self.password = password
        self._client = client
        self._ports = ports
        self._tokens: dict[str, str] = {}

    async def get(self, path: str, who: str | None, **query: Any) -> Any:
        """Read as one of the demo people; `path` begins with the service, `/meetings/v1/…`."""
        return await self._done("GET", path, who, params=query, patient=True)

    async def find(self, path: str, who: str) -> Any:
        """Read what may not be there yet: None then."""
        answer = await self._send("GET", path, who)
        return answer.json() if answer.is_success else None

    async def put(self, path: str, who: str, body: dict[str, Any], *, patient: bool = False) -> Any:
        """Set something; `patient` where the service may not yet know what the body speaks of."""
        return await self._done("PUT", path, who, json=body, patient=patient)

    async def post(
        self, path: str, who: str | None, body: dict[str, Any], *, patient: bool = False, once: bool = True
    ) -> Any:
        """Do something; `once` in the life of the city, by a key made of who does what where."""
        headers = {"Idempotency-Key": str(demo_id(f"{who} {path}"))} if who and once else {}
        return await self._done("POST", path, who, json=body, patient=patient, headers=headers)

    async def upload(self, path: str, who: str, content: bytes, **query: Any) -> Any:
        """Send a file."""
        return await self._done("PUT", path, who, content=content, params=query)

    async def _done(self, method: str, path: str, who: str | None, *, patient: bool = False, **request: Any) -> Any:
        until = time.monotonic() + (PATIENCE if patient else 0)
        while True:
            answer = await self._send(method, path, who, **request)
            if answer.is_success:
                return answer.json() if answer.content else None
            if answer.status_code not in ON_ITS_WAY or time.monotonic() > until:
                raise CannotStart(
                    f"Nạp dữ liệu demo dừng ở {method} {path} ({who}): {answer.status_code} {answer.text[:500]}",
                    f"Demo filling stopped at {method} {path} ({who}): {answer.status_code}",
                )
            await asyncio.sleep(0.1)

    async def _send(self, method: str, path: str, who: str | None, **request: Any) -> httpx.Response:
        service = path.split("/")[1]
        headers = request.pop("headers", {})
        if who:
            headers["Authorization"] = f"Bearer {self._tokens.get(who) or await self.sign_in(who)}"
        url = f"http://127.0.0.1:{self._ports[service]}/api{path}"
        return await self._client.request(method, url, headers=headers, **request)

    async def sign_in(self, login: str) -> str:
        """A fresh access token; the first one is kept for the whole filling, which is shorter than its life."""
        form = {"username": login, "password": self.password}
        url = f"http://127.0.0.1:{self._ports['members']}/api/members/v1/token"
        answer = await self._client.post(url, data=form)
        if not answer.is_success:
            raise CannotStart(
                f"Tài khoản demo `{login}` không đăng nhập được bằng mật khẩu demo. "
                f"Nếu đã đổi LIENTHONG_DEMO_PASSWORD, hãy dùng lại mật khẩu cũ hoặc một LIENTHONG_HOME mới.",
                f"The demo account `{login}` cannot sign in with the demo password. "
                f"If LIENTHONG_DEMO_PASSWORD was changed, use the former one or a new LIENTHONG_HOME.",
            )
        self._tokens[login] = answer.json()["access_token"]
        return self._tokens[login]
