"""What the audit asks of a petition that was closed, reopened and closed again, and that it notices what is not so."""

import pytest
from sqlalchemy import text

from ops.audit.petitions import QUESTIONS
from tests.petitions.builders import read_out
from tests.petitions.conftest import Desk

SPELLS = "petitions with a spell that does not begin when it came back or end in a final state"
DAMAGES = {
    "the second spell begins late": "UPDATE holdings SET from_at = from_at + interval '1 microsecond' WHERE spell = 2",
    "the first spell ends early": """UPDATE holdings SET to_at = to_at - interval '1 microsecond'
        WHERE id = (SELECT max(id) FROM holdings WHERE spell = 1)""",
    "the reopening is said to be another": "UPDATE petitions SET reopened_at = reopened_at - interval '1 second'",
    "the reopening is not known": "UPDATE petitions SET reopened_at = NULL",
}


@pytest.fixture
async def reopened(desk: Desk) -> Desk:
    """One petition in its second spell."""
    petition_id = await desk.closed()
    await desk.does("secretary", petition_id, "reopen", reason="Lại tắc")
    return desk


async def complaints(desk: Desk, damage: str | None = None) -> list[str]:
    """What the audit would say, were this done; it is not."""
    session = desk.subject.database.session()
    try:
        if damage:
            await session.execute(text(damage))
        return [question.en for question in QUESTIONS if (await session.execute(text(question.sql))).first()]
    finally:
        await session.rollback()
        await session.close()


async def test_a_reopened_petition_adds_up(reopened: Desk) -> None:
    assert await complaints(reopened) == []


async def test_closed_again_it_adds_up(desk: Desk) -> None:
    petition_id = await desk.closed()
    await desk.does("secretary", petition_id, "reopen", reason="Lại tắc")
    answered = await desk.does("ward-leader", petition_id, "answer", outcome="resolved", text="Đã nạo vét lại.")
    await desk.tell(read_out(answered, content=True))

    assert (await desk.get("secretary", petition_id))["state"] == "closed"
    assert await complaints(desk) == []


async def test_reopened_by_the_room_it_stays_in_its_first_spell(desk: Desk) -> None:
    petition_id = await desk.answered()
    await desk.tell(read_out(await desk.get("secretary", petition_id), content=False, reason="Chưa xong"))

    assert (await desk.get("secretary", petition_id))["state"] == "reopened"
    assert await complaints(desk) == []


async def test_merged_and_parted_again_it_adds_up(desk: Desk) -> None:
    main, follower = await desk.received(), await desk.received()
    await desk.does("ward", follower, "merge", into=str(main))
    assert await complaints(desk) == []
    await desk.does("secretary", main, "withdraw", reason="Đã tự giải quyết")

    assert (await desk.get("ward", follower))["state"] == "submitted"
    assert await complaints(desk) == []
    assert SPELLS in await complaints(desk, DAMAGES["the second spell begins late"])


async def test_every_other_end_adds_up_too(desk: Desk) -> None:
    withdrawn, redirected, merged, target = [await desk.received() for _ in range(4)]
    await desk.does("secretary", withdrawn, "withdraw", reason="Đã tự giải quyết")
    await desk.does("ward", redirected, "redirect", channel="citizen_reception", reason="Thuộc tiếp công dân")
    await desk.does("ward", merged, "merge", into=str(target))
    answered = await desk.does("ward-leader", target, "answer", outcome="resolved", text="Đã nạo vét xong cống.")
    await desk.tell(read_out(answered, content=True))

    assert await complaints(desk) == []


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
async def test_a_spell_that_does_not_meet_its_reopening_is_named(reopened: Desk, damage: str) -> None:
    assert SPELLS in await complaints(reopened, damage)
