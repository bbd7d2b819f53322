"""What can never be handled is kept with its reason, captured on the server too, and can be delivered again."""

import json
from uuid import UUID

import pytest
from nats.js.api import AckPolicy, ConsumerConfig
from sqlalchemy import text

from libs.common.dead_letters import replay
from libs.common.ids import new_id
from libs.common.listening import Listeners
from libs.common.refusals import Conflict, NotYet
from tests.common.toys import PATH, Toys, failing, happened, has_played, until


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
    await until(lambda: has_played(toys, 1))

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


async def _buried(toys: Toys, count: int) -> bool:
    return bool(await toys.value("SELECT count(*) FROM dead_letters") == count)


async def _captured(toys: Toys, subject: str) -> bool:
    found = await toys.js.stream_info("ADVISORIES", subjects_filter=subject)
    return bool(found.state.subjects)
