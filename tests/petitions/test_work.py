"""Two officers do not answer one petition: who has a form open is seen at the desk, and whoever is second is told."""

import asyncio
from typing import Any
from uuid import UUID

from httpx import Response
from sqlalchemy import text

from libs.common import clock
from libs.contracts.members import MemberErased
from libs.contracts.petitions import PetitionAnswered
from services.petitions.timers import timers
from tests.petitions.builders import ANSWER, BRANCH, WARD
from tests.petitions.conftest import Desk
from tests.support.access import person_id, unit_id

PAST_IT = 3 * 60 + 1


async def begins(desk: Desk, who: str, petition_id: UUID, verb: str = "answer", *, take_over: bool = False) -> Response:
    body = {"verb": verb, "take_over": take_over}
    return await (await desk.client(who)).put(f"/petitions/{petition_id}/work", json=body)


async def in_hand(desk: Desk, who: str = "ward", unit: str = WARD) -> list[dict[str, Any]]:
    response = await desk.ask(who, "/work", unit_id=unit_id(unit))
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


async def says(desk: Desk, who: str, petition_id: UUID, verb: str, **body: Any) -> Response:
    """A verb by somebody who takes over."""
    client = await desk.client(who)
    return await client.post(f"/petitions/{petition_id}/{verb}", json=body, headers={"Take-Over": "true"})


async def test_who_has_a_form_open_is_seen_at_the_desk_until_it_is_closed(desk: Desk) -> None:
    petition_id = await desk.received()
    mine = (await begins(desk, "ward-leader", petition_id)).json()
    [seen] = await in_hand(desk)
    assert (seen["petition_id"], seen["person_id"], seen["verb"]) == (str(petition_id), mine["person_id"], "answer")
    assert seen["name"]
    client = await desk.client("ward-leader")
    for _ in range(2):
        assert (await client.delete(f"/petitions/{petition_id}/work")).status_code == 204
    assert await in_hand(desk) == []


async def test_the_second_is_refused_in_words_until_they_take_over(desk: Desk) -> None:
    petition_id = await desk.received()
    await begins(desk, "ward", petition_id)
    [work] = await in_hand(desk)

    refused = await begins(desk, "ward-leader", petition_id)
    assert (refused.status_code, refused.json()["slug"]) == (409, "being-worked-on")
    assert work["name"] in refused.json()["detail"]
    assert (await desk.post("ward-leader", petition_id, "answer", **ANSWER)).json()["slug"] == "being-worked-on"
    assert (await begins(desk, "ward-leader", petition_id, take_over=True)).status_code == 200

    assert (await desk.post("ward", petition_id, "answer", **ANSWER)).json()["slug"] == "being-worked-on"
    await desk.does("ward-leader", petition_id, "answer", **ANSWER)
    assert await in_hand(desk) == []


async def test_a_header_takes_over_at_once(desk: Desk) -> None:
    petition_id = await desk.received()
    await begins(desk, "ward", petition_id, "escalate")
    assert (await desk.post("ward-leader", petition_id, "escalate", reason="Vượt")).status_code == 409
    assert (await says(desk, "ward-leader", petition_id, "escalate", reason="Vượt thẩm quyền")).status_code == 200


async def test_whoever_says_nothing_of_it_goes_on_as_before_while_nobody_else_is_at_work(desk: Desk) -> None:
    free, own = await desk.received(), await desk.received()
    await begins(desk, "ward", own)
    await desk.does("ward", free, "answer", **ANSWER)
    await desk.does("ward", own, "answer", **ANSWER)


async def test_it_runs_out_by_itself_and_is_renewed_while_the_form_is_open(desk: Desk) -> None:
    petition_id = await desk.received()
    first = (await begins(desk, "ward", petition_id)).json()
    clock.shift(PAST_IT - 60)
    again = (await begins(desk, "ward", petition_id)).json()
    assert (again["since"], again["until"] > first["until"]) == (first["since"], True)
    clock.shift(PAST_IT)
    assert (await begins(desk, "ward-leader", petition_id)).status_code == 409
    clock.shift(2 * PAST_IT)
    assert await in_hand(desk) == []
    assert (await begins(desk, "ward-leader", petition_id)).status_code == 200
    clock.shift(4 * PAST_IT)
    assert await timers["drop_stale_work"].once(desk.subject.database) == 1


async def test_of_two_who_begin_at_once_one_has_it(desk: Desk) -> None:
    petition_id = await desk.received()
    answers = await asyncio.gather(*(begins(desk, who, petition_id) for who in ("ward", "ward-leader")))
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_of_two_who_answer_at_once_one_wins_and_the_other_is_told(desk: Desk) -> None:
    await asyncio.gather(*(desk.client(who) for who in ("ward", "ward-leader")))
    for _ in range(5):
        petition_id = await desk.received()
        await begins(desk, "ward", petition_id)
        before = len(await desk.subject.staged(PetitionAnswered))
        answers = await asyncio.gather(
            desk.post("ward", petition_id, "answer", outcome="resolved", text="Của người đang soạn"),
            says(desk, "ward-leader", petition_id, "answer", outcome="resolved", text="Của người làm thay"),
        )
        assert sorted(answer.status_code for answer in answers) in ([200, 403], [200, 409])
        [lost] = [answer for answer in answers if answer.status_code != 200]
        assert lost.json()["detail"]
        assert len(await desk.subject.staged(PetitionAnswered)) == before + 1


async def test_a_desk_does_not_hold_up_the_branch_or_the_next_holder(desk: Desk) -> None:
    withdrawn, escalated = await desk.received(), await desk.received()
    await begins(desk, "ward", withdrawn)
    await desk.does("secretary", withdrawn, "withdraw", reason="Đã tự giải quyết")
    await begins(desk, "ward", escalated)
    await says(desk, "ward-leader", escalated, "escalate", reason="Vượt thẩm quyền")
    async with desk.subject.database.transaction() as session:
        stale = {"unit": unit_id(WARD), "id": escalated, "by": person_id("ward")}
        await session.execute(
            text("INSERT INTO work_in_hand VALUES (:id, :unit, :by, 'answer', now(), now() + interval '1 hour')"), stale
        )
    await desk.does("city", escalated, "acknowledge")


async def test_only_who_works_at_the_desk_sees_or_takes_it(desk: Desk) -> None:
    petition_id = await desk.received()
    for who, expected in (("secretary", 403), ("ward-board", 403), ("ward2", 404), ("city", 404), ("assignee", 404)):
        assert (await begins(desk, who, petition_id)).status_code == expected, who
    await begins(desk, "ward", petition_id)
    assert await in_hand(desk, "assignee") == []
    for who, expected in (("secretary", 404), ("ward-board", 403), ("ward2", 404), ("admin", 404)):
        assert (await desk.ask(who, "/work", unit_id=unit_id(WARD))).status_code == expected, who
    assert (await desk.ask("clerk", "/work", unit_id=unit_id(BRANCH))).status_code == 403


async def test_an_assignee_who_drafts_is_seen_too(desk: Desk) -> None:
    petition_id = await desk.received()
    await desk.does("ward", petition_id, "assign", assignee=str(person_id("assignee")))
    assert (await begins(desk, "assignee", petition_id)).status_code == 200
    assert len(await in_hand(desk, "assignee")) == 1
    assert (await desk.post("ward", petition_id, "answer", **ANSWER)).status_code == 409
    await desk.does("assignee", petition_id, "answer", **ANSWER)
    await desk.does("ward", petition_id, "answer", **ANSWER)


async def test_who_is_erased_is_at_work_nowhere(desk: Desk) -> None:
    petition_id = await desk.received()
    await begins(desk, "ward", petition_id)
    await desk.tell(MemberErased(sequence=2, member_id=person_id("ward")))
    assert await in_hand(desk) == []
