"""Whoever works on a petition does not see who raised it, until they ask with a reason that whoever raised it reads."""

from typing import Any
from uuid import UUID

import pytest

from libs.common.ids import new_id
from libs.contracts.members import MemberErased
from libs.contracts.petitions import PetitionerRevealed
from tests.petitions.conftest import Desk
from tests.petitions.test_audited import complaints
from tests.support.access import person_id

NAME = "Lê Thị Thành Viên"
WHY = {"reason_code": "ask_more", "reason": "Cần biết ống cống đi qua nhà nào"}


async def assigned(desk: Desk, to: str = "assignee") -> UUID:
    """A petition that the ward has given to somebody to work on."""
    petition_id = await desk.received()
    await desk.does("ward", petition_id, "assign", assignee=str(person_id(to)))
    return petition_id


def reveals(petition: dict[str, Any]) -> list[dict[str, Any]]:
    return [line for line in petition["history"] if line["verb"] == "reveal"]


async def test_an_assignee_finds_the_name_nowhere(desk: Desk) -> None:
    petition_id = await assigned(desk)
    client = await desk.client("assignee")
    paths = [f"/petitions/{petition_id}{part}" for part in ("", "/similar", "/notes", "/receipt")]
    seen = [await client.get(path) for path in (*paths, "/petitions", "/petitions?q=cống ngõ 12", "/petitions?q=Thành")]
    assert [one.status_code for one in seen] == [200] * len(seen)
    for hidden in (NAME, str(person_id("member"))):
        assert hidden not in " ".join(one.text for one in seen)
    assert seen[0].json()["raised_by"] is None
    assert seen[0].json()["may_reveal"]
    assert seen[-1].json()["items"] == []


async def test_they_ask_with_a_reason_and_see_it_from_then_on(desk: Desk) -> None:
    petition_id = await assigned(desk)
    after = await desk.does("assignee", petition_id, "reveal", **WHY)
    assert (after["raised_by"]["name"], after["may_reveal"]) == (NAME, False)
    again = await desk.get("assignee", petition_id)
    assert (again["raised_by"]["name"], again["state"]) == (NAME, "assigned")
    assert await complaints(desk) == []
    event = await desk.last()
    assert isinstance(event, PetitionerRevealed)
    assert (event.actor_id, event.raised_by_id) == (person_id("assignee"), person_id("member"))
    assert (event.role, event.reason_code, event.reason) == ("WAS", "ask_more", WHY["reason"])
    public = (await desk.subject.public_bodies())[-1]
    assert public["type"] == "petitions.petitioner.revealed.v1"
    assert {"reason", "actor_id", "raised_by_id"}.isdisjoint(public["data"])


async def test_whoever_raised_it_reads_which_office_and_why_but_no_name(desk: Desk) -> None:
    petition_id = await assigned(desk)
    await desk.does("assignee", petition_id, "reveal", **WHY)
    for who in ("member", "secretary"):
        (line,) = reveals(await desk.get(who, petition_id))
        assert (line["role"], bool(line["unit_name"]), line["note"]) == ("WAS", True, WHY["reason"])
        assert line["reason"]["vi"] == "Cần hỏi thêm người nêu để giải quyết"
        assert (line["actor_id"], line["actor_name"]) == (None, None)
    (line,) = reveals(await desk.get("ward-leader", petition_id))
    assert line["actor_id"] == str(person_id("assignee"))


async def test_it_is_theirs_alone(desk: Desk) -> None:
    petition_id = await assigned(desk)
    await desk.does("assignee", petition_id, "reveal", **WHY)
    await desk.does("ward", petition_id, "assign", assignee=str(person_id("assignee-b")))
    assert (await desk.ask("assignee", f"/petitions/{petition_id}")).status_code == 404
    assert (await desk.get("assignee-b", petition_id))["raised_by"] is None
    assert (await desk.post("assignee", petition_id, "reveal", **WHY)).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *((who, 403) for who in ("ward", "ward-leader", "ward-board", "secretary", "clerk", "member", "liaison")),
        *((who, 404) for who in ("assignee-b", "city-assignee", "city", "ward2", "secretary2", "neighbour", "admin")),
    ],
)
async def test_who_sees_it_anyway_or_has_nothing_to_do_with_it_cannot_ask(desk: Desk, who: str, status: int) -> None:
    petition_id = await assigned(desk)
    assert (await desk.post(who, petition_id, "reveal", **WHY)).status_code == status
    assert (await desk.post(who, petition_id, "reveal")).status_code == status
    assert reveals(await desk.get("ward", petition_id)) == []


async def test_it_takes_a_code_of_the_list_and_words(desk: Desk) -> None:
    petition_id = await assigned(desk)
    for body, slug in (
        ({"reason_code": "ask_more"}, "invalid"),
        ({"reason": "Vì cần"}, "invalid"),
        ({"reason_code": "ask_more", "reason": "  "}, "invalid"),
        ({"reason_code": "unclear", "reason": "Vì cần"}, "unknown-reason"),
    ):
        refused = await desk.post("assignee", petition_id, "reveal", **body)
        assert (refused.status_code, refused.json()["slug"]) == (422, slug), body
    assert (await desk.post("assignee", new_id(), "reveal", **WHY)).status_code == 404
    assert (await desk.get("assignee", petition_id))["raised_by"] is None


async def test_what_is_done_with_needs_no_name(desk: Desk) -> None:
    answered, ended = await assigned(desk), await assigned(desk)
    await desk.does("ward-leader", answered, "answer", outcome="resolved", text="Đã xong")
    assert (await desk.post("assignee", answered, "reveal", **WHY)).status_code == 403
    await desk.does("secretary", ended, "withdraw", reason_code="solved")
    refused = await desk.post("assignee", ended, "reveal", **WHY)
    assert (refused.status_code, refused.json()["slug"]) == (409, "wrong-state")
    for petition_id in (answered, ended):
        seen = await desk.get("assignee", petition_id)
        assert (seen["may_reveal"], seen["raised_by"]) == (False, None)


async def test_the_same_request_sent_twice_is_one_line(desk: Desk) -> None:
    petition_id = await assigned(desk)
    client = await desk.client("assignee")
    for _ in range(2):
        sent = await client.post(f"/petitions/{petition_id}/reveal", json=WHY, headers={"Idempotency-Key": "once"})
        assert sent.status_code == 200
    assert len(reveals(await desk.get("ward", petition_id))) == 1


async def test_the_line_outlives_the_words_of_who_asked(desk: Desk) -> None:
    petition_id = await assigned(desk)
    await desk.does("assignee", petition_id, "reveal", **WHY)
    await desk.tell(MemberErased(sequence=2, member_id=person_id("assignee")))
    (line,) = reveals(await desk.get("member", petition_id))
    assert (line["note"], line["details"]) == (None, {"reason_code": "ask_more"})
