"""The demo accounts: who they are, in which unit, with which role. Ward and city officers are made up."""

from typing import NamedTuple
from uuid import UUID

from ops.demo.caller import Caller, demo_id

SINCE = "2025-07-01"


class Officer(NamedTuple):
    """A made-up officer with an account; `place` is the city, the demo ward or the other ward."""

    login: str
    name: str
    role: str
    place: str


OFFICERS = (
    Officer("city", "Lê Thị Thanh Hà", "COF", "city"),
    Officer("city-leader", "Nguyễn Quốc Thịnh", "CLE", "city"),
    Officer("ward", "Phạm Thị Thu Trang", "WOF", "ward"),
    Officer("ward-leader", "Hoàng Văn Khải", "WLE", "ward"),
    Officer("liaison", "Trịnh Đình Sơn", "WLI", "branch"),
    Officer("assignee", "Đỗ Minh Phương", "WAS", "ward"),
    Officer("ward2", "Vũ Thị Hồng Nhung", "WOF", "ward2"),
)


async def open_account(caller: Caller, person_id: UUID | str, login: str, name: str) -> None:
    """An account with the demo password, by the way every account is opened: a one-time code, used at once."""
    made = await caller.put(f"/members/v1/accounts/{person_id}", "admin", {"login": login, "name": name})
    if code := made["one_time_code"]:
        body = {"login": login, "code": code, "password": caller.password}
        await caller.post("/members/v1/activation", None, body)


async def appoint(caller: Caller, person_id: UUID | str, role: str, unit_id: str) -> None:
    """A role in a unit from the founding on."""
    appointment = demo_id(f"{person_id} {role} {unit_id}")
    body = {"person_id": str(person_id), "role": role, "unit_id": unit_id, "valid_from": SINCE}
    await caller.put(f"/members/v1/appointments/{appointment}", "admin", body)


async def open_office(caller: Caller, officer: Officer, unit_id: str) -> None:
    """An officer's account and appointment."""
    person = demo_id(f"person {officer.login}")
    await open_account(caller, person, officer.login, officer.name)
    await appoint(caller, person, officer.role, unit_id)
