"""The bodies of a ward: five and their departments unless it says otherwise, and who works in each."""

from typing import Any

from httpx import Response

from libs.contracts.members import MemberErased
from libs.contracts.vocabulary import Category
from tests.petitions.builders import CITY, WARD, WARD2
from tests.petitions.conftest import Desk
from tests.support.access import person_id, unit_id

FIVE = ["UBND", "UBKT", "BXDD", "MTTQ", "VPDU"]


async def seen(desk: Desk, who: str = "ward", unit: str = WARD) -> dict[str, Any]:
    response = await desk.ask(who, f"/units/{unit_id(unit)}/bodies")
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


async def keeps(desk: Desk, who: str, code: str, *members: str, unit: str = WARD, **body: Any) -> Response:
    client = await desk.client(who)
    said = {"name": "Công an phường", "members": [str(person_id(one)) for one in members], **body}
    return await client.put(f"/units/{unit_id(unit)}/bodies/{code}", json=said)


def members(found: dict[str, Any], code: str) -> list[str]:
    [body] = [one for one in found["items"] if one["code"] == code]
    return [one["person_id"] for one in body["assignees"]]


async def test_a_ward_has_the_five_and_their_departments_to_begin_with(desk: Desk) -> None:
    found = await seen(desk)
    assert [one["code"] for one in found["items"] if one["parent_code"] is None] == FIVE
    assert all(one["source"] for one in found["items"])
    assert {one["person_id"] for one in found["others"]} == {str(person_id("assignee")), str(person_id("assignee-b"))}
    assert (await seen(desk, "city", CITY))["items"] == []


async def test_every_category_is_usually_somebodys_and_says_why(desk: Desk) -> None:
    found = await seen(desk)
    codes = {one["code"] for one in found["items"]}
    assert {one["category"] for one in found["owners"]} == {str(one) for one in Category}
    assert all(one["code"] in codes and one["source"] for one in found["owners"])


async def test_an_officer_says_who_works_where_and_each_works_in_one(desk: Desk) -> None:
    assert (await keeps(desk, "ward", "CA", "assignee", "assignee-b")).status_code == 200
    assert len(members(await seen(desk), "CA")) == 2
    await keeps(desk, "ward-leader", "UBND", "assignee", name="UBND")
    found = await seen(desk)
    assert (members(found, "CA"), members(found, "UBND")) == (
        [str(person_id("assignee-b"))],
        [str(person_id("assignee"))],
    )
    assert found["others"] == []


async def test_a_ward_has_its_own_names_and_its_own_bodies(desk: Desk) -> None:
    await keeps(desk, "ward", "CA", name="Công an phường An Phú", parent_code="UBND", position=15)
    await keeps(desk, "ward", "DTNCS", name="Đoàn Thanh niên", position=60)
    await keeps(desk, "ward", "BCHQS", name="Ban Chỉ huy quân sự", parent_code="UBND", position=16, absent=True)
    named = {one["code"]: one for one in (await seen(desk))["items"]}
    assert (named["CA"]["name"], named["CA"]["source"]) == ("Công an phường An Phú", None)
    assert (named["DTNCS"]["absent"], named["BCHQS"]["absent"]) == (False, True)
    assert "DTNCS" not in {one["code"] for one in (await seen(desk, "ward2", WARD2))["items"]}


async def test_only_officers_arrange_them_and_only_with_their_assignees(desk: Desk) -> None:
    for who, expected in (("assignee", 403), ("ward-board", 403), ("secretary", 404), ("ward2", 404), ("city", 404)):
        assert (await keeps(desk, who, "CA", name=5)).status_code == expected, who
        assert (await desk.ask(who, f"/units/{unit_id(WARD)}/bodies")).status_code == expected, who
    assert (await keeps(desk, "ward", "CA", "secretary")).json()["slug"] == "not-an-assignee"
    assert (await keeps(desk, "ward", "c a")).status_code == 422


async def test_who_is_erased_works_nowhere(desk: Desk) -> None:
    await keeps(desk, "ward", "CA", "assignee")
    await desk.tell(MemberErased(sequence=2, member_id=person_id("assignee")))
    assert members(await seen(desk), "CA") == []
