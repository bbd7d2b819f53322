"""Who may do what: every route has a rule, and every rule holds in the own unit and not in another."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi.routing import APIRoute

from libs.access import Grant, Grants
from libs.common.http import GuardedRoute
from libs.contracts.vocabulary import Role, Tier
from services.members.permissions import PERMISSIONS, PUBLIC, ROUTES, SIGNED_IN, VERBS, appointing
from services.members.rules import ROLE_TIERS
from tests.members.builders import UNITS, facts, person_id, unit_id, wanted_unit
from tests.members.conftest import Office

PREFIX = "/api/members/v1"
NOW = "2026-11-01"


def routes(office: Office) -> set[tuple[str, str]]:
    return {
        (method, route.path.removeprefix(PREFIX))
        for router in office.subject.service.routers
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }


async def test_every_route_has_a_rule_and_every_rule_a_route(office: Office) -> None:
    assert routes(office) == set(ROUTES)
    assert set(ROUTES.values()) <= {PUBLIC, SIGNED_IN, *VERBS}


async def test_only_public_routes_are_open_to_all(office: Office) -> None:
    for router in office.subject.service.routers:
        for route in router.routes:
            assert isinstance(route, GuardedRoute)
            is_open = bool((route.openapi_extra or {}).get("x-public"))
            rules = {ROUTES[method, route.path.removeprefix(PREFIX)] for method in route.methods or ()}
            assert is_open == (rules == {PUBLIC}), route.path


async def test_nobody_without_a_token_gets_past_the_door(city: Office) -> None:
    browser = await city.browser()
    for (method, path), rule in ROUTES.items():
        if rule != PUBLIC:
            filled = "/".join(str(uuid4()) if part.startswith("{") else part for part in path.split("/"))
            response = await browser.request(method, filled, content=b"{not even json")
            assert (response.status_code, response.json()["slug"]) == (401, "sign-in-required"), (method, path)


@pytest.mark.parametrize("verb", sorted(VERBS))
@pytest.mark.parametrize("role", list(Role))
def test_a_verb_is_allowed_to_its_roles_only_and_no_further_than_they_reach(verb: str, role: Role) -> None:
    home, below, beside = wanted_unit("th.w001"), wanted_unit("th.w001.b001"), wanted_unit("th.w002")
    for unit, path in ((home, "th.w001"), (below, "th.w001.b001"), (beside, "th.w002")):
        unit.path = path
    grants = Grants(uuid4(), (Grant(role, home.id, home.path, Tier.WARD),))
    rule = next((rule for rule in VERBS[verb] if rule.role == role), None)

    allowed = [PERMISSIONS.may(grants, verb, unit) for unit in (home, below, beside)]

    assert allowed == [rule is not None, rule is not None and rule.reach == "below", False]


def test_an_administrator_sees_no_content() -> None:
    for verb in ("read_roster", "read_sheet", "correct_member", "import_file"):
        assert Role.ADM not in {rule.role for rule in VERBS[verb]}


def uuid_path(path: str) -> str:
    return str(unit_id(path))


async def test_a_roster_is_for_the_branch_and_its_ward(city: Office) -> None:
    expected = {
        ("Trần Thị Bình", "th.w001.b001"): 200,
        ("Nguyễn Văn An", "th.w001.b001"): 200,
        ("liaison", "th.w001.b001"): 200,
        ("ward", "th.w001.b001"): 200,
        ("ward-leader", "th.w001.b002"): 200,
        ("Nguyễn Văn An", "th.w001.b002"): 404,
        ("liaison", "th.w001.b002"): 404,
        ("Lê Văn Đức", "th.w001.b001"): 404,
        ("ward2", "th.w001.b001"): 404,
        ("assignee", "th.w001.b001"): 404,
        ("city", "th.w001.b001"): 403,
        ("admin", "th.w001.b001"): 403,
    }

    got = {(who, at): (await city.ask(who, "GET", f"/units/{unit_id(at)}/roster")).status_code for who, at in expected}

    assert got == expected


async def test_a_list_of_members_holds_what_one_may_read(city: Office) -> None:
    async def seen(who: str) -> int:
        return len((await city.does(who, "GET", "/members"))["items"])

    assert [await seen(who) for who in ("ward", "ward2", "Lê An", "city", "admin")] == [5, 2, 4, 0, 0]


async def test_a_sheet_is_for_oneself_the_secretary_and_the_ward(city: Office) -> None:
    expected = {"Lê An": 200, "Nguyễn Văn An": 200, "ward": 200, "Trần Thị Bình": 403, "ward2": 404, "admin": 403}

    path = f"/members/{person_id('Nguyễn Văn An')}"
    got = {who: (await city.ask(who, "GET", path)).status_code for who in expected}

    assert got == expected


async def test_who_appoints_whom(city: Office) -> None:
    expected = {
        ("admin", Role.WLE, "th.w001"): 200,
        ("admin", Role.BSE, "th.w001.b002"): 200,
        ("ward", Role.WAS, "th.w001"): 200,
        ("ward", Role.WLI, "th.w001.b002"): 200,
        ("ward", Role.WLI, "th.w002.b001"): 403,
        ("ward", Role.WLE, "th.w001"): 403,
        ("ward", Role.BSE, "th.w001.b002"): 403,
        ("ward", Role.CLK, "th.w001.b002"): 403,
        ("Lê An", Role.CLK, "th.w001.b001"): 200,
        ("Lê An", Role.CLK, "th.w001.b002"): 403,
        ("Lê An", Role.BCM, "th.w001.b001"): 403,
        ("city", Role.WAS, "th.w001"): 403,
        ("Nguyễn Văn An", Role.CLK, "th.w001.b001"): 403,
    }
    person = str(person_id("Nguyễn Thị Ánh"))

    async def appoint(who: str, role: Role, path: str) -> int:
        body = {"person_id": person, "role": role, "unit_id": uuid_path(path), "valid_from": NOW}
        return (await city.ask(who, "PUT", f"/appointments/{uuid4()}", json=body)).status_code

    assert {case: await appoint(*case) for case in expected} == expected


@pytest.mark.parametrize("role", list(ROLE_TIERS))
def test_every_role_is_appointed_by_somebody(role: Role) -> None:
    assert {rule.role for rule in VERBS[appointing(role)]} >= {Role.ADM}


async def test_accounts_are_the_administrators(city: Office) -> None:
    calls: list[tuple[str, str, dict[str, Any] | None]] = [
        ("GET", "/accounts", None),
        ("GET", "/people?q=nguyen", None),
        ("PUT", f"/accounts/{person_id('Lê An')}", {"login": "le.an", "name": "Lê An"}),
        ("POST", f"/accounts/{person_id('Lê An')}/code", None),
        ("POST", f"/accounts/{person_id('Lê An')}/disable", None),
    ]

    for who in ("ward", "city", "city-leader", "Lê An"):
        assert {(await city.ask(who, method, path, json=body)).status_code for method, path, body in calls} == {403}


async def test_a_member_is_corrected_by_the_office_of_the_ward(city: Office) -> None:
    expected = {
        ("ward", "th.w001.b001"): 200,
        ("ward", "th.w002.b001"): 404,
        ("ward-leader", "th.w001.b001"): 403,
        ("city", "th.w001.b001"): 403,
    }
    sheet = {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in facts().items()}

    async def correct(who: str, path: str) -> int:
        body = sheet | {"name": "Ngô Thị Mới", "unit_id": uuid_path(path)}
        return (await city.ask(who, "PUT", f"/members/{uuid4()}", json=body)).status_code

    assert {case: await correct(*case) for case in expected} == expected


async def test_files_come_from_the_city_and_the_ward(city: Office) -> None:
    expected = {"city": 202, "ward": 202, "ward-leader": 403, "admin": 403, "Lê An": 403}

    got = {who: (await city.ask(who, "PUT", f"/imports/{uuid4()}", content=b"x")).status_code for who in expected}

    assert got == expected


async def test_an_import_is_nobody_elses(city: Office) -> None:
    path = f"/imports/{uuid4()}"
    await city.does("city", "PUT", path, content=b"x")

    for method, tail in (("GET", ""), ("GET", "/report"), ("POST", "/apply"), ("DELETE", "")):
        assert (await city.ask("ward", method, path + tail)).status_code == 404


async def test_who_left_the_office_has_no_file_left(city: Office) -> None:
    path = f"/imports/{uuid4()}"
    await city.does("ward", "PUT", path, content=b"x")
    held = (await city.does("admin", "GET", "/appointments", params={"person_id": str(person_id("ward"))}))["items"][0]

    await city.does("admin", "POST", f"/appointments/{held['id']}/end", json={})

    for method, tail in (("GET", ""), ("GET", "/report"), ("DELETE", "")):
        assert (await city.ask("ward", method, path + tail)).status_code == 404
    assert (await city.ask("ward", "POST", f"{path}/apply")).status_code == 403


async def test_the_tree_is_no_secret_to_who_is_signed_in(city: Office) -> None:
    for path in UNITS:
        assert (await city.ask("Nguyễn Văn An", "GET", f"/units/{unit_id(path)}")).status_code == 200
