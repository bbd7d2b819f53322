"""Saved views are a person's own: a name for filters, one of them to begin with."""

from typing import Any
from uuid import UUID, uuid4

from httpx import Response
from sqlalchemy import text

from libs.contracts.members import MemberErased
from tests.petitions.conftest import Desk
from tests.support.access import person_id

ASKED = {"tab": "todo", "category": "land", "overdue": True}


async def saves(desk: Desk, who: str, view_id: UUID | None = None, **body: Any) -> Response:
    client = await desk.client(who)
    return await client.put(f"/views/{view_id or uuid4()}", json={"name": "Đất đai quá hạn", "asked": ASKED, **body})


async def names(desk: Desk, who: str) -> list[tuple[str, bool]]:
    return [(one["name"], one["is_default"]) for one in (await desk.ask(who, "/views")).json()["items"]]


async def test_a_view_is_kept_for_whoever_saved_it(desk: Desk) -> None:
    view_id = uuid4()
    assert (await saves(desk, "ward", view_id)).json()["asked"]["category"] == "land"
    assert await names(desk, "ward") == [("Đất đai quá hạn", False)]
    assert await names(desk, "ward-leader") == []
    assert (await saves(desk, "ward-leader", view_id)).status_code == 404
    client = await desk.client("ward-leader")
    await client.delete(f"/views/{view_id}")
    assert len(await names(desk, "ward")) == 1
    await (await desk.client("ward")).delete(f"/views/{view_id}")
    assert await names(desk, "ward") == []


async def test_one_view_at_most_is_what_the_desk_opens_with(desk: Desk) -> None:
    first = uuid4()
    await saves(desk, "ward", first, name="Một", is_default=True)
    await saves(desk, "ward", name="Hai", is_default=True)
    assert await names(desk, "ward") == [("Một", False), ("Hai", True)]
    await saves(desk, "ward", first, name="Một", is_default=True)
    assert await names(desk, "ward") == [("Một", True), ("Hai", False)]


async def test_names_differ_and_there_are_not_too_many(desk: Desk) -> None:
    await saves(desk, "ward")
    assert (await saves(desk, "ward")).json()["slug"] == "view-name-taken"
    assert (await saves(desk, "ward-leader")).status_code == 200
    async with desk.subject.database.transaction() as session:
        await session.execute(
            text("INSERT INTO saved_views SELECT gen_random_uuid(), :by, n, '{}', false, now() "
                 "FROM generate_series(1, 19) AS n"), {"by": person_id("ward")}
        )  # fmt: skip
    refused = await saves(desk, "ward", name="Một nữa")
    assert (refused.status_code, refused.json()["slug"]) == (409, "too-many-views")


async def test_views_are_erased_with_the_person(desk: Desk) -> None:
    await saves(desk, "ward")
    await desk.tell(MemberErased(sequence=2, member_id=person_id("ward")))
    assert await names(desk, "ward") == []
