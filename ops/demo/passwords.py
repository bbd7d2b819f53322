"""The demo password, given to all accounts anew when a later start asks for another."""

import httpx

from ops.demo.caller import Caller
from ops.home import Home


async def renew(home: Home, ports: dict[str, int], logins: list[str], password: str) -> None:
    """Every account by a one-time code of the administrator, who comes last."""
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        caller = Caller(client, ports, home.demo_password())
        for login in logins:
            if login != "admin":
                await renew_one(caller, login, password)
        await caller.post("/members/v1/password", "admin", {"old": caller.password, "new": password}, once=False)
    home.keep_demo_password(password)


async def renew_one(caller: Caller, login: str, password: str) -> None:
    """A new code, used at once."""
    found = (await caller.get("/members/v1/accounts", "admin", q=login))["items"]
    account = next(item for item in found if item["login"] == login)
    code = await caller.post(f"/members/v1/accounts/{account['person_id']}/code", "admin", {}, once=False)
    body = {"login": login, "code": code["one_time_code"], "password": password}
    await caller.post("/members/v1/activation", None, body, once=False)
