"""The tree of units over time: founded, renamed, moved, ended, and what it was on any day."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from libs.common import clock
from libs.contracts.members import (
    AppointmentEnded,
    MemberCorrected,
    UnitEnded,
    UnitEvent,
    UnitFounded,
    UnitMoved,
    UnitRenamed,
)
from tests.members.builders import SINCE, UNITS, unit_id
from tests.members.conftest import Office

WARD, BRANCH, OTHER = "th.w001", "th.w001.b001", "th.w001.b002"


def day(ago: int = 0) -> str:
    return (clock.today() - timedelta(days=ago)).isoformat()


def founding(parent: str = WARD, **more: Any) -> dict[str, Any]:
    usual = {
        "name": "Phố Mới",
        "tier": "branch",
        "parent_id": str(unit_id(parent)),
        "code": "b099",
        "valid_from": day(),
    }
    return usual | more


async def units(city: Office, **params: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await city.does("city", "GET", "/units", params=params))["items"]
    return items


async def test_the_tree_is_listed_from_the_top_with_counts(city: Office) -> None:
    found = await units(city)

    assert [one["path"] for one in found] == sorted(["th", *UNITS])
    top, ward, branch = found[0], found[1], found[2]
    assert (top["members"], top["children"], top["parent_id"]) == (7, 2, None)
    assert (ward["members"], ward["children"]) == (5, 2)
    assert (branch["members"], branch["children"], branch["code"]) == (4, 0, "b001")


async def test_units_are_found_by_tier_parent_and_name(city: Office) -> None:
    assert [one["path"] for one in await units(city, tier="ward")] == ["th.w001", "th.w002"]
    assert [one["path"] for one in await units(city, parent_id=str(unit_id("th.w002")))] == ["th.w002.b001"]
    assert [one["path"] for one in await units(city, q="don vi TH.W002.B")] == ["th.w002.b001"]


async def test_a_list_goes_on_where_it_stopped(city: Office) -> None:
    first = await city.does("city", "GET", "/units", params={"limit": 4})
    rest = await city.does("city", "GET", "/units", params={"limit": 4, "cursor": first["next_cursor"]})

    assert [one["path"] for one in first["items"] + rest["items"]] == sorted(["th", *UNITS])
    assert rest["next_cursor"] is None


async def test_founding_the_same_unit_twice_founds_one(city: Office) -> None:
    path = f"/units/{unit_id('new')}"

    first, second = [await city.does("city", "PUT", path, json=founding()) for _ in range(2)]

    assert first == second
    assert first["path"] == "th.w001.b099"
    assert first["label"] == "Chi bộ"
    new = [event for event, _ in await city.subject.staged(UnitFounded) if isinstance(event, UnitFounded)]
    assert sum(event.code == "b099" for event in new) == 1


@pytest.mark.parametrize(
    ("change", "slug"),
    [
        ({"code": "b001"}, "token-taken"),
        ({"tier": "ward"}, "tier-elsewhere"),
        ({"code": "Bé 1"}, "invalid"),
        ({"official_code": "38.168"}, "invalid"),
        ({"valid_from": "2020-01-01"}, "unit-ended"),
    ],
)
async def test_a_unit_that_cannot_be_is_refused(city: Office, change: dict[str, str], slug: str) -> None:
    response = await city.ask("city", "PUT", f"/units/{uuid4()}", json=founding(**change))

    assert response.json()["slug"] == slug


async def test_a_ward_founds_branches_below_itself_only(city: Office) -> None:
    own = await city.ask("ward", "PUT", f"/units/{uuid4()}", json=founding())
    other = await city.ask("ward", "PUT", f"/units/{uuid4()}", json=founding("th.w002"))

    assert (own.status_code, other.status_code) == (200, 403)


async def test_a_renamed_unit_keeps_its_token_and_its_past(city: Office) -> None:
    path = f"/units/{unit_id(BRANCH)}"

    await city.does("city", "POST", f"{path}/rename", json={"name": "Phố Vườn Hoa", "on": day(10)})

    now = await city.does("city", "GET", path)
    then = await city.does("city", "GET", path, params={"as_of": day(11)})
    assert (now["name"], now["code"], now["path"]) == ("Phố Vườn Hoa", "b001", BRANCH)
    assert then["name"] == f"Đơn vị {BRANCH}"
    [(event, where)] = await city.subject.staged(UnitRenamed)
    assert (event.sequence, where) == (2, f"{BRANCH}.self")


async def test_a_rename_in_the_future_or_before_the_last_change_is_refused(city: Office) -> None:
    path = f"/units/{unit_id(BRANCH)}/rename"

    late = await city.ask("city", "POST", path, json={"name": "Phố Vườn Hoa", "on": day(-1)})
    early = await city.ask("city", "POST", path, json={"name": "Phố Vườn Hoa", "on": "2020-01-01"})

    assert (late.json()["slug"], early.json()["slug"]) == ("day-in-future", "day-too-early")


async def test_a_moved_unit_takes_all_below_along(city: Office) -> None:
    await city.does("city", "PUT", f"/units/{unit_id('sub')}", json=founding(tier="sub_committee", code="s01"))
    await city.does(
        "city", "POST", f"/units/{unit_id(BRANCH)}/move", json={"parent_id": str(unit_id("sub")), "on": day()}
    )

    await city.does(
        "city", "POST", f"/units/{unit_id('sub')}/move", json={"parent_id": str(unit_id("th.w002")), "on": day()}
    )

    moved = await city.does("city", "GET", f"/units/{unit_id(BRANCH)}")
    assert moved["path"] == "th.w002.s01.b001"
    before = await city.does("city", "GET", f"/units/{unit_id(BRANCH)}", params={"as_of": day(1)})
    assert before["path"] == BRANCH
    told = [(event, where) for event, where in await city.subject.staged(UnitMoved) if isinstance(event, UnitEvent)]
    assert [where for _, where in told] == ["th.w001.s01.b001.self", "th.w002.s01.self", "th.w002.s01.b001.self"]


async def test_a_token_is_never_given_again(city: Office) -> None:
    await city.does("city", "PUT", f"/units/{unit_id('sub')}", json=founding(tier="sub_committee", code="s01"))
    await city.does(
        "city", "POST", f"/units/{unit_id(BRANCH)}/move", json={"parent_id": str(unit_id("sub")), "on": day()}
    )

    again = await city.ask("city", "PUT", f"/units/{uuid4()}", json=founding(code="b001"))

    assert again.json()["slug"] == "token-taken"


async def test_a_unit_may_come_back_to_where_it_was(city: Office) -> None:
    await city.does(
        "city", "PUT", f"/units/{unit_id('sub')}", json=founding(tier="sub_committee", code="s01", valid_from=day(5))
    )
    path = f"/units/{unit_id(BRANCH)}/move"
    await city.does("city", "POST", path, json={"parent_id": str(unit_id("sub")), "on": day(1)})

    back = await city.does("city", "POST", path, json={"parent_id": str(unit_id(WARD)), "on": day()})

    assert back["path"] == BRANCH


async def test_a_unit_cannot_stand_below_itself(city: Office) -> None:
    await city.does("city", "PUT", f"/units/{unit_id('a')}", json=founding(tier="sub_committee", code="s01"))
    await city.does(
        "city",
        "PUT",
        f"/units/{unit_id('b')}",
        json=founding(tier="sub_committee", code="s02") | {"parent_id": str(unit_id("a"))},
    )

    response = await city.ask(
        "city", "POST", f"/units/{unit_id('a')}/move", json={"parent_id": str(unit_id("b")), "on": day()}
    )

    assert response.json()["slug"] == "unit-below-itself"


async def test_a_unit_with_members_ends_only_with_a_successor(city: Office) -> None:
    path = f"/units/{unit_id(BRANCH)}/end"

    alone = await city.ask("city", "POST", path, json={"on": day(1)})
    above = await city.ask("city", "POST", path, json={"on": day(1), "successor_id": str(unit_id(WARD))})

    assert (alone.json()["slug"], above.json()["slug"]) == ("successor-needed", "successor-unfit")


async def test_members_stand_on_the_successors_roll_from_the_next_day(city: Office) -> None:
    end = {"on": day(1), "successor_id": str(unit_id(OTHER))}

    await city.does("city", "POST", f"/units/{unit_id(BRANCH)}/end", json=end)

    before = await city.does("ward", "GET", f"/units/{unit_id(BRANCH)}/roster", params={"as_of": day(1)})
    after = await city.does("ward", "GET", f"/units/{unit_id(OTHER)}/roster")
    assert (len(before["items"]), len(after["items"])) == (4, 5)
    assert [one["path"] for one in await units(city, parent_id=str(unit_id(WARD)))] == [OTHER]
    assert len(await city.subject.staged(MemberCorrected)) >= 4
    assert len(await city.subject.staged(AppointmentEnded)) == 3
    [(event, _)] = await city.subject.staged(UnitEnded)
    assert isinstance(event, UnitEnded)
    assert event.successor_id == unit_id(OTHER)


async def test_officers_of_an_ended_unit_have_no_rights_left(city: Office) -> None:
    end = {"on": day(1), "successor_id": str(unit_id(OTHER))}
    await city.does("city", "POST", f"/units/{unit_id(BRANCH)}/end", json=end)

    response = await city.ask("liaison", "GET", f"/units/{unit_id(OTHER)}/roster")

    assert response.status_code == 404


async def test_what_has_units_below_cannot_end(city: Office) -> None:
    response = await city.ask("city", "POST", f"/units/{unit_id(WARD)}/end", json={"on": day()})

    assert response.json()["slug"] == "children-first"


async def test_before_a_unit_was_founded_it_is_not_in_the_tree(city: Office) -> None:
    assert await units(city, as_of=(SINCE - timedelta(days=1)).isoformat()) == []
    assert len(await units(city, as_of=date(2025, 7, 1).isoformat())) == 6
