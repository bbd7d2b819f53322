"""The whole state again: what `rebuild` stages, and that nothing else changes by it."""

import asyncpg
from sqlalchemy import text

from libs.contracts.meetings import MeetingRestated, RecommendationRestated
from services.meetings.restating import restate
from tests.meetings.builders import BRANCH, Room, recommendation_body
from tests.support.service import Subject

MANY = """
INSERT INTO recommendations (id, meeting_id, branch_id, text, category, competence, urgent, raised_by, logged_at,
        logged_by, worded_at, sequence)
    SELECT gen_random_uuid(), id, branch_id, 'Cống thoát nước bị ngập', 'land', 'ward', false, 'branch', starts_at,
        scheduled_by, starts_at, 3
    FROM meetings, generate_series(1, 1200)
"""


async def test_every_meeting_and_recommendation_is_told_again_as_it_is(meetings: Subject) -> None:
    room = Room(meetings)
    meeting_id = await room.begins()
    await room.does("PUT", f"/recommendations/{meeting_id}", recommendation_body(meeting_id))
    owner = await asyncpg.connect(meetings.clone.plain_owner_url)
    await owner.execute(MANY)
    await owner.close()
    before = await room.does("GET", f"/meetings/{meeting_id}")

    async with meetings.database.transaction() as session:
        told = await restate(session)

    [(meeting, path)] = await meetings.staged(MeetingRestated)
    recommendations = [event for event, _ in await meetings.staged(RecommendationRestated)]
    assert (told, len(recommendations), path) == (1_202, 1_201, BRANCH)
    assert meeting.model_dump()["state"] == "in_progress"
    assert meeting.sequence == before["sequence"]
    spoken = [event.model_dump() for event in recommendations if event.sequence == 1]
    assert [one["raised_by_name"] for one in spoken] == ["Huỳnh Kim Bình"]
    assert await room.does("GET", f"/meetings/{meeting_id}") == before


async def test_the_rules_are_rows_with_validity_and_source(meetings: Subject) -> None:
    async with meetings.database.transaction() as session:
        rows = (await session.execute(text("SELECT key, value, unit, valid_from, source FROM rules"))).all()

    values = {row.key: int(row.value) for row in rows}
    assert values["meetings.duration.regular"] == 90
    assert values["meetings.duration.combined"] == 120
    assert values["meetings.duration.longest"] == 8
    assert values["meetings.marks.late"] == values["meetings.read_outs.late"] == 2
    assert values["meetings.date.last_day"] == 7
    assert all(row.source and row.unit for row in rows)
