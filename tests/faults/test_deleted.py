"""An operator's slip under load: a durable or a whole stream is deleted. It comes back by itself, and nothing is
missing."""

import asyncio
import time
from contextlib import suppress

import pytest
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from ops.places import Places
from tests.faults.load import Recommending
from tests.faults.proof import TOLD, all_arrived, nothing_twice
from tests.support.streams import operator
from tests.support.system import RunningSystem

pytestmark = pytest.mark.timeout(600)


@pytest.mark.parametrize(
    ("stream", "durable"), [("PRIVATE", "petitions-open_petition"), ("PRIVATE", "notifications-tell_of_petitions")]
)
async def test_a_deleted_durable_comes_back(
    running_system: RunningSystem, places: Places, recommending: Recommending, stream: str, durable: str
) -> None:
    recommending.most = 40
    with recommending:
        recommending.flows(10)
        async with operator(running_system) as js:
            made_at = (await js.consumer_info(stream, durable)).created
            assert await js.delete_consumer(stream, durable)
        recommending.flows(30)

    await all_arrived(places, TOLD, recommending.sent)

    async with operator(running_system) as js:
        assert (await js.consumer_info(stream, durable)).created > made_at
    await nothing_twice(places)


@pytest.mark.parametrize("stream", ["PRIVATE", "PETITIONS"])
async def test_a_deleted_stream_comes_back_with_all_that_was_in_it(
    running_system: RunningSystem, places: Places, recommending: Recommending, stream: str
) -> None:
    recommending.most = 40
    with recommending:
        recommending.flows(10)
        async with operator(running_system) as js:
            held = (await js.stream_info(stream)).state.messages
            assert await js.delete_stream(stream)
        recommending.flows(30)

    await all_arrived(places, TOLD, recommending.sent)

    async with operator(running_system) as js:
        await until_it_holds(js, stream, held)
    await nothing_twice(places)


async def until_it_holds(js: JetStreamContext, stream: str, messages: int) -> None:
    """Waits until the stream is there and holds as much as before."""
    end, there = time.monotonic() + 120, 0
    while there < messages:
        assert time.monotonic() < end, f"{stream} holds {there} of {messages}"
        await asyncio.sleep(0.2)
        with suppress(NotFoundError):
            there = (await js.stream_info(stream)).state.messages


def test_the_audit_is_clean_after_all_of_it(running_system: RunningSystem) -> None:
    assert "✓" in running_system.lienthong("audit").stdout
