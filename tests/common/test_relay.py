"""The relay: what is committed is published, once, in order, to the right stream, whatever happens on the way."""

import asyncio
import json
from typing import Any

import pytest
from nats.js.api import DiscardPolicy
from sqlalchemy import text

from libs.common import relay
from libs.common.ids import new_id
from libs.common.log import sparing
from libs.common.outbox import stage
from libs.common.streams import HEALTH, PRIVATE, ensure_stream, streams_of
from tests.common.relays import Deaf, drained, relay_of, unsent
from tests.common.toys import PATH, Toys, ToyTold, happened


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
    toys: Toys, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "report", sparing(relay.log))  # which has said nothing yet
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
@pytest.mark.parametrize("stuck", [1, 1_200])
async def test_a_stream_that_takes_nothing_holds_up_only_its_own(toys: Toys, stuck: int) -> None:
    nowhere = "INSERT INTO outbox (event_id, type, stream, subject, body) SELECT "
    nowhere += "gen_random_uuid(), 't', 'NOWHERE', 'nowhere.x', '{}' FROM generate_series(1, :stuck)"
    async with toys.database.transaction() as session:
        await session.execute(text(nowhere), {"stuck": stuck})
    await toys.stage(happened())

    await drained(toys, relay_of(toys))

    waiting = await toys.rows("SELECT stream FROM outbox WHERE published_at IS NULL")
    assert [row["stream"] for row in waiting] == ["NOWHERE"] * stuck


@pytest.mark.usefixtures("streams")
async def test_one_that_is_too_large_for_the_server_holds_up_none_behind_it(toys: Toys) -> None:
    await toys.stage(ToyTold(sequence=1, toy_id=new_id(), secret="x" * 2_000_000))
    await toys.stage(*(ToyTold(sequence=1, toy_id=new_id(), secret="x") for _ in range(10)))

    await drained(toys, relay_of(toys))

    waiting = await toys.rows("SELECT stream FROM outbox WHERE published_at IS NULL")
    assert [row["stream"] for row in waiting] == ["PRIVATE"]


@pytest.mark.usefixtures("streams")
async def test_a_row_is_marked_with_the_moment_at_which_the_server_had_it(toys: Toys) -> None:
    await toys.stage(happened())
    relay = relay_of(toys)
    connection = await relay.connect()

    await relay.drain(connection)
    await asyncio.sleep(1)
    await relay.mark(connection)
    await connection.close()

    age = await toys.value("SELECT extract(epoch FROM clock_timestamp() - published_at) FROM outbox")
    assert 1.0 <= age < 10


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
    await asyncio.sleep(0.6)  # its stream rests
    await drained(toys, relay)

    assert answers > 1
    assert (await toys.js.stream_info("TOYS")).state.messages == count
    marked = await toys.rows("SELECT event_id, stream_sequence FROM outbox ORDER BY id")
    assert [(row["event_id"], row["stream_sequence"]) for row in marked] == list(
        zip(ids, range(1, count + 1), strict=True)
    )


def test_only_the_health_stream_may_drop_what_is_old() -> None:
    dropping = [stream for stream in streams_of("toys") if stream.config().discard == DiscardPolicy.OLD]

    assert dropping == [HEALTH]
