"""Anything at all sent to every route, with meetings, recommendations and answers that exist."""

from uuid import uuid4

import pytest

from tests.meetings.builders import BRANCH, NEIGHBOUR, OTHER_BRANCH, Room, answer, recommendation_body
from tests.meetings.conftest import BASE, OFFICES
from tests.support.access import person_id, unit_id
from tests.support.anything import Known, send_everything, send_what_cannot_be_read
from tests.support.service import Subject


@pytest.mark.timeout(600)
async def test_nothing_that_is_sent_makes_it_fall_over(meetings: Subject) -> None:
    room, recommendations = Room(meetings), [uuid4() for _ in range(2)]
    planned, begun, ended = await room.schedules(), await room.begins(), await room.begins()
    for recommendation in recommendations:
        await room.does("PUT", f"/recommendations/{recommendation}", recommendation_body(begun))
    await meetings.tell(answer(recommendations[0]), BRANCH)
    await room.ends(ended)
    members = [person_id(name) for name in BASE]
    known: Known = {
        "meeting_id": [planned, begun, ended],
        "recommendation_id": recommendations,
        "petition_id": recommendations,
        "branch_id": [unit_id(BRANCH), unit_id(NEIGHBOUR), unit_id(OTHER_BRANCH)],
        "roll_call": ["start", "end"],
        "member_id": members,
        "chair_id": members,
        "clerk_id": members,
    }

    statuses = await send_everything(meetings, [person_id(who) for who, *_ in OFFICES], known)

    assert statuses.keys() >= {200, 401, 403, 404, 422}


async def test_what_is_too_large_or_breaks_off_is_refused_in_words(meetings: Subject) -> None:
    assert await send_what_cannot_be_read(meetings, person_id("secretary")) >= 6
