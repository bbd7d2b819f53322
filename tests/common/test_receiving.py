"""From a delivery to its end, against a real server: done once, tried again with patience, or kept as a dead letter."""

import asyncio
import json
import time
from itertools import pairwise

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common.ids import new_id
from libs.common.listening import Listeners, Meta
from libs.common.outbox import stage
from libs.common.refusals import NotYet
from tests.common.toys import (
    PATH,
    ToyBroke,
    ToyHappened,
    Toys,
    ToyTold,
    failing,
    happened,
    has_played,
    has_sent,
    has_settled,
    play,
    until,
)


async def test_an_event_reaches_its_listener_and_is_acknowledged(toys: Toys) -> None:
    await toys.start()
    [event_id] = await toys.stage(happened())

    await until(lambda: has_played(toys, 1))

    assert await toys.value("SELECT event_id FROM toys") == event_id
    await until(lambda: has_settled(toys))


async def test_one_listener_hears_several_kinds_of_event_and_no_others(toys: Toys) -> None:
    await toys.start()
    await toys.stage(
        happened(), ToyBroke(sequence=2, toy_id=new_id()), ToyTold(sequence=1, toy_id=new_id(), secret="x")
    )

    await until(lambda: has_played(toys, 2))
    await until(lambda: has_settled(toys))

    assert await toys.played() == 2


async def test_our_services_hear_what_is_private_and_the_public_stream_never_has_it(toys: Toys) -> None:
    heard: list[ToyTold] = []
    listeners = Listeners("toys")

    @listeners.on(ToyTold)
    async def note(session: AsyncSession, event: ToyTold, meta: Meta) -> None:
        heard.append(event)

    await toys.start(listeners)
    await toys.stage(ToyTold(sequence=1, toy_id=new_id(), secret="nói riêng"))
    await until(lambda: len(heard) == 1)
    await until(lambda: has_sent(toys, 2))

    public = await toys.js.get_msg("TOYS", 1)
    assert heard[0].secret == "nói riêng"
    assert b"secret" not in (public.data or b"")


async def test_a_failure_is_tried_again_with_a_growing_delay_and_not_in_a_hot_loop(toys: Toys) -> None:
    listeners, calls = failing(RuntimeError(), RuntimeError(), RuntimeError())
    await toys.start(listeners)
    await toys.stage(happened())

    await until(lambda: has_played(toys, 1))

    gaps = [later - earlier for earlier, later in pairwise(calls)]
    assert len(calls) == 4
    assert gaps[0] >= 0.2
    assert gaps[1] >= 0.45
    assert gaps[2] >= 0.9


async def test_an_event_that_waits_for_another_is_done_when_that_has_come(toys: Toys) -> None:
    listeners, calls = failing(NotYet("toy"), NotYet("toy"))
    await toys.start(listeners)
    await toys.stage(happened())

    await until(lambda: has_played(toys, 1))

    assert len(calls) == 3
    assert await toys.value("SELECT count(*) FROM dead_letters") == 0


async def test_what_a_failed_attempt_wrote_is_gone(toys: Toys) -> None:
    listeners, calls = failing(RuntimeError())
    await toys.start(listeners)
    await toys.stage(happened())

    await until(lambda: len(calls) == 2)
    await until(lambda: has_settled(toys))

    assert await toys.played() == 1


async def test_one_that_fails_among_many_holds_up_none_of_the_others(toys: Toys) -> None:
    bad = happened()
    listeners = Listeners("toys")

    @listeners.on(ToyHappened)
    async def note(session: AsyncSession, event: ToyHappened, meta: Meta) -> None:
        if event.toy_id == bad.toy_id:
            raise RuntimeError
        await play(session, "note", event, meta)

    await toys.start(listeners)
    await toys.stage(*(happened() for _ in range(20)), bad, *(happened() for _ in range(20)))

    await until(lambda: has_played(toys, 40))


async def test_delivered_twice_is_done_once(toys: Toys) -> None:
    await toys.start()
    await toys.stage(happened())
    await until(lambda: has_played(toys, 1))
    body = await toys.value("SELECT body FROM outbox")

    subject = f"toys.toy.happened.v1.{PATH}"
    await toys.publish(subject, body.encode(), {"Nats-Msg-Id": "forgotten by the server"})
    await toys.stage(happened())
    await until(lambda: has_played(toys, 2))
    await until(lambda: has_settled(toys))

    assert await toys.played() == 2


async def test_twice_in_one_group_is_done_once(toys: Toys) -> None:
    await toys.stage(happened())
    body = (await toys.value("SELECT body FROM outbox")).encode()
    messaging = await toys.start()
    await toys.stop(messaging)
    subject = f"toys.toy.happened.v1.{PATH}"
    for number in range(5):
        await toys.publish(subject, body, {"Nats-Msg-Id": f"again {number}"})

    await toys.start()
    await until(lambda: has_settled(toys))

    assert await toys.played() == 1


async def test_what_a_listener_causes_is_published_too_and_names_its_cause(toys: Toys) -> None:
    listeners = Listeners("toys")

    @listeners.on(ToyHappened)
    async def answer(session: AsyncSession, event: ToyHappened, meta: Meta) -> None:
        await stage(session, ToyBroke(sequence=2, toy_id=event.toy_id), unit_path=meta.unit_path)

    await toys.start(listeners)
    [event_id] = await toys.stage(happened())
    await until(lambda: has_sent(toys, 2))

    first, second = [json.loads(row["body"]) for row in await toys.rows("SELECT body FROM outbox ORDER BY id")]
    assert second["causationid"] == str(event_id)
    assert second["correlationid"] == first["correlationid"]
    assert second["subject"] == PATH


async def test_an_answer_that_cannot_be_given_is_said_and_the_event_is_still_done_once(
    toys: Toys, caplog: pytest.LogCaptureFixture
) -> None:
    listeners = Listeners("toys")

    @listeners.on(ToyHappened)
    async def note(session: AsyncSession, event: ToyHappened, meta: Meta) -> None:
        await play(session, "note", event, meta)
        client = messaging.broker._connection
        assert client is not None
        await client.close()

    messaging = await toys.start(listeners)
    await toys.stage(happened())
    await until(lambda: has_played(toys, 1))
    await until(lambda: "delivery_unanswered" in caplog.text)

    assert await toys.value("SELECT count(*) FROM inbox") == 1


async def test_stopping_lets_the_running_handler_finish_and_gives_the_rest_back(toys: Toys) -> None:
    begun, proceed = asyncio.Event(), asyncio.Event()
    listeners = Listeners("toys")

    @listeners.on(ToyHappened)
    async def note(session: AsyncSession, event: ToyHappened, meta: Meta) -> None:
        begun.set()
        await proceed.wait()
        await play(session, "note", event, meta)

    messaging = await toys.start(listeners)
    await toys.stage(happened())
    await begun.wait()
    await toys.stage(happened(), happened(), happened())
    await until(lambda: _handed_out(toys, 4))
    asyncio.get_running_loop().call_later(0.3, proceed.set)
    began = time.monotonic()
    await toys.stop(messaging)

    assert time.monotonic() - began < 3
    assert await toys.played() == 1
    await toys.start(listeners)
    await until(lambda: has_played(toys, 4), 10)


async def test_an_event_counts_as_handled_only_with_its_effect(toys: Toys) -> None:
    listeners, _ = failing(RuntimeError())
    await toys.start(listeners)
    await toys.stage(happened())
    await until(lambda: has_played(toys, 1))

    assert await toys.value("SELECT count(*) FROM inbox WHERE listener = 'toys-note'") == 1


async def _handed_out(toys: Toys, count: int) -> bool:
    return bool((await toys.js.consumer_info("TOYS", "toys-note")).num_ack_pending == count)
