"""Several at once: each under its own permission check, with its own result, and the others are done all the same."""

from typing import Any
from uuid import UUID, uuid4

from libs.contracts.petitions import PetitionReceived
from tests.petitions.builders import BRANCH2
from tests.petitions.conftest import Desk
from tests.support.access import person_id


async def does(desk: Desk, who: str, verb: str, *petitions: UUID, **body: Any) -> list[str]:
    operations = [{"petition_id": str(one), "verb": verb, **body} for one in petitions]
    response = await (await desk.client(who)).post("/bulk", json={"operations": operations})
    assert response.status_code == 200, response.text
    results = response.json()["results"]
    assert [one["petition_id"] for one in results] == [str(one) for one in petitions]
    assert all(one["problem"]["detail"] for one in results if one["result"] == "rejected")
    return ["done" if one["result"] == "applied" else one["problem"]["slug"] for one in results]


async def test_each_is_done_or_refused_by_itself(desk: Desk) -> None:
    fresh, received, elsewhere = await desk.at_ward(), await desk.received(), await desk.at_ward(branch=BRANCH2)
    before = len(await desk.subject.staged(PetitionReceived))
    got = await does(desk, "ward", "acknowledge", fresh, received, elsewhere, uuid4(), fresh)
    assert got == ["done", "wrong-state", "not-found", "not-found", "wrong-state"]
    assert (await desk.get("ward", fresh))["state"] == "received"
    assert len(await desk.subject.staged(PetitionReceived)) == before + 1
    assert await does(desk, "clerk", "acknowledge", received) == ["not-allowed"]


async def test_what_is_left_open_stays_as_the_branch_said(desk: Desk) -> None:
    one, other = await desk.received(), await desk.received()
    assert await does(desk, "ward", "classify", one, other, complexity="simple") == ["done", "done"]
    assert (await desk.get("ward", one))["category"] == "infrastructure"
    assert await does(desk, "ward", "classify", one, category="land") == ["done"]
    assert (await desk.get("ward", one))["category"] == "land"


async def test_several_are_given_to_one_assignee(desk: Desk) -> None:
    petitions = [await desk.received() for _ in range(3)]
    assignee = str(person_id("assignee"))
    assert await does(desk, "ward", "assign", *petitions, assignee=assignee) == ["done"] * 3
    for one in petitions:
        assert (await desk.get("ward", one))["assignee"]["person_id"] == assignee
    assert await does(desk, "ward", "assign", petitions[0], assignee=str(uuid4())) == ["not-an-assignee"]


async def test_what_a_colleague_works_on_is_left_to_them(desk: Desk) -> None:
    petition_id = await desk.at_ward()
    client = await desk.client("ward-leader")
    await client.put(f"/petitions/{petition_id}/work", json={"verb": "escalate"})
    assert await does(desk, "ward", "acknowledge", petition_id) == ["being-worked-on"]


async def test_no_other_verb_and_not_too_many(desk: Desk) -> None:
    client = await desk.client("ward")
    one = {"petition_id": str(uuid4()), "verb": "withdraw", "reason": "x"}
    assert (await client.post("/bulk", json={"operations": [one]})).status_code == 422
    many = [{"petition_id": str(uuid4()), "verb": "acknowledge"}] * 51
    assert (await client.post("/bulk", json={"operations": many})).status_code == 422
