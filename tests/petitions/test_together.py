"""Two at once: one petition is moved by one person at a time, and a meeting never ends past an opening petition."""

import asyncio

from libs.common import clock
from libs.common.ids import new_id
from libs.common.listening import Meta
from libs.contracts.meetings import MeetingEnded, RecommendationLogged
from libs.contracts.petitions import PetitionReceived
from libs.contracts.vocabulary import MeetingState
from tests.petitions.builders import BRANCH, meeting, recommendation
from tests.petitions.conftest import Desk


async def test_of_two_who_acknowledge_at_once_one_is_told_that_it_is_done(desk: Desk) -> None:
    petition_id = await desk.at_ward()
    answers = await asyncio.gather(*(desk.post(who, petition_id, "acknowledge") for who in ("ward", "ward-leader")))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert len(await desk.subject.staged(PetitionReceived)) == 1


async def test_of_two_merged_into_each_other_at_once_one_follows_the_other(desk: Desk) -> None:
    await asyncio.gather(*(desk.client(who) for who in ("ward", "ward-leader")))
    for _ in range(5):
        one, other = await desk.received(), await desk.received()
        answers = await asyncio.gather(
            desk.post("ward", one, "merge", into=str(other)), desk.post("ward-leader", other, "merge", into=str(one))
        )
        assert sorted(answer.json().get("slug", "") for answer in answers) == ["", "not-mergeable"]
        assert sorted([(await desk.get("ward", each))["state"] for each in (one, other)]) == ["merged", "received"]


async def test_a_meeting_that_ends_while_a_petition_opens_takes_it_along(desk: Desk) -> None:
    logged = recommendation(RecommendationLogged)
    ended = meeting(
        MeetingEnded, meeting_id=logged.meeting_id, sequence=2, state=MeetingState.ENDED, ended_at=clock.now()
    )
    meta = Meta(new_id(), logged.type, BRANCH, clock.now(), 1, str(new_id()), None)
    async with desk.subject.database.transaction() as opening:
        await desk.subject.listener("open_petition").deliver(opening, logged, meta)
        ending = asyncio.create_task(desk.tell(ended))
        await asyncio.sleep(0.5)
        assert not ending.done()
    await ending
    assert (await desk.get("ward", logged.recommendation_id))["state"] == "submitted"


async def test_many_of_one_transaction_open_in_their_order_with_codes_of_their_own(desk: Desk) -> None:
    events = [recommendation(RecommendationLogged, urgent=number % 2 == 0) for number in range(20)]
    metas = [Meta(new_id(), one.type, BRANCH, clock.now(), 1, str(new_id()), None) for one in events]
    async with desk.subject.database.transaction() as session:
        await desk.subject.listener("open_petition").deliver_all(session, list(zip(events, metas, strict=True)))
    seen = [await desk.get("ward", one.recommendation_id) for one in events]
    assert [one["code"][-2:] for one in seen] == [f"{number:02d}" for number in range(1, 21)]
    assert [one["state"] for one in seen] == ["submitted", "recorded"] * 10
