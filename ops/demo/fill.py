"""The demo city from nothing to something to do on every desk. Interrupted, it goes on where it stopped."""

import asyncio
from typing import Any

import httpx

from ops.audit.settle import on_its_way, settle
from ops.demo.caller import Caller, demo_id
from ops.demo.desks import CITY, open_offices, settle_people, units
from ops.demo.people import SINCE
from ops.demo.story import tell
from ops.installation import Installation
from ops.places import Places
from ops.progress import Progress
from ops.servers.errors import CannotStart
from ops.services import ROOT

WORKBOOK = ROOT / "services" / "members" / "demo" / "thanh-hoa.xlsx"
REACHED_WITHIN = 600.0


async def fill(installation: Installation, places: Places, progress: Progress) -> None:
    """Everything, then wait until every listener has heard of it."""
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        caller = Caller(client, installation.ports, installation.home.demo_password())
        progress.step(48, "Lập thành phố demo", "founding the demo city")
        await found(caller, installation.surroundings.first_admin_code)
        await import_city(caller, progress)
        progress.step(85, "Mở tài khoản demo", "opening the demo accounts")
        branch_id = await settle_people(caller)
        progress.step(90, "Họp chi bộ demo, ghi kiến nghị", "holding the demo branch's meeting")
        await tell(caller, branch_id)
    progress.step(95, "Chờ mọi dịch vụ nhận đủ", "waiting until every service has heard of it")
    if left := await settle(lambda: on_its_way(places), REACHED_WITHIN):
        raise CannotStart(f"Dữ liệu demo chưa tới đủ: {left[0].vi}", f"Demo data has not arrived: {left[0].en}")
    installation.home.demo_filled.touch()


async def found(caller: Caller, link_code: str) -> None:
    """The first administrator and the top unit, by the one-time link; then the city's officers."""
    about = await caller.get("/members/v1/about", None)
    if not about["founded"]:
        names = {"city_name": "Thành phố Thanh Hóa", "city_token": CITY, "login": "admin", "name": "Quản trị hệ thống"}
        body = {"link_code": link_code, "password": caller.password, "valid_from": SINCE, **names}
        await caller.post("/members/v1/first-admin", None, body)
    city = (await units(caller, tier="city"))[0]
    await open_offices(caller, "city", city["id"])


async def import_city(caller: Caller, progress: Progress) -> None:
    """The workbook, by the city's officer, without the rows that are refused."""
    path = f"/members/v1/imports/{demo_id('import')}"
    progress.step(50, "Kiểm tra danh sách đảng viên", "checking the list of members")
    await caller.upload(path, "city", WORKBOOK.read_bytes(), filename=WORKBOOK.name, as_of=SINCE)
    state = await until(caller, path, progress, "checked", "applied")
    if state["state"] == "checked":
        progress.step(65, "Nhập danh sách đảng viên", "importing the list of members")
        await caller.post(f"{path}/apply", "city", {"without_refused": True})
        await until(caller, path, progress, "applied")


async def until(caller: Caller, path: str, progress: Progress, *states: str) -> dict[str, Any]:
    """Follow an import to one of the states."""
    while True:
        now: dict[str, Any] = await caller.get(path, "city")
        if now["state"] in states:
            return now
        if now["state"] == "failed":
            raise CannotStart(f"Không nhập được danh sách demo: {now}", "The demo list could not be imported.")
        done, total = now["progress"]["done"], now["progress"]["total"] or 1
        base = 50 if now["state"] == "checking" else 65
        progress.note(base + 15 * done // total, f"Danh sách đảng viên: {done}/{total}", f"members: {done}/{total}")
        await asyncio.sleep(0.3)
