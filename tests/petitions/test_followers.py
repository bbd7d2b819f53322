"""A merged petition follows another: it gets that one's answer, or comes back. Nobody waits for nothing."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.event import listen, remove

from libs.contracts.petitions import PetitionAnswered, PetitionAnswerShared, PetitionUnmerged
from libs.contracts.vocabulary import PetitionState
from services.petitions.restating import restate
from tests.petitions.builders import ANSWER, BRANCH, NEXT_DOOR, WARD, WARD2, read_out, running
from tests.petitions.conftest import Desk
from tests.petitions.test_units import ended
from tests.support.access import person_id, unit_id

REASON = {"reason": "Đã tự giải quyết"}


async def merged(desk: Desk) -> tuple[UUID, UUID]:
    """A petition of the branch, and one of the branch next door that follows it."""
    first, second = await desk.received(), await desk.received(branch=NEXT_DOOR)
    await desk.does("ward", second, "merge", into=str(first))
    return first, second


async def shared(desk: Desk) -> list[tuple[PetitionAnswerShared, str]]:
    staged = await desk.subject.staged(PetitionAnswerShared)
    return [(event, path) for event, path in staged if isinstance(event, PetitionAnswerShared)]


async def test_what_is_asked_for_does_not_grow_with_what_follows(desk: Desk) -> None:
    first, _ = await merged(desk)
    asked: list[int] = []
    for _ in range(2):
        statements: list[str] = []
        engine = desk.subject.database.engine.sync_engine

        def remember(_c: Any, _cursor: Any, statement: str, *_: Any, kept: list[str] = statements) -> None:
            kept.append(statement)

        listen(engine, "before_cursor_execute", remember)
        seen = await desk.get("ward", first)
        remove(engine, "before_cursor_execute", remember)
        asked.append(len(statements))
        for branch in (BRANCH, NEXT_DOOR, NEXT_DOOR):
            await desk.does("ward", await desk.received(branch=branch), "merge", into=str(first))
    assert len(seen["followers"]) == 4
    assert asked[1] <= asked[0] + 2  # the rules may have been read again


async def test_the_answer_is_told_to_the_branch_of_every_follower_as_its_own(desk: Desk) -> None:
    first, second = await merged(desk)
    await desk.does("ward-leader", first, "answer", **ANSWER)
    [(event, path)] = await shared(desk)
    assert (event.petition_id, event.from_id, path) == (second, first, NEXT_DOOR)
    assert (event.branch_id, event.state, event.answer_text) == (
        unit_id(NEXT_DOOR),
        PetitionState.MERGED,
        ANSWER["text"],
    )
    assert (event.answer_sequence, event.answered_by_name, event.holder_id) == (event.sequence, "Đơn vị w001", None)
    seen = await desk.get("neighbour", second)
    assert (seen["state"], seen["answer"]["text"], seen["answer"]["content"]) == ("merged", ANSWER["text"], None)
    assert (seen["history"][-1]["verb"], seen["history"][-1]["note"]) == ("share_answer", ANSWER["text"])


async def test_the_answer_reaches_those_that_follow_a_follower(desk: Desk) -> None:
    first, second = await merged(desk)
    main = await desk.received()
    await desk.does("ward", first, "merge", into=str(main))
    await desk.does("ward-leader", main, "answer", **ANSWER)
    assert [(event.petition_id, event.from_id) for event, _ in await shared(desk)] == [(first, main), (second, first)]
    for who, one in (("secretary", first), ("neighbour", second)):
        assert (await desk.get(who, one))["answer"]["text"] == ANSWER["text"]


@pytest.mark.parametrize("content", [True, False])
async def test_what_the_room_says_to_it_is_noted_and_nothing_else_changes(desk: Desk, content: bool) -> None:
    first, second = await merged(desk)
    await desk.does("ward-leader", first, "answer", **ANSWER)
    heard = read_out(await desk.get("neighbour", second), content=content, reason=None if content else "Vẫn ngập")
    for _ in range(2):
        await desk.subject.deliver("take_read_out", heard, NEXT_DOOR)
    seen = await desk.get("neighbour", second)
    assert (seen["state"], seen["answer"]["content"], seen["holder"]) == ("merged", content, None)
    assert seen["answer"]["read_out_at"] is not None
    assert [line["verb"] for line in seen["history"]][-2:] == [
        "share_answer",
        "read_out" if content else "read_out_against",
    ]
    assert (await desk.get("secretary", first))["state"] == "answered"


async def test_another_answer_is_shared_again(desk: Desk) -> None:
    first, second = await merged(desk)
    await desk.does("ward-leader", first, "answer", **ANSWER)
    await desk.tell(read_out(await desk.get("neighbour", second), content=True), NEXT_DOOR)
    await desk.tell(read_out(await desk.get("secretary", first), content=False, reason="Vẫn ngập"))
    await desk.does("ward-leader", first, "answer", outcome="resolved", text="Đã làm lại toàn tuyến")
    assert len(await shared(desk)) == 2
    answer = (await desk.get("neighbour", second))["answer"]
    assert (answer["text"], answer["content"], answer["read_out_at"]) == ("Đã làm lại toàn tuyến", None, None)


@pytest.mark.parametrize(
    ("who", "verb", "body"),
    [("secretary", "withdraw", REASON), ("ward", "redirect", {"channel": "other", "reason": "Đơn khiếu nại"})],
)
async def test_what_followed_one_that_ended_without_an_answer_lies_on_the_desk_again(
    desk: Desk, who: str, verb: str, body: dict[str, str]
) -> None:
    first, second = await merged(desk)
    await desk.does(who, first, verb, **body)
    event, path = (await desk.subject.staged())[-1]
    assert isinstance(event, PetitionUnmerged)
    assert (event.petition_id, event.from_id, event.holder_id, path) == (second, first, unit_id(WARD), NEXT_DOOR)
    seen = await desk.get("ward", second)
    assert (seen["state"], seen["merged_into_id"], seen["holder"]["unit_id"]) == ("submitted", None, str(unit_id(WARD)))
    assert set(running(seen)) == {"acknowledge", "classify", "answer"}
    await desk.does("ward", second, "acknowledge")
    assert (await desk.does("ward-leader", second, "answer", **ANSWER))["state"] == "answered"


async def test_it_comes_back_to_the_desk_where_it_was_merged_wherever_the_other_has_gone(desk: Desk) -> None:
    first, second = await merged(desk)
    await desk.does("ward", first, "escalate", reason="Vượt thẩm quyền")
    await desk.tell(ended(WARD, successor=WARD2), f"{WARD}.self")
    await desk.does("secretary", first, "withdraw", **REASON)
    seen = await desk.get("ward2", second)
    assert (seen["state"], seen["holder"]["unit_id"]) == ("submitted", str(unit_id(WARD2)))


async def test_who_was_content_with_the_answer_does_not_get_it_back(desk: Desk) -> None:
    first, second = await merged(desk)
    await desk.does("ward-leader", first, "answer", **ANSWER)
    await desk.tell(read_out(await desk.get("neighbour", second), content=True), NEXT_DOOR)
    await desk.tell(read_out(await desk.get("secretary", first), content=False, reason="Vẫn ngập"))
    await desk.does("secretary", first, "withdraw", **REASON)
    assert (await desk.get("neighbour", second))["state"] == "merged"
    assert await desk.subject.staged(PetitionUnmerged) == []


async def test_merged_into_one_that_is_answered_it_has_the_answer_at_once(desk: Desk) -> None:
    first, second = await desk.answered(), await desk.received(branch=NEXT_DOOR)
    await desk.tell(ended(BRANCH), f"{BRANCH}.self")
    await desk.does("ward", second, "merge", into=str(first))
    assert [event.petition_id for event, _ in await shared(desk)] == [second]


async def test_a_rebuilt_copy_learns_of_a_shared_answer_too(desk: Desk) -> None:
    first, second = await merged(desk)
    await desk.does("ward-leader", first, "answer", **ANSWER)
    async with desk.subject.database.transaction() as session:
        await restate(session)
    events = [event for event, _ in await desk.subject.staged() if getattr(event, "petition_id", None) == second]
    [[told], last] = [[event for event, _ in await shared(desk)], events[-1]]
    assert (last.model_dump()["answer_sequence"], last.sequence) == (told.answer_sequence, told.sequence)
    assert len(await desk.subject.staged(PetitionAnswered)) == 1


async def test_the_holder_takes_a_follower_out_again(desk: Desk) -> None:
    first, second = await merged(desk)
    [follower] = (await desk.get("ward", first))["followers"]
    assert (follower["id"], follower["branch_name"]) == (str(second), "Đơn vị b002")
    assert [(await desk.get(who, first))["followers"] for who in ("secretary", "member")] == [[], []]
    assert (await desk.get("ward", second))["next"] == ["unmerge"]
    seen = await desk.does("ward", second, "unmerge")
    event, path = (await desk.subject.staged())[-1]
    assert isinstance(event, PetitionUnmerged)
    assert (event.from_id, event.by_itself, event.actor_id, path) == (first, False, person_id("ward"), NEXT_DOOR)
    assert (seen["state"], seen["merged_into_id"], seen["holder"]["unit_id"]) == ("submitted", None, str(unit_id(WARD)))
    assert set(running(seen)) == {"acknowledge", "classify", "answer"}
    assert (seen["history"][-1]["verb"], seen["history"][-1]["unit_name"]) == ("unmerge", "Đơn vị w001")
    assert (await desk.get("ward", first))["followers"] == []
    await desk.does("ward-leader", first, "answer", **ANSWER)
    assert await shared(desk) == []


async def test_nobody_else_takes_it_out(desk: Desk) -> None:
    _, second = await merged(desk)
    for who, status in (("neighbour", 403), ("member", 403), ("ward-board", 403), ("ward2", 404), ("city", 404)):
        assert (await desk.post(who, second, "unmerge")).status_code == status, who


async def test_it_comes_back_to_whoever_holds_by_now_what_it_follows(desk: Desk) -> None:
    first, second = await merged(desk)
    third = await desk.received()
    await desk.does("ward", first, "merge", into=str(third))
    await desk.does("ward", third, "escalate", reason="Vượt thẩm quyền")
    assert {one["id"] for one in (await desk.get("city", third))["followers"]} == {str(first), str(second)}
    assert (await desk.post("ward", second, "unmerge")).status_code == 403
    seen = await desk.does("city", second, "unmerge")
    assert (seen["state"], seen["holder"]["tier"]) == ("submitted", "city")
    assert [one["id"] for one in (await desk.get("city", third))["followers"]] == [str(first)]


async def test_while_the_other_lies_at_a_branch_the_unit_that_merged_it_takes_it_out(desk: Desk) -> None:
    first, second = await merged(desk)
    await desk.does("ward-leader", first, "answer", **ANSWER)
    seen = await desk.does("ward", second, "unmerge")
    assert (seen["state"], seen["holder"]["unit_id"]) == ("submitted", str(unit_id(WARD)))


async def test_what_is_settled_stays_merged(desk: Desk) -> None:
    first, second = await merged(desk)
    await desk.does("ward-leader", first, "answer", **ANSWER)
    await desk.tell(read_out(await desk.get("secretary", first), content=True))
    refused = await desk.post("ward", second, "unmerge")
    assert (refused.status_code, refused.json()["slug"]) == (409, "wrong-state")
    assert (await desk.get("ward", second))["next"] == []
