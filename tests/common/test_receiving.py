"""From a delivery to its end, against a real server: done once, tried again with patience, or kept as a dead letter."""

import asyncio
import json
import time
from itertools import pairwise
from uuid import UUID

import pytest
from nats.js.api import AckPolicy, ConsumerConfig
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common.dead_letters import replay
from libs.common.ids import new_id
from libs.common.listening import Listeners, Meta
from libs.common.outbox import stage
from libs.common.refusals import Conflict, NotYet
from tests.common.toys import PATH, ToyBroke, ToyHappened, Toys, ToyTold, happened, play, until


def failing(*failures: Exception) -> tuple[Listeners, list[float]]:
    """A listener that fails with these, one after the other, and then plays; when it was called."""
    left, calls = list(failures), list[float]()
    listeners = Listeners("toys")

    @listeners.on(ToyHappened)
    async def note(session: AsyncSession, event: ToyHappened, meta: Meta) -> None:
        calls.append(time.monotonic())
        await play(session, "note", event, meta)
        if left:
            raise left.pop(0)

    return listeners, calls


async def test_an_event_reaches_its_listener_and_is_acknowledged(toys: Toys) -> None:
    await toys.start()
    [event_id] = await toys.stage(happened())

    await until(lambda: _played(toys, 1))

    assert await toys.value("SELECT event_id FROM toys") == event_id
    await until(lambda: _settled(toys))


async def test_one_listener_hears_several_kinds_of_event_and_no_others(toys: Toys) -> None:
    await toys.start()
    await toys.stage(
        happened(), ToyBroke(sequence=2, toy_id=new_id()), ToyTold(sequence=1, toy_id=new_id(), secret="x")
    )

    await until(lambda: _played(toys, 2))
    await until(lambda: _settled(toys))

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
    await until(lambda: _sent(toys, 2))

    public = await toys.js.get_msg("TOYS", 1)
    assert heard[0].secret == "nói riêng"
    assert b"secret" not in (public.data or b"")


async def test_a_failure_is_tried_again_with_a_growing_delay_and_not_in_a_hot_loop(toys: Toys) -> None:
    listeners, calls = failing(RuntimeError(), RuntimeError(), RuntimeError())
    await toys.start(listeners)
    await toys.stage(happened())

    await until(lambda: _played(toys, 1))

    gaps = [later - earlier for earlier, later in pairwise(calls)]
    assert len(calls) == 4
    assert gaps[0] >= 0.2
    assert gaps[1] >= 0.45
    assert gaps[2] >= 0.9


async def test_an_event_that_waits_for_another_is_done_when_that_has_come(toys: Toys) -> None:
    listeners, calls = failing(NotYet("toy"), NotYet("toy"))
    await toys.start(listeners)
    await toys.stage(happened())

    await until(lambda: _played(toys, 1))

    assert len(calls) == 3
    assert await toys.value("SELECT count(*) FROM dead_letters") == 0


async def test_what_a_failed_attempt_wrote_is_gone(toys: Toys) -> None:
    listeners, calls = failing(RuntimeError())
    await toys.start(listeners)
    await toys.stage(happened())

    await until(lambda: len(calls) == 2)
    await until(lambda: _settled(toys))

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

    await until(lambda: _played(toys, 40))


async def test_delivered_twice_is_done_once(toys: Toys) -> None:
    await toys.start()
    await toys.stage(happened())
    await until(lambda: _played(toys, 1))
    body = await toys.value("SELECT body FROM outbox")

    subject = f"toys.toy.happened.v1.{PATH}"
    await toys.publish(subject, body.encode(), {"Nats-Msg-Id": "forgotten by the server"})
    await toys.stage(happened())
    await until(lambda: _played(toys, 2))
    await until(lambda: _settled(toys))

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
    await until(lambda: _settled(toys))

    assert await toys.played() == 1


async def test_a_refusal_becomes_a_dead_letter_with_its_reason(toys: Toys) -> None:
    listeners, _ = failing(Conflict())
    await toys.start(listeners)
    [event_id] = await toys.stage(happened())

    await until(lambda: _buried(toys, 1))

    [letter] = await toys.rows("SELECT * FROM dead_letters")
    assert (letter["listener"], letter["event_id"]) == ("toys-note", event_id)
    assert letter["reason"].startswith("changed-meanwhile")
    assert await toys.played() == 0


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"{", {"content-type": "application/cloudevents+json"}),
        (b"2", {}),
        (b"\xff\x00", {}),
        (b'{"specversion": "1.0", "type": "toys.toy.happened.v1"}', {}),
        ("unknown type", {}),
        ("no zone", {}),
        ("good", {"content-type": "text/plain"}),
    ],
)
async def test_what_cannot_be_read_becomes_a_dead_letter_and_the_next_is_done(
    toys: Toys, body: bytes | str, headers: dict[str, str]
) -> None:
    await toys.start()
    sent = body if isinstance(body, bytes) else await _envelope(toys, body)
    sequence = await toys.publish(f"toys.toy.happened.v1.{PATH}", sent, headers)
    await toys.stage(happened())

    await until(lambda: _buried(toys, 1))
    await until(lambda: _played(toys, 1))

    [letter] = await toys.rows("SELECT * FROM dead_letters")
    assert letter["stream_sequence"] == sequence
    assert letter["reason"].startswith("undecodable")
    assert "toy_id" not in letter["reason"]


async def test_a_dead_letter_is_terminated_captured_and_can_be_fetched_again(toys: Toys) -> None:
    listeners, _ = failing(Conflict())
    await toys.start(listeners)
    [event_id] = await toys.stage(happened())
    await until(lambda: _buried(toys, 1))

    subject = "$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.TOYS.toys-note"
    await until(lambda: _captured(toys, subject))
    advisory = json.loads((await toys.js.get_last_msg("ADVISORIES", subject)).data or b"")
    event = await toys.js.get_msg("TOYS", advisory["stream_seq"])
    assert json.loads(event.data or b"")["id"] == str(event_id)


async def test_an_exhausted_delivery_is_captured_too(toys: Toys) -> None:
    messaging = await toys.start()
    await toys.stop(messaging)
    pull = await toys.js.pull_subscribe("toys.>", "toys-weak", stream="TOYS", config=_weak())
    sequence = await toys.publish(f"toys.toy.happened.v1.{PATH}", b"{}")
    for _ in range(2):
        [message] = await pull.fetch(1)
        await message.nak()
    with pytest.raises(TimeoutError):
        await pull.fetch(1, timeout=0.3)

    subject = "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.TOYS.toys-weak"
    await until(lambda: _captured(toys, subject))
    assert json.loads((await toys.js.get_last_msg("ADVISORIES", subject)).data or b"")["stream_seq"] == sequence


async def test_a_dead_letter_is_delivered_again_when_an_operator_asks(toys: Toys) -> None:
    listeners, _ = failing(Conflict())
    await toys.start(listeners)
    await toys.stage(happened())
    await until(lambda: _buried(toys, 1))

    await _replay_all(toys, listeners)

    [letter] = await toys.rows("SELECT * FROM dead_letters")
    assert letter["resolution"] == "replayed"
    assert await toys.played() == 1


@pytest.mark.parametrize("failure", [Conflict(), NotYet("toy"), RuntimeError("x")])
async def test_a_dead_letter_that_fails_again_stays_open_with_its_new_reason(toys: Toys, failure: Exception) -> None:
    listeners, _ = failing(Conflict(), failure)
    await toys.start(listeners)
    await toys.stage(happened())
    await until(lambda: _buried(toys, 1))

    await _replay_all(toys, listeners)

    [letter] = await toys.rows("SELECT * FROM dead_letters")
    assert letter["reason"].startswith("again:")
    assert (letter["resolved_at"], letter["replay_requested_at"]) == (None, None)
    assert await toys.played() == 0


async def test_what_a_listener_causes_is_published_too_and_names_its_cause(toys: Toys) -> None:
    listeners = Listeners("toys")

    @listeners.on(ToyHappened)
    async def answer(session: AsyncSession, event: ToyHappened, meta: Meta) -> None:
        await stage(session, ToyBroke(sequence=2, toy_id=event.toy_id), unit_path=meta.unit_path)

    await toys.start(listeners)
    [event_id] = await toys.stage(happened())
    await until(lambda: _sent(toys, 2))

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
    await until(lambda: _played(toys, 1))
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
    await until(lambda: _played(toys, 4), 10)


async def test_an_event_counts_as_handled_only_with_its_effect(toys: Toys) -> None:
    listeners, _ = failing(RuntimeError())
    await toys.start(listeners)
    await toys.stage(happened())
    await until(lambda: _played(toys, 1))

    assert await toys.value("SELECT count(*) FROM inbox WHERE listener = 'toys-note'") == 1


def _weak() -> ConsumerConfig:
    return ConsumerConfig(ack_policy=AckPolicy.EXPLICIT, max_deliver=2)


async def _envelope(toys: Toys, kind: str) -> bytes:
    envelope = {
        "specversion": "1.0",
        "id": str(new_id()),
        "source": "/toys",
        "type": "toys.toy.flew.v1" if kind == "unknown type" else "toys.toy.happened.v1",
        "subject": PATH,
        "time": "2026-11-03T19:30:00" if kind == "no zone" else "2026-11-03T19:30:00Z",
        "sequence": "1",
        "correlationid": "someone",
        "data": {"toy_id": str(UUID(int=5))},
    }
    return json.dumps(envelope).encode()


async def _replay_all(toys: Toys, listeners: Listeners) -> None:
    async with toys.database.transaction() as session:
        await session.execute(text("UPDATE dead_letters SET replay_requested_at = now()"))
    async with toys.database.transaction() as session:
        assert await replay(session, listeners) == 1


async def _played(toys: Toys, count: int) -> bool:
    return await toys.played() == count


async def _buried(toys: Toys, count: int) -> bool:
    return bool(await toys.value("SELECT count(*) FROM dead_letters") == count)


async def _sent(toys: Toys, count: int) -> bool:
    return bool(await toys.value("SELECT count(published_at) FROM outbox") == count)


async def _settled(toys: Toys) -> bool:
    found = await toys.js.consumer_info("TOYS", "toys-note")
    return bool(found.num_pending == 0 and found.num_ack_pending == 0)


async def _handed_out(toys: Toys, count: int) -> bool:
    return bool((await toys.js.consumer_info("TOYS", "toys-note")).num_ack_pending == count)


async def _captured(toys: Toys, subject: str) -> bool:
    found = await toys.js.stream_info("ADVISORIES", subjects_filter=subject)
    return bool(found.state.subjects)
