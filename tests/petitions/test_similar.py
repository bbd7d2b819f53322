"""Duplicates over HTTP: found across branches, told to those who may know, and to nobody else more than that."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from libs.common import clock
from libs.contracts.meetings import RecommendationReworded
from libs.contracts.vocabulary import Competence
from services.petitions.models_words import Words
from tests.petitions.builders import BRANCH, BRANCH2, NEXT_DOOR, recommendation
from tests.petitions.conftest import Desk
from tests.support.access import unit_id

HERE = "Cống ngõ 12 Nguyễn Mộng Tuân tắc, cứ mưa là nước tràn vào nhà"
SAME = (
    "de nghi phuong nao vet cong thoat nuoc ngo 12 duong Nguyen Mong Tuan, mua xuong la ngap",
    "Ng. 12 đ. Nguyễn Mộng Tuân mưa to là ngập, hệ thống cống tắc lâu ngày",
    "Bà con ngõ 12 Nguyễn Mộng Tuân phản ánh cống nghẹt, nước tràn vào nhà",
    "Ngõ 12 NMT ngập sau mỗi trận mưa do cống bị tắc",
)
OTHER = (
    "Cống ngõ 21 Nguyễn Mộng Tuân tắc, cứ mưa là nước tràn vào nhà",
    "Ngõ 12 Nguyễn Mộng Tuân chưa có đèn chiếu sáng",
)


async def similar(desk: Desk, who: str, petition_id: UUID) -> dict[str, Any]:
    response = await desk.ask(who, f"/petitions/{petition_id}/similar")
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


async def typed(desk: Desk, who: str, text: str, branch: str = BRANCH) -> Any:
    client = await desk.client(who)
    return await client.post("/similar", params={"branch_id": str(unit_id(branch))}, json={"text": text})


async def test_the_same_is_found_across_branches_and_told_from_what_lies_beside_it(desk: Desk) -> None:
    new = await desk.at_ward(text=HERE)
    same = {str(await desk.at_ward(text=said, branch=NEXT_DOOR)) for said in SAME}
    other = {str(await desk.at_ward(text=said, branch=NEXT_DOOR)) for said in OTHER}

    items = (await similar(desk, "ward", new))["items"]

    assert {item["id"] for item in items[:4]} == same
    strong = {item["id"] for item in items if item["likeness"] == "strong"}
    assert len(strong) >= 3
    assert strong <= same
    assert not strong & other
    assert all(item["may_merge"] for item in items[:4])
    assert "ngõ 12" in items[0]["because"]["places"]
    assert items[0]["because"]["words"]


async def test_nobody_is_shown_what_they_may_not_read(desk: Desk) -> None:
    mine = await desk.logged(text=HERE, competence=Competence.BRANCH)
    earlier = await desk.logged(text=SAME[1])
    await desk.at_ward(text=SAME[0], branch=NEXT_DOOR)
    await desk.at_ward(text=SAME[0], branch=BRANCH2)

    assert [item["id"] for item in (await similar(desk, "secretary", mine))["items"]] == [str(earlier)]
    assert not any(item["may_merge"] for item in (await similar(desk, "secretary", mine))["items"])
    assert len((await similar(desk, "ward", mine))["items"]) == 2
    statuses = {
        who: (await desk.ask(who, f"/petitions/{mine}/similar")).status_code
        for who in ("neighbour", "ward2", "city", "admin", "stranger")
    }
    assert set(statuses.values()) == {404}


async def test_merging_is_offered_only_within_one_holder(desk: Desk) -> None:
    new, there = await desk.at_ward(text=HERE), await desk.at_ward(text=SAME[0])
    recorded = await desk.logged(text=SAME[1], branch=NEXT_DOOR)
    offered = {item["id"]: item["may_merge"] for item in (await similar(desk, "ward", new))["items"]}

    assert offered == {str(there): True, str(recorded): False}
    assert not any(item["may_merge"] for item in (await similar(desk, "ward-board", new))["items"])

    await desk.does("ward", new, "merge", into=str(there))
    assert str(new) not in {item["id"] for item in (await similar(desk, "ward", there))["items"]}


async def test_what_a_branch_is_writing_is_compared_with_its_own(desk: Desk) -> None:
    own = await desk.at_ward(text=SAME[0])
    await desk.at_ward(text=OTHER[1])

    found = (await typed(desk, "clerk", HERE)).json()

    assert found["items"][0]["id"] == str(own)
    assert found["items"][0]["likeness"] == "strong"
    assert found["items"][0]["state"] == "submitted"
    assert found["elsewhere"] is None


async def test_of_another_branch_only_that_there_is_one_and_its_state(desk: Desk) -> None:
    there = await desk.received(text=SAME[0])

    assert (await similar(desk, "ward", there))["items"] == []
    answer = await typed(desk, "neighbour", HERE, NEXT_DOOR)

    assert answer.json() == {"items": [], "elsewhere": "received"}
    assert (await typed(desk, "secretary2", HERE, BRANCH2)).json() == {"items": [], "elsewhere": None}


@pytest.mark.parametrize(("who", "status"), [("neighbour", 404), ("ward", 404), ("member", 404), ("admin", 404)])
async def test_only_the_branch_asks_for_what_it_writes(desk: Desk, who: str, status: int) -> None:
    assert (await typed(desk, who, HERE)).status_code == status
    assert (await typed(desk, who, "x" * 5_001)).status_code == status


async def test_how_long_ago_it_was_closed_decides(desk: Desk) -> None:
    await desk.closed()
    cong = "Cống ngõ 12 tắc, mưa là ngập vào nhà dân"
    assert (await typed(desk, "secretary", cong)).json()["items"][0]["state"] == "closed"

    clock.shift(370 * 86_400)

    assert (await typed(desk, "secretary", cong)).json()["items"] == []


async def test_what_is_added_later_is_found_by_too(desk: Desk) -> None:
    there = await desk.at_ward(text="Cống hay tắc, đề nghị phường xem")
    added = recommendation(RecommendationReworded, recommendation_id=there, sequence=2, urgent=True, text=HERE)
    await desk.tell(added)
    new = await desk.at_ward(text=SAME[0])

    assert str(there) in {item["id"] for item in (await similar(desk, "ward", new))["items"]}


async def test_what_only_the_added_text_says_is_read_and_compared_too(desk: Desk) -> None:
    there = await desk.at_ward(text="Đề nghị xem lại việc đã nêu năm ngoái")
    await desk.tell(recommendation(RecommendationReworded, recommendation_id=there, sequence=2, urgent=True, text=HERE))
    new = await desk.at_ward(text=SAME[0])
    assert [item["id"] for item in (await similar(desk, "ward", new))["items"]] == [str(there)]

    async with desk.subject.database.transaction() as session:
        await session.execute(update(Words).values(keys=None))
    await desk.subject.service.timers["read_unread"].once(desk.subject.database)

    assert [item["likeness"] for item in (await similar(desk, "ward", new))["items"]] == ["strong"]


async def test_texts_from_before_there_were_keys_are_read_in_time(desk: Desk) -> None:
    new, there = await desk.at_ward(text=HERE), await desk.at_ward(text=SAME[0])
    async with desk.subject.database.transaction() as session:
        await session.execute(update(Words).values(keys=None))
    assert (await similar(desk, "ward", new))["items"] == []

    assert await desk.subject.service.timers["read_unread"].once(desk.subject.database) == 2

    assert [item["id"] for item in (await similar(desk, "ward", new))["items"]] == [str(there)]


@pytest.mark.parametrize(
    "said", ["", " ", "!!!", "12", "/ / /", "\u0301", "đ" * 5_000, "ngõ 12 " * 700, "😀 😀", "A" * 4_999]
)
async def test_nonsense_is_like_nothing(desk: Desk, said: str) -> None:
    await desk.at_ward(text=HERE)

    answer = await typed(desk, "secretary", said)

    assert answer.status_code == 200, answer.text
    assert not [item for item in answer.json()["items"] if item["likeness"] == "strong"]


async def test_too_much_is_refused(desk: Desk) -> None:
    assert (await typed(desk, "secretary", "x" * 5_001)).status_code == 422
