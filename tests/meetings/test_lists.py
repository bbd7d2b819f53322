"""Lists at volume: pages that hold every meeting once, and plans that stay on their indexes."""

from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common.paging import encode
from services.meetings.models import Base
from tests.meetings.builders import BRANCH, Room
from tests.support.access import unit_id
from tests.support.service import Subject

# 311 branches × 5 years × 15 meetings, 5 recommendations and 80 marks a meeting are reached by a tenth of it here.
FILL = """
INSERT INTO meetings (id, branch_id, path, kind, starts_at, held_on, month, place, state, scheduled_by, sequence)
    SELECT gen_random_uuid(), md5('branch ' || n % 300)::uuid, 'th.w001.b001', 'extraordinary', moment,
        moment::date, date_trunc('month', moment)::date, 'Hội trường', 'scheduled', gen_random_uuid(), 1
    FROM (
        SELECT n, timestamptz '2026-11-03 12:00Z' - n * interval '1 hour' AS moment FROM generate_series(1, 20000) n
    ) AS made;
INSERT INTO recommendations (id, meeting_id, branch_id, text, category, competence, urgent, raised_by, logged_at,
        logged_by, worded_at, sequence)
    SELECT gen_random_uuid(), id, branch_id, 'Cống thoát nước bị ngập', 'land', 'ward', false, 'branch', starts_at,
        scheduled_by, starts_at, 1
    FROM meetings;
INSERT INTO roll_call_marks (meeting_id, roll_call, member_id, mark, at, marked_by)
    SELECT id, 'start', gen_random_uuid(), 'present', starts_at, scheduled_by FROM meetings, generate_series(1, 3);
INSERT INTO answers (petition_id, branch_id, code, state, answer_sequence, answered_at, sequence)
    SELECT id, branch_id, 'KN', 'answered', 1, logged_at, 1 FROM recommendations;
INSERT INTO roster_members (member_id, name, sort_key, unit_ids, spells, periods, erased, sequence)
    SELECT gen_random_uuid(), 'Vũ An', 'a', ARRAY[md5('branch ' || n % 300)::uuid], '[]', '[]', false, 1
    FROM generate_series(1, 20000) n;
INSERT INTO kept_operations (person_id, id, meeting_id, verb, body, at)
    SELECT scheduled_by, gen_random_uuid(), id, 'end', '{}', starts_at FROM meetings;
INSERT INTO read_outs (petition_id, answer_sequence, meeting_id, content, at, read_out_by, code, outcome, text,
        answered_by_name, answered_at)
    SELECT id, 1, meeting_id, true, logged_at, logged_by, 'KN', 'resolved', 'Đã nạo vét', 'Phường', logged_at
    FROM recommendations
"""
ONE = "01890000-0000-7000-8000-000000000000"
NAIVE, ENDLESS = encode(["2026-11-03T12:30:00", ONE]), encode(["9999-12-31T23:59:59-12:00", ONE])
READS = {
    "meetings of a branch": "SELECT * FROM meetings WHERE branch_id = :branch ORDER BY starts_at DESC LIMIT 51",
    "recommendations of a meeting": "SELECT * FROM recommendations WHERE meeting_id = :meeting ORDER BY logged_at, id",
    "marks of a meeting": "SELECT * FROM roll_call_marks WHERE meeting_id = :meeting",
    "roster of a branch": "SELECT * FROM roster_members WHERE unit_ids @> ARRAY[CAST(:branch AS uuid)]",
    "agenda of a branch": "SELECT * FROM answers WHERE branch_id IN (:branch) AND state = 'answered'",
    "operations that wait": "SELECT * FROM kept_operations WHERE meeting_id = :meeting ORDER BY at",
    "read-outs of a meeting": "SELECT * FROM read_outs WHERE meeting_id = :meeting",
}


async def test_pages_hold_every_meeting_once_the_latest_first(meetings: Subject) -> None:
    room = Room(meetings)
    made = [await room.schedules(starts_at=f"2026-11-0{1 + number % 4}T12:30:00+00:00") for number in range(7)]
    seen: list[dict[str, str]] = []
    page = await room.does("GET", "/meetings", limit=3)
    seen += page["items"]

    while page["next_cursor"]:
        page = await room.does("GET", "/meetings", limit=3, cursor=page["next_cursor"])
        seen += page["items"]

    assert {item["id"] for item in seen} == {str(one) for one in made}
    assert len(seen) == 7
    assert [item["starts_at"] for item in seen] == sorted((item["starts_at"] for item in seen), reverse=True)


async def test_a_list_is_narrowed_by_branch_state_and_time(meetings: Subject) -> None:
    room = Room(meetings)
    early, begun = await room.schedules(starts_at="2026-11-01T12:30:00+00:00"), await room.begins()

    async def found(**query: str) -> set[UUID]:
        return {UUID(item["id"]) for item in (await room.does("GET", "/meetings", **query))["items"]}

    assert await found(branch_id=str(unit_id(BRANCH))) == {early, begun}
    assert await found(state="in_progress") == {begun}
    assert await found(**{"from": "2026-11-02T00:00:00Z"}) == {begun}
    assert await found(to="2026-11-02T00:00:00Z") == {early}


@pytest.mark.parametrize("cursor", ["!", "e30", "WzFd", "WyJ4IiwieSJd", NAIVE, ENDLESS])
async def test_a_cursor_nobody_gave_out_is_refused(meetings: Subject, cursor: str) -> None:
    assert await Room(meetings).refused("GET", "/meetings", cursor=cursor) == (422, "bad-cursor")


async def test_reads_stay_on_their_indexes_at_volume(meetings: Subject) -> None:
    owner = await asyncpg.connect(meetings.clone.plain_owner_url)
    await owner.execute(FILL)
    await owner.execute("ANALYZE")
    await owner.close()
    async with meetings.database.transaction() as session:
        meeting, branch = (await session.execute(text("SELECT id, branch_id FROM meetings LIMIT 1"))).one()
        given = {"meeting": meeting, "branch": branch}
        plans = {name: await plan_of(session, read, given) for name, read in READS.items()}

    assert {name: plan for name, plan in plans.items() if "Seq Scan" in plan} == {}


async def plan_of(session: AsyncSession, read: str, given: dict[str, UUID]) -> str:
    values = {key: value for key, value in given.items() if f":{key}" in read}
    return "\n".join(await session.scalars(text(f"EXPLAIN {read}"), values))


async def test_the_tables_are_what_the_models_say(meetings: Subject) -> None:
    query = text(
        "SELECT table_name, column_name, is_nullable FROM information_schema.columns WHERE table_schema = 'public'"
    )
    async with meetings.database.transaction() as session:
        built = {(table, column): nullable == "YES" for table, column, nullable in await session.execute(query)}
        checks = set(await session.scalars(text("SELECT conname FROM pg_constraint WHERE contype IN ('c', 'p', 'f')")))
        indexes = set(await session.scalars(text("SELECT indexname FROM pg_indexes WHERE schemaname = 'public'")))

    for table in Base.metadata.sorted_tables:
        columns = {column.name: column.nullable for column in table.columns}
        assert {name: null for (owner, name), null in built.items() if owner == table.name} == columns
        assert {str(one.name) for one in table.constraints} <= checks
        assert {str(index.name) for index in table.indexes} <= indexes
