"""The inbox live: what was missed, every change, nobody else's, and an end when the token or the service ends."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from libs.common.clock import now
from libs.contracts.petitions import PetitionSubmitted
from services.notifications import views, workflow
from services.notifications.live import STREAMS_PER_PERSON, Hub
from services.notifications.stream import follow
from tests.notifications.conftest import BRANCH, WARD
from tests.support.access import person_id
from tests.support.petitions import petition
from tests.support.servers import RunningPostgres
from tests.support.service import Subject

WARD_OFFICER = person_id("ward")
HEARTBEAT = ": \n\n"

Open = Callable[..., AbstractAsyncContextManager[AsyncGenerator[str]]]


@pytest.fixture
def hub(notifications: Subject) -> Hub:
    return Hub(notifications.clone.plain_url)


@pytest.fixture
def stopping() -> asyncio.Event:
    return asyncio.Event()


@pytest.fixture
def open_stream(notifications: Subject, hub: Hub, stopping: asyncio.Event) -> Open:
    @asynccontextmanager
    async def opened(
        name: str = "ward", after: UUID | None = None, seconds: float = 60, heartbeat: float = 15
    ) -> AsyncIterator[AsyncGenerator[str]]:
        events = follow(
            hub,
            notifications.database,
            stopping,
            person_id=person_id(name),
            after=after,
            until=now() + timedelta(seconds=seconds),
            heartbeat=heartbeat,
        )
        try:
            yield events
        finally:
            await events.aclose()

    return opened


async def a_line(notifications: Subject) -> UUID:
    """A petition comes to the ward; the id of the line in its officer's inbox."""
    await notifications.tell(petition(PetitionSubmitted, holder=WARD, previous=BRANCH), BRANCH)
    async with notifications.database.transaction() as session:
        newest = await views.newest(session, person_id=WARD_OFFICER)
    assert newest is not None
    return newest


async def event(events: AsyncIterator[str]) -> dict[str, Any]:
    async with asyncio.timeout(5):
        text = await anext(events)
    lines = dict(line.split(": ", 1) for line in text.strip().splitlines())
    data: dict[str, Any] = json.loads(lines["data"])
    assert lines["event"] == "inbox"
    assert lines.get("id") == data["id"]
    return data


async def test_a_stream_begins_with_how_things_stand(notifications: Subject, open_stream: Open) -> None:
    await a_line(notifications)
    newest = await a_line(notifications)

    async with open_stream() as events:
        assert await event(events) == {"id": str(newest), "unread": 2}


async def test_an_empty_inbox_is_said_to_be_empty(notifications: Subject, open_stream: Open) -> None:
    async with open_stream("admin") as events:
        assert await event(events) == {"id": None, "unread": 0}


async def test_a_line_is_announced_when_it_comes(notifications: Subject, open_stream: Open) -> None:
    async with open_stream() as events:
        await event(events)

        line = await a_line(notifications)

        assert await event(events) == {"id": str(line), "unread": 1}


async def test_a_stream_resumes_after_the_line_last_seen(notifications: Subject, open_stream: Open) -> None:
    async with open_stream() as events:
        await event(events)
        seen = await a_line(notifications)
        await event(events)
    missed = [await a_line(notifications) for _ in range(3)]

    async with open_stream(after=seen) as events:
        replayed = [await event(events) for _ in missed]

    assert [one["id"] for one in replayed] == [str(line) for line in missed]
    assert {one["unread"] for one in replayed} == {4}


async def test_reading_on_one_device_changes_the_count_on_another(notifications: Subject, open_stream: Open) -> None:
    line = await a_line(notifications)
    async with open_stream() as events:
        await event(events)

        async with notifications.database.transaction() as session:
            await workflow.read(session, person_id=WARD_OFFICER, item_id=line)

        assert await event(events) == {"id": None, "unread": 0}


async def test_a_stream_carries_nobody_elses_lines(notifications: Subject, open_stream: Open) -> None:
    async with open_stream("ward2", heartbeat=0.2) as events:
        await event(events)
        await a_line(notifications)

        assert await anext(events) == HEARTBEAT


async def test_a_stream_ends_with_its_token(open_stream: Open) -> None:
    began = time.monotonic()
    async with open_stream(seconds=1) as events:
        rest = [text async for text in events]

    assert len(rest) == 2
    assert rest[-1] == HEARTBEAT
    assert time.monotonic() - began < 3


async def test_a_stream_ends_when_the_service_does(open_stream: Open, stopping: asyncio.Event) -> None:
    async with open_stream() as events:
        await event(events)

        stopping.set()

        async with asyncio.timeout(1):
            assert [text async for text in events] == []


async def test_of_too_many_streams_of_one_person_the_oldest_ends(open_stream: Open) -> None:
    async with open_stream() as oldest, open_stream("secretary") as anothers:
        await event(oldest)
        await event(anothers)
        streams = [open_stream() for _ in range(STREAMS_PER_PERSON)]
        for stream in streams:
            await event(await stream.__aenter__())

        async with asyncio.timeout(1):
            assert [text async for text in oldest] == []
        for stream in streams:
            await stream.__aexit__(None, None, None)


async def listening(postgres: RunningPostgres, notifications: Subject) -> list[int]:
    """The connections that listen on this test's database, by process id."""
    connection = await asyncpg.connect(postgres.server.url)
    rows = await connection.fetch(
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'notifications-live' AND datname = $1",
        notifications.clone.name,
    )
    await connection.close()
    return [row["pid"] for row in rows]


async def test_one_connection_listens_for_all_streams_and_none_without(
    notifications: Subject, open_stream: Open, postgres_server: RunningPostgres
) -> None:
    async with open_stream() as one, open_stream("secretary") as another:
        await event(one)
        await event(another)
        during = await listening(postgres_server, notifications)
    await asyncio.sleep(0.2)

    assert len(during) == 1
    assert await listening(postgres_server, notifications) == []


async def test_a_lost_connection_comes_back_and_loses_no_line(
    notifications: Subject, open_stream: Open, postgres_server: RunningPostgres
) -> None:
    async with open_stream() as events:
        await event(events)
        [listener] = await listening(postgres_server, notifications)
        connection = await asyncpg.connect(postgres_server.server.url)

        await connection.execute("SELECT pg_terminate_backend($1)", listener)
        await a_line(notifications)

        counts = [(await event(events))["unread"]]
        await asyncio.sleep(0.5)
        await a_line(notifications)
        while counts[-1] < 2:
            counts.append((await event(events))["unread"])
        await connection.close()

    assert counts[-1] == 2
