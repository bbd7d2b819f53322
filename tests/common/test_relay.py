"""The relay: what is committed is published, once, in order, to the right stream, whatever happens on the way."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest
from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy
from sqlalchemy import text

from libs.common.ids import new_id
from libs.common.outbox import stage, stage_many
from libs.common.relay import Relay
from libs.common.streams import HEALTH, PRIVATE, ensure_stream, streams_of
from tests.common.toys import PATH, Toys, ToyTold, happened, until


@pytest.fixture
async def streams(toys: Toys) -> None:
    for stream in streams_of("toys"):
        await ensure_stream(toys.js, stream)


def relay_of(toys: Toys, nats: Any = None, poll: float = 1.0) -> Relay:
    client: Any = nats or toys.operator
    return Relay(dsn=toys.clone.app_url, nats=client, js=client.jetstream(), poll=poll)


@asynccontextmanager
async def relaying(toys: Toys, nats: Any = None, poll: float = 1.0) -> AsyncIterator[Relay]:
    """A relay at work."""
    relay = relay_of(toys, nats, poll)
    task = asyncio.create_task(relay.run())
    try:
        yield relay
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def drained(toys: Toys, relay: Relay) -> None:
    """One round of a relay, as its own role, without waiting."""
    connection = await asyncpg.connect(toys.clone.plain_url)
    try:
        await relay.drain(connection)
    finally:
        await connection.close()


@pytest.mark.usefixtures("streams")
@pytest.mark.parametrize("count", [1, 5, 250])
async def test_what_is_committed_is_published_in_order_with_its_id_and_marked_with_its_place(
    toys: Toys, count: int
) -> None:
    ids = await toys.stage(*(happened() for _ in range(count)))

    await drained(toys, relay_of(toys))

    marked = await toys.rows("SELECT event_id, stream_sequence FROM outbox ORDER BY id")
    assert [row["event_id"] for row in marked] == ids
    assert [row["stream_sequence"] for row in marked] == list(range(1, count + 1))
    for sequence in {1, count // 2 + 1, count}:
        message = await toys.js.get_msg("TOYS", sequence)
        assert (message.headers or {})["Nats-Msg-Id"] == str(ids[sequence - 1])
        assert json.loads(message.data or b"")["id"] == str(ids[sequence - 1])


@pytest.mark.usefixtures("streams")
async def test_what_is_rolled_back_is_never_published(toys: Toys) -> None:
    async with toys.database.session() as session:
        await stage(session, happened(), unit_path=PATH)
        await session.rollback()

    await drained(toys, relay_of(toys))

    assert (await toys.js.stream_info("TOYS")).state.messages == 0


@pytest.mark.usefixtures("streams")
async def test_both_renditions_go_to_their_streams_under_one_id(toys: Toys) -> None:
    [event_id] = await toys.stage(ToyTold(sequence=1, toy_id=new_id(), secret="x"))

    await drained(toys, relay_of(toys))

    rows = await toys.rows("SELECT event_id, stream, subject FROM outbox WHERE published_at IS NOT NULL ORDER BY id")
    public = f"toys.toy.told.v1.{PATH}"
    assert [tuple(row.values()) for row in rows] == [
        (event_id, "TOYS", public),
        (event_id, "PRIVATE", f"private.{public}"),
    ]


async def test_while_its_stream_is_missing_the_relay_keeps_the_rows_and_says_so(
    toys: Toys, caplog: pytest.LogCaptureFixture
) -> None:
    await ensure_stream(toys.js, PRIVATE)
    await toys.stage(happened(), ToyTold(sequence=1, toy_id=new_id(), secret="x"))

    await drained(toys, relay_of(toys))

    waiting = await toys.rows("SELECT stream FROM outbox WHERE published_at IS NULL")
    assert [row["stream"] for row in waiting] == ["TOYS", "TOYS"]
    assert any("relay_publish_failed" in str(record.msg) for record in caplog.records)
    await ensure_stream(toys.js, streams_of("toys")[0])
    await drained(toys, relay_of(toys))
    assert await unsent(toys) == 0


@pytest.mark.usefixtures("streams")
async def test_a_stream_that_takes_nothing_holds_up_only_its_own(toys: Toys) -> None:
    nowhere = "INSERT INTO outbox (event_id, type, stream, subject, body) VALUES "
    nowhere += "(gen_random_uuid(), 't', 'NOWHERE', 'nowhere.x', '{}')"
    async with toys.database.transaction() as session:
        await session.execute(text(nowhere))
    await toys.stage(happened())

    await drained(toys, relay_of(toys))

    waiting = await toys.rows("SELECT stream FROM outbox WHERE published_at IS NULL")
    assert [row["stream"] for row in waiting] == ["NOWHERE"]


async def test_an_event_is_never_taken_for_published_because_somebody_else_heard_it(toys: Toys) -> None:
    heard: list[bytes] = []

    async def listen(message: Any) -> None:
        heard.append(message.data)
        if message.reply:
            await message.respond(b'{"stream": "OTHER", "seq": 7}')

    await toys.operator.subscribe("toys.>", cb=listen)
    await toys.stage(happened())
    await toys.stage(happened(), happened())

    await drained(toys, relay_of(toys))

    assert heard
    assert await unsent(toys) == 3


@pytest.mark.usefixtures("streams")
async def test_a_full_stream_makes_the_relay_wait_and_loses_nothing(toys: Toys) -> None:
    config = (await toys.js.stream_info("TOYS")).config
    await toys.js.update_stream(config.evolve(max_msgs=3))
    await toys.stage(*(happened() for _ in range(5)))

    await drained(toys, relay_of(toys))
    await toys.js.update_stream(config.evolve(max_msgs=-1))
    await drained(toys, relay_of(toys))

    assert config.discard == DiscardPolicy.NEW
    assert await unsent(toys) == 0
    assert (await toys.js.stream_info("TOYS")).state.messages == 5


class Deaf:
    """A NATS client whose answers get lost on the way back, for as long as `deaf` says so."""

    def __init__(self, client: Any, deaf: Callable[[], bool]) -> None:
        self._client, self._deaf = client, deaf

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    async def request(self, *args: Any, **options: Any) -> Any:
        answer = await self._client.request(*args, **options)
        if self._deaf():
            raise TimeoutError
        return answer

    def jetstream(self) -> JetStreamContext:
        client: Any = self
        return JetStreamContext(client)


@pytest.mark.usefixtures("streams")
@pytest.mark.parametrize("count", [1, 40])
async def test_a_publish_whose_answer_was_lost_is_not_doubled(toys: Toys, count: int) -> None:
    answers = 0

    def lost() -> bool:
        nonlocal answers
        answers += 1
        return answers == (1 if count == 1 else 2)  # of a batch the first answer is to its beginning, the second to all

    ids = await toys.stage(*(happened() for _ in range(count)))
    relay = relay_of(toys, Deaf(toys.operator, lost))

    await drained(toys, relay)
    assert await unsent(toys) == count
    await drained(toys, relay)

    assert answers > 1
    assert (await toys.js.stream_info("TOYS")).state.messages == count
    marked = await toys.rows("SELECT event_id, stream_sequence FROM outbox ORDER BY id")
    assert [(row["event_id"], row["stream_sequence"]) for row in marked] == list(
        zip(ids, range(1, count + 1), strict=True)
    )


@pytest.mark.usefixtures("streams")
async def test_a_late_commit_is_not_stepped_over(toys: Toys) -> None:
    async with relaying(toys) as relay, toys.database.session() as late:
        await stage(late, happened(), unit_path=PATH)
        await toys.stage(happened())
        relay.wake()
        await until(lambda: _published(toys, 1))
        await late.commit()
        await until(lambda: _published(toys, 2))

    assert await unsent(toys) == 0


@pytest.mark.usefixtures("streams")
async def test_the_order_of_each_writer_is_kept_among_many_at_once(toys: Toys) -> None:
    async def write(toy_id: Any) -> None:
        for sequence in range(1, 26):
            async with toys.database.transaction() as session:
                event = happened(toy_id).model_copy(update={"sequence": sequence})
                await stage(session, event, unit_path=PATH)
            relay.wake()

    writers = [new_id() for _ in range(6)]
    async with relaying(toys) as relay:
        await asyncio.gather(*(write(toy_id) for toy_id in writers))
        await until(lambda: _published(toys, 150))

    seen: dict[str, list[int]] = {str(toy_id): [] for toy_id in writers}
    for row in await toys.rows("SELECT body FROM outbox ORDER BY stream_sequence"):
        body = json.loads(row["body"])
        seen[body["data"]["toy_id"]].append(int(body["sequence"]))
    assert set(map(tuple, seen.values())) == {tuple(range(1, 26))}
    assert (await toys.js.stream_info("TOYS")).state.messages == 150


@pytest.mark.usefixtures("streams")
async def test_of_two_relays_one_leads_and_the_other_takes_over_when_it_dies(toys: Toys) -> None:
    async with relaying(toys) as second:
        async with relaying(toys):
            await until(lambda: _leaders(toys, 1))
            await toys.stage(*(happened() for _ in range(20)))
            await until(lambda: _published(toys, 20))
            assert await toys.value(LEADERS) == 1
        await toys.stage(happened())
        second.wake()
        await until(lambda: _published(toys, 21))

    assert (await toys.js.stream_info("TOYS")).state.messages == 21


@pytest.mark.usefixtures("streams")
async def test_what_is_staged_at_a_replica_goes_out_without_waiting_for_the_next_look(toys: Toys) -> None:
    async with relaying(toys, poll=60):
        await until(lambda: _leaders(toys, 1))
        async with relaying(toys, poll=60) as follower:
            await until(lambda: _connected(toys, 2))
            await toys.stage(happened())
            follower.wake()
            await until(lambda: _published(toys, 1))


@pytest.mark.usefixtures("streams")
async def test_the_relay_goes_on_after_its_connection_was_cut(toys: Toys) -> None:
    async with relaying(toys) as relay:
        await until(lambda: _leaders(toys, 1))
        await toys.value("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'relay'")
        await toys.stage(happened())
        relay.wake()
        await until(lambda: _published(toys, 1))


@pytest.mark.usefixtures("streams")
async def test_no_transaction_is_open_while_the_relay_publishes(toys: Toys) -> None:
    asked = asyncio.Event()
    proceed = asyncio.Event()

    class Slow(Deaf):
        async def request(self, *args: Any, **options: Any) -> Any:
            asked.set()
            await proceed.wait()
            return await super().request(*args, **options)

    async with relaying(toys, Slow(toys.operator, lambda: False)):
        await toys.stage(happened())
        await asked.wait()
        state = await toys.value("SELECT state FROM pg_stat_activity WHERE application_name = 'relay'")
        proceed.set()
        await until(lambda: _published(toys, 1))

    assert state == "idle"


@pytest.mark.usefixtures("streams")
async def test_many_events_staged_together_are_all_published_in_order(toys: Toys) -> None:
    async with toys.database.transaction() as session:
        assert await stage_many(session, ((happened(), PATH) for _ in range(2_500))) == 2_500

    async with relaying(toys):
        await until(lambda: _published(toys, 2_500), 30)

    places = await toys.rows("SELECT stream_sequence FROM outbox ORDER BY id")
    assert [row["stream_sequence"] for row in places] == list(range(1, 2_501))


def test_only_the_health_stream_may_drop_what_is_old() -> None:
    dropping = [stream for stream in streams_of("toys") if stream.config().discard == DiscardPolicy.OLD]

    assert dropping == [HEALTH]


LEADERS = """
SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND application_name = 'relay' AND granted
"""


async def unsent(toys: Toys) -> int:
    return int(await toys.value("SELECT count(*) FROM outbox WHERE published_at IS NULL"))


async def _published(toys: Toys, count: int) -> bool:
    return bool(await toys.value("SELECT count(published_at) FROM outbox") == count)


async def _leaders(toys: Toys, count: int) -> bool:
    return bool(await toys.value(LEADERS) == count)


async def _connected(toys: Toys, count: int) -> bool:
    return bool(await toys.value("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'relay'") == count)
