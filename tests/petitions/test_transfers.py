"""What is for others to solve: a body outside is asked, the holder goes on answering, a clock runs for the reply."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from libs.common import clock
from libs.common.rules import end_of_day
from libs.contracts.members import MemberErased
from libs.contracts.petitions import ClockOverdue, PetitionReplied, PetitionTransferred
from libs.contracts.vocabulary import ClockKind
from services.petitions.timers import timers
from tests.petitions.builders import ANSWER, running
from tests.petitions.conftest import Desk
from tests.petitions.test_handing_up import next_moment, switch_on
from tests.petitions.test_time import go_to, run
from tests.support.access import person_id

LETTER = {"body": "Công ty Điện lực", "document_number": "15-CV/ĐU", "document_date": "2026-11-05"}


async def external(desk: Desk) -> UUID:
    petition_id = await desk.received()
    await desk.does("ward", petition_id, "classify", category="infrastructure", competence="external")
    return petition_id


async def transferred(desk: Desk, **more: Any) -> tuple[UUID, dict[str, Any]]:
    petition_id = await external(desk)
    return petition_id, await desk.does("ward", petition_id, "transfer", **LETTER, **more)


async def test_the_holder_goes_on_answering_for_it_and_a_clock_runs_for_the_reply(desk: Desk) -> None:
    _, seen = await transferred(desk)
    event = await desk.last()
    assert isinstance(event, PetitionTransferred)
    assert (seen["state"], seen["holder"]["tier"], set(running(seen))) == (
        "classified",
        "ward",
        {"answer", "external_reply"},
    )
    assert (seen["transfer"]["body"], seen["transfer"]["replied_at"]) == ("Công ty Điện lực", None)
    assert seen["history"][-1]["note"] == "Công ty Điện lực"
    assert seen["history"][-1]["details"].keys() == {"document_number", "document_date", "reply_by"}
    assert {"reply", "answer", "escalate"} <= set(seen["next"])
    assert "transfer" not in seen["next"]
    public = (await desk.subject.public_bodies())[-1]["data"]
    assert (public["document_number"], "body" in public) == ("15-CV/ĐU", False)


async def test_the_day_that_was_said_counts_and_lies_not_behind(desk: Desk) -> None:
    petition_id, day = await external(desk), clock.today() + timedelta(days=4)
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    refused = await desk.post("ward", petition_id, "transfer", **LETTER, reply_by=yesterday)
    assert (refused.status_code, refused.json()["slug"]) == (422, "reply-date-past")
    seen = await desk.does("ward", petition_id, "transfer", **LETTER, reply_by=day.isoformat())
    assert running(seen)["external_reply"] == seen["transfer"]["reply_due_at"]
    event = await desk.last()
    assert isinstance(event, PetitionTransferred)
    assert event.reply_due_at == end_of_day(day)


async def test_the_reply_meets_the_clock_and_another_body_can_be_asked(desk: Desk) -> None:
    petition_id, _ = await transferred(desk)
    twice = await desk.post("ward", petition_id, "transfer", **LETTER)
    assert (twice.status_code, twice.json()["slug"]) == (409, "awaits-reply")
    seen = await desk.does("ward", petition_id, "reply", text="Sẽ thay dây trong quý I", document_number="88/ĐL")
    event = await desk.last()
    assert isinstance(event, PetitionReplied)
    assert (event.body, event.text, event.document_number) == ("Công ty Điện lực", "Sẽ thay dây trong quý I", "88/ĐL")
    assert (set(running(seen)), seen["transfer"]["replied_at"] is not None) == ({"answer"}, True)
    [met] = [one for one in seen["clocks"] if one["kind"] == ClockKind.EXTERNAL_REPLY]
    assert met["met_at"] is not None
    nothing = await desk.post("ward", petition_id, "reply", text="Nữa")
    assert (nothing.status_code, nothing.json()["slug"]) == (409, "wrong-state")
    again = await desk.does("ward", petition_id, "transfer", body="Sở Xây dựng")
    assert (again["transfer"]["body"], again["transfer"]["document_number"]) == ("Sở Xây dựng", None)


async def test_what_somebody_wrote_down_of_a_reply_is_erased_with_them(desk: Desk) -> None:
    petition_id, _ = await transferred(desk)
    other, _ = await transferred(desk)
    await desk.does("ward", petition_id, "reply", text="Ông Tư hẹn quý I")
    await desk.does("ward-leader", other, "reply", text="Sẽ thay dây")
    await desk.tell(MemberErased(sequence=2, member_id=person_id("ward")))
    async with desk.subject.database.transaction() as session:
        kept = await session.execute(text("SELECT petition_id, reply_text FROM transfers"))
        assert {row.petition_id: row.reply_text for row in kept} == {petition_id: "", other: "Sẽ thay dây"}


async def test_only_what_is_classified_so_is_sent_and_only_by_who_holds_it(desk: Desk) -> None:
    petition_id = await desk.received()
    refused = await desk.post("ward", petition_id, "transfer", **LETTER)
    assert (refused.status_code, refused.json()["slug"]) == (409, "not-external")
    assert "transfer" not in (await desk.get("ward", petition_id))["next"]
    sent, _ = await transferred(desk)
    for who, status in (("secretary", 403), ("ward2", 404)):
        assert (await desk.post(who, sent, "reply", text="Đã xong")).status_code == status


@pytest.mark.parametrize("verb", ["answer", "escalate"])
async def test_whoever_answers_or_passes_it_on_waits_no_longer(desk: Desk, verb: str) -> None:
    petition_id, _ = await transferred(desk)
    body = ANSWER if verb == "answer" else {"reason": "Vượt thẩm quyền"}
    seen = await desk.does("ward", petition_id, verb, **body)
    [closed] = [one for one in seen["clocks"] if one["kind"] == "external_reply"]
    assert (closed["met_at"], closed["closed_at"] is not None) == (None, True)


async def test_what_does_not_reply_in_time_is_said_to_be_late(desk: Desk) -> None:
    async with desk.subject.database.transaction() as session:
        await session.execute(text("UPDATE rules SET value = 4 WHERE key = 'petitions.external_reply'"))
    _, seen = await transferred(desk)
    go_to(running(seen)["external_reply"], seconds=1)
    await run(desk, "overdue")
    staged = [event for event, _ in await desk.subject.staged(ClockOverdue)]
    assert [event.clock for event in staged if isinstance(event, ClockOverdue)] == [ClockKind.EXTERNAL_REPLY]


async def test_what_awaits_a_reply_is_not_handed_up(desk: Desk) -> None:
    await switch_on(desk)
    await transferred(desk)
    replied, _ = await transferred(desk)
    await desk.does("ward", replied, "reply", text="Không thuộc chúng tôi")
    go_to(next_moment())
    assert await timers["city_at_cut_off"].once(desk.subject.database) == 1
    assert (await desk.get("city", replied))["holder"]["tier"] == "city"
