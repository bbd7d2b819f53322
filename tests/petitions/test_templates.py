"""Templates for answers: everybody has those that came with the system, a unit writes its own."""

from typing import Any
from uuid import UUID, uuid4

from httpx import Response

from tests.petitions.builders import BRANCH, WARD, WARD2
from tests.petitions.conftest import Desk
from tests.support.access import unit_id

OWN: dict[str, Any] = {"name": "Nạo vét cống", "text": "Kiến nghị {code} của {branch}: nạo vét xong ngày {date}."}


async def keeps(desk: Desk, who: str, template_id: UUID, unit: str = WARD, **body: Any) -> Response:
    client = await desk.client(who)
    path = f"/units/{unit_id(unit)}/answer-templates/{template_id}"
    return await client.put(path, json={**OWN, "outcome": "resolved", **body})


async def seen(desk: Desk, who: str, unit: str = WARD) -> list[dict[str, Any]]:
    response = await desk.ask(who, f"/units/{unit_id(unit)}/answer-templates")
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


async def test_one_for_each_outcome_comes_with_the_system_and_says_where_from(desk: Desk) -> None:
    items = await seen(desk, "secretary", BRANCH)
    assert len({one["outcome"] for one in items}) == len(items) == 5
    assert all(one["source"] and one["unit_id"] is None for one in items)


async def test_a_unit_writes_changes_and_drops_its_own(desk: Desk) -> None:
    template_id = uuid4()
    assert (await keeps(desk, "ward", template_id)).status_code == 200
    assert (await keeps(desk, "ward-leader", template_id, name="Cống")).status_code == 200
    own, *others = await seen(desk, "assignee")
    assert (own["name"], own["unit_id"], len(others)) == ("Cống", str(unit_id(WARD)), 5)
    assert len(await seen(desk, "ward2", WARD2)) == 5
    client = await desk.client("ward")
    for _ in range(2):
        dropped = await client.delete(f"/units/{unit_id(WARD)}/answer-templates/{template_id}")
        assert dropped.status_code == 204
    assert len(await seen(desk, "ward")) == 5


async def test_what_came_with_the_system_or_is_another_units_is_left_alone(desk: Desk) -> None:
    common = UUID((await seen(desk, "ward"))[0]["id"])
    assert (await keeps(desk, "ward", common)).status_code == 404
    template_id = uuid4()
    await keeps(desk, "ward", template_id)
    assert (await keeps(desk, "ward2", template_id, WARD2)).status_code == 404
    for who, expected in (("assignee", 403), ("ward-board", 403), ("secretary", 404), ("ward2", 404)):
        assert (await keeps(desk, who, template_id, text=5)).status_code == expected, who


async def test_only_what_is_known_of_every_petition_can_be_filled_in(desk: Desk) -> None:
    refused = await keeps(desk, "ward", uuid4(), text="Kính gửi {name}")
    assert (refused.status_code, refused.json()["slug"]) == (422, "unknown-placeholder")
    assert "{name}" in refused.json()["detail"]
    assert "{code}" in refused.json()["detail"]
