"""Who sits where in the demo: officers in the demo ward and another one, people of the list in their branches."""

from typing import Any

from ops.demo.caller import Caller, demo_id
from ops.demo.people import OFFICERS, appoint, open_account, open_office
from ops.servers.errors import CannotStart

CITY, WARD, OTHER_WARD = "th", "w001", "w002"
LEAST_ACTIVE = 15

Told = dict[str, Any]
"""A unit or a person as the API tells it."""


async def settle_people(caller: Caller) -> str:
    """The demo accounts below the city; gives the id of the demo branch."""
    wards = {item["code"]: item["id"] for item in await units(caller, tier="ward")}
    await open_offices(caller, "ward", wards[WARD])
    await open_offices(caller, "ward2", wards[OTHER_WARD])
    branch, roster = await branch_with_members(caller, wards[WARD], "ward")
    _, others = await branch_with_members(caller, wards[OTHER_WARD], "ward2")
    await open_offices(caller, "branch", branch["id"])
    await member_accounts(caller, branch["id"], roster)
    await open_member(caller, "secretary2", holder(others, "secretary"))
    await open_account(caller, demo_id("person integrator"), "integrator", "Đơn vị tích hợp")
    return str(branch["id"])


async def open_offices(caller: Caller, place: str, unit_id: str) -> None:
    """The officers of one place."""
    for officer in OFFICERS:
        if officer.place == place:
            await open_office(caller, officer, unit_id)


async def units(caller: Caller, **query: str) -> list[Told]:
    """Units by tier and parent, ordered by code."""
    items: list[Told] = (await caller.get("/members/v1/units", "admin", limit=200, **query))["items"]
    return sorted(items, key=lambda item: str(item["code"]))


async def branch_with_members(caller: Caller, ward_id: str, officer: str) -> tuple[Told, list[Told]]:
    """The ward's first branch with enough active members, and its roster."""
    for branch in await units(caller, tier="branch", parent_id=ward_id):
        roster = (await caller.get(f"/members/v1/units/{branch['id']}/roster", officer))["items"]
        if sum(person["participation"] == "active" for person in roster) >= LEAST_ACTIVE:
            return branch, roster
    raise CannotStart("Không có chi bộ demo đủ người.", "No demo branch has enough members.")


async def member_accounts(caller: Caller, branch_id: str, roster: list[Told]) -> None:
    """The secretary as the list says; the clerk and a plain member from those without a post."""
    plain = sorted(
        (person for person in roster if not person["post"] and person["participation"] == "active"),
        key=lambda person: str(person["sort_key"]),
    )
    await open_member(caller, "secretary", holder(roster, "secretary"))
    await open_member(caller, "clerk", plain[0])
    await appoint(caller, plain[0]["member_id"], "CLK", branch_id)
    await open_member(caller, "member", plain[1])


async def open_member(caller: Caller, login: str, person: Told) -> None:
    """An account for somebody of the roster."""
    await open_account(caller, person["member_id"], login, person["name"])


def holder(roster: list[Told], post: str) -> Told:
    """Who holds a post in the branch."""
    return next(person for person in roster if person["post"] == post)
