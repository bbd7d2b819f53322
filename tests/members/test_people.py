"""Members and appointments: the roll on any day, sheets with masks, roles that begin and end."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from libs.common import clock
from libs.contracts.members import AppointmentMade, MemberCorrected, MemberEvent, MemberRegistered
from tests.members.builders import SINCE, facts, person_id, unit_id
from tests.members.conftest import Office

BRANCH = "th.w001.b001"
ROSTER = f"/units/{unit_id(BRANCH)}/roster"


def sheet(**more: Any) -> dict[str, Any]:
    values = facts(name="Vũ Thị Hoà", unit_id=unit_id(BRANCH)) | more
    return {key: str(value) if isinstance(value, date | UUID) else value for key, value in values.items()}


async def names(city: Office, **params: str) -> list[str]:
    return [one["name"] for one in (await city.does("ward", "GET", ROSTER, params=params))["items"]]


async def test_a_roster_is_in_the_order_of_vietnamese_lists(city: Office) -> None:
    assert await names(city) == ["Lê An", "Nguyễn Văn An", "Nguyễn Thị Ánh", "Trần Thị Bình"]


async def test_a_roster_says_who_is_what(city: Office) -> None:
    first = (await city.does("ward", "GET", ROSTER))["items"][0]

    assert first == {
        "member_id": str(person_id("Lê An")),
        "name": "Lê An",
        "sort_key": first["sort_key"],
        "birth_year": 1960,
        "post": "secretary",
        "membership": "official",
        "participation": "active",
        "in_base": True,
    }


async def test_the_roll_of_an_earlier_day_is_that_of_then(city: Office) -> None:
    before, during, after = [
        await city.does("ward", "GET", ROSTER, params={"as_of": day})
        for day in ("1989-12-31", "1990-06-01", "1991-06-01")
    ]

    assert before["items"] == []
    assert {one["membership"] for one in during["items"]} == {"probationary"}
    assert {one["membership"] for one in after["items"]} == {"official"}
    assert {one["post"] for one in during["items"]} == {None}


async def test_an_exempt_member_is_on_the_roll_and_out_of_the_base(city: Office) -> None:
    await city.does("ward", "PUT", f"/members/{uuid4()}", json=sheet(exempt_from="2026-01-01"))

    items = (await city.does("ward", "GET", ROSTER))["items"]
    earlier = (await city.does("ward", "GET", ROSTER, params={"as_of": "2025-12-31"}))["items"]

    def base(entries: list[dict[str, Any]]) -> tuple[int, int]:
        return len(entries), sum(one["in_base"] for one in entries)

    assert (base(items), base(earlier)) == ((5, 4), (5, 5))


async def test_putting_a_member_twice_registers_one_and_tells_once(city: Office) -> None:
    path = f"/members/{uuid4()}"

    first, second = [await city.does("ward", "PUT", path, json=sheet(phone="0912 345 678")) for _ in range(2)]

    assert first == second
    assert first["phone"] == "+84912345678"
    told = [event for event, _ in await city.subject.staged() if isinstance(event, MemberEvent)]
    assert [type(event) for event in told if event.name == "Vũ Thị Hoà"] == [MemberRegistered]


async def test_a_correction_raises_the_sequence_and_carries_the_whole(city: Office) -> None:
    member = uuid4()
    await city.does("ward", "PUT", f"/members/{member}", json=sheet())

    await city.does("ward", "PUT", f"/members/{member}", json=sheet(name="Vũ Thị Hòa", exempt_from="2026-01-01"))

    [(event, where)] = [
        (event, where)
        for event, where in await city.subject.staged(MemberCorrected)
        if isinstance(event, MemberCorrected) and event.member_id == member
    ]
    assert (event.sequence, event.name, event.participation, where) == (2, "Vũ Thị Hòa", "exempt", BRANCH)
    assert [spell.membership for spell in event.spells] == ["probationary", "official"]


@pytest.mark.parametrize(
    ("change", "slug"),
    [
        ({"unit_id": unit_id("th.w001.b002")}, "member-elsewhere"),
        ({"phone": "123"}, "phone-invalid"),
        ({"official_on": "1989-01-01"}, "wrong-dates"),
        ({"admitted_on": "2100-01-01", "official_on": None}, "wrong-dates"),
        ({"birth_date": "2015-01-01"}, "wrong-dates"),
        ({"name": "Hoà\ufffd"}, "invalid"),
        ({"note": "x" * 5_001}, "invalid"),
        ({"ethnicity": "?"}, "invalid"),
    ],
)
async def test_a_sheet_that_cannot_be_is_refused(city: Office, change: dict[str, Any], slug: str) -> None:
    path = f"/members/{uuid4()}"
    await city.does("ward", "PUT", path, json=sheet())

    assert (await city.ask("ward", "PUT", path, json=sheet(**change))).json()["slug"] == slug


async def test_one_card_belongs_to_one_person(city: Office) -> None:
    await city.does("ward", "PUT", f"/members/{uuid4()}", json=sheet(card_no="12345678"))

    response = await city.ask("ward", "PUT", f"/members/{uuid4()}", json=sheet(card_no="12345678"))

    assert response.json()["slug"] == "card-taken"


async def test_contacts_and_card_are_masked_but_for_the_office_and_oneself(city: Office) -> None:
    path = f"/members/{person_id('Nguyễn Văn An')}"
    entered = sheet(name="Nguyễn Văn An", card_no="12345678", phone="0912345678")
    await city.does("ward", "PUT", path, json=entered)

    seen = {who: await city.does(who, "GET", path) for who in ("ward", "Nguyễn Văn An", "Lê An")}

    assert seen["ward"]["phone"] == seen["Nguyễn Văn An"]["phone"] == "+84912345678"
    assert seen["Lê An"]["phone"] == "•••••••••678"
    assert seen["Lê An"]["card_no"] == "•••••678"


async def test_members_are_found_without_marks(city: Office) -> None:
    async def found(**params: str) -> list[str]:
        return [one["name"] for one in (await city.does("ward", "GET", "/members", params=params))["items"]]

    assert await found(q="nguyen thi anh") == ["Nguyễn Thị Ánh"]
    assert await found(q="100%") == []
    assert await found(unit_id=str(unit_id("th.w001.b002"))) == ["Phạm Thị Dung"]
    assert await found(membership="probationary") == []
    assert len(await found(participation="active")) == 5


async def test_members_come_page_by_page_in_one_order(city: Office) -> None:
    seen: list[str] = []
    cursor: str | None = None
    while cursor is not None or not seen:
        params = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = await city.does("ward", "GET", "/members", params=params)
        seen += [one["name"] for one in page["items"]]
        cursor = page["next_cursor"]

    assert seen == ["Lê An", "Nguyễn Văn An", "Nguyễn Thị Ánh", "Trần Thị Bình", "Phạm Thị Dung"]


def held(role: str = "CLK", **more: Any) -> dict[str, Any]:
    usual = {
        "person_id": str(person_id("Nguyễn Thị Ánh")),
        "role": role,
        "unit_id": str(unit_id(BRANCH)),
        "valid_from": SINCE.isoformat(),
    }
    return usual | more


async def test_appointing_twice_appoints_once(city: Office) -> None:
    path = f"/appointments/{uuid4()}"

    first, second = [await city.does("Lê An", "PUT", path, json=held()) for _ in range(2)]

    assert first == second
    made = [event for event, _ in await city.subject.staged(AppointmentMade) if isinstance(event, AppointmentMade)]
    assert sum(event.person_id == person_id("Nguyễn Thị Ánh") for event in made) == 1


@pytest.mark.parametrize(
    ("change", "slug"),
    [
        ({"role": "WOF"}, "role-elsewhere"),
        ({"role": "MEM"}, "role-elsewhere"),
        ({"valid_to": "2025-06-30"}, "period-reversed"),
        ({"person_id": str(uuid4())}, "not-found"),
    ],
)
async def test_an_appointment_that_cannot_be_is_refused(city: Office, change: dict[str, str], slug: str) -> None:
    response = await city.ask("admin", "PUT", f"/appointments/{uuid4()}", json=held(**change))

    assert response.json()["slug"] == slug


async def test_one_role_is_not_held_twice_at_a_time(city: Office) -> None:
    await city.does("admin", "PUT", f"/appointments/{uuid4()}", json=held(valid_to="2026-01-31"))

    overlapping = await city.ask("admin", "PUT", f"/appointments/{uuid4()}", json=held(valid_from="2026-01-31"))
    following = await city.ask("admin", "PUT", f"/appointments/{uuid4()}", json=held(valid_from="2026-02-01"))

    assert (overlapping.json()["slug"], following.status_code) == ("appointment-exists", 200)


async def test_an_appointment_made_by_mistake_ends_at_once_and_can_be_made_again(city: Office) -> None:
    path = f"/appointments/{uuid4()}"
    today = clock.today().isoformat()
    await city.does("admin", "PUT", path, json=held("BCM", valid_from=today, post="branch_committee_member"))
    mine = str(person_id("Nguyễn Thị Ánh"))

    ended = await city.does("admin", "POST", f"{path}/end", json={})

    assert ended["valid_to"] == (clock.today() - timedelta(days=1)).isoformat()
    roles = [
        one["role"] for one in (await city.does("admin", "GET", "/appointments", params={"person_id": mine}))["items"]
    ]
    assert roles == ["BCM"]
    assert "branch_committee_member" not in {one["post"] for one in (await city.does("ward", "GET", ROSTER))["items"]}
    again = await city.ask("admin", "PUT", f"/appointments/{uuid4()}", json=held("BCM", valid_from=today))
    assert again.status_code == 200, again.text


async def test_the_last_administrator_stays(city: Office) -> None:
    mine = (await city.does("admin", "GET", "/appointments", params={"person_id": str(person_id("admin"))}))["items"][0]

    response = await city.ask(
        "admin", "POST", f"/appointments/{mine['id']}/end", json={"on": clock.today().isoformat()}
    )

    assert response.json()["slug"] == "last-administrator"


async def test_a_post_that_ends_is_no_longer_on_the_roster(city: Office) -> None:
    secretary = str(person_id("Lê An"))
    mine = (await city.does("admin", "GET", "/appointments", params={"person_id": secretary}))["items"][0]
    yesterday = clock.today() - timedelta(days=1)

    await city.does("admin", "POST", f"/appointments/{mine['id']}/end", json={"on": yesterday.isoformat()})

    assert (await city.does("ward", "GET", ROSTER))["items"][0]["post"] is None
    corrected = [event for event, _ in await city.subject.staged(MemberCorrected) if isinstance(event, MemberCorrected)]
    assert [(str(event.member_id), event.post) for event in corrected][-1] == (secretary, None)


async def test_integrators_see_no_names_and_nothing_else_that_is_personal(city: Office) -> None:
    await city.does("ward", "PUT", f"/members/{uuid4()}", json=sheet(phone="0912345678", exempt_from="2026-01-01"))

    public = str(await city.subject.public_bodies())

    for secret in ("Vũ Thị Hoà", "Lê An", "Nguyễn", "912345678", "exempt", "sort_key", "birth", "person_name", "login"):
        assert secret not in public, secret
    assert "members.member.registered.v1" in public
