"""What NATS refuses an integrator, each time with a control: the operator may do the very same."""

import asyncio
from collections.abc import Awaitable, Callable
from weakref import WeakKeyDictionary

import nats.errors
import pytest
from nats.aio.client import Client
from nats.js.api import AckPolicy, ConsumerConfig

from ops.servers.nats import CONFIG
from tests.integrations.conftest import ANOTHERS, OURS, SERVICES, Ground

OF_OUR_WARD = "petitions.*.*.*.th.w001.>"
OF_ANOTHER_WARD = "petitions.*.*.*.th.w002.>"

Attempt = Callable[[Client], Awaitable[object]]
refusals: WeakKeyDictionary[Client, list[str]] = WeakKeyDictionary()


def fetching(stream: str, durable: str) -> Attempt:
    async def attempt(client: Client) -> object:
        subscription = await client.jetstream().pull_subscribe_bind(durable, stream)
        return await subscription.fetch(1, timeout=1)

    return attempt


def making_a_durable(stream: str, *subjects: str, push: bool = False) -> Attempt:
    async def attempt(client: Client) -> object:
        config = ConsumerConfig(
            durable_name="mine",
            filter_subjects=list(subjects),
            ack_policy=AckPolicy.EXPLICIT,
            deliver_subject=f"_INBOX_{client.options['user']}.pushed" if push else None,
        )
        js = client.jetstream(timeout=1)
        info = await js.add_consumer(stream, config)
        await js.delete_consumer(stream, "mine")
        return info

    return attempt


def hearing(subject: str) -> Attempt:
    async def attempt(client: Client) -> object:
        subscription = await client.subscribe(subject)
        await client.flush()
        await asyncio.sleep(0.2)
        if refusals.get(client):
            raise nats.errors.TimeoutError
        return await subscription.unsubscribe()

    return attempt


async def reading_by_number(client: Client) -> object:
    return await client.jetstream(timeout=1).get_msg("PETITIONS", 1)


async def publishing(client: Client) -> object:
    subject = f"petitions.petition.submitted.v1.{OURS}"
    return await client.jetstream().publish(subject, b"{}", timeout=1, stream="PETITIONS")


REFUSED = {
    "another ward's durable": fetching("PETITIONS", "anotherward"),
    "a durable on PRIVATE": fetching("PRIVATE", "integrator"),
    "making a durable for another ward": making_a_durable("PETITIONS", OF_ANOTHER_WARD),
    "making a durable without a filter": making_a_durable("PETITIONS"),
    "making a durable with two filters": making_a_durable("PETITIONS", OF_OUR_WARD, OF_ANOTHER_WARD),
    "making a durable that pushes": making_a_durable("PETITIONS", OF_OUR_WARD, push=True),
    "making a durable on PRIVATE": making_a_durable("PRIVATE", "private.>"),
    "hearing private.>": hearing("private.>"),
    "hearing a stream's subjects past its durable": hearing("petitions.>"),
    "hearing another's inbox": hearing("_INBOX_petitions.>"),
    "reading by number": reading_by_number,
    "publishing": publishing,
}


@pytest.fixture
async def prepared(ground: Ground) -> Ground:
    await ground.granted("th.w001", "integrator")
    await ground.granted("th.w002", "anotherward")
    operator = await ground.nats.connect("operator")
    await operator.jetstream().add_consumer("PRIVATE", ConsumerConfig(durable_name="integrator"))
    await operator.close()
    for path in (OURS, ANOTHERS):
        await ground.submitted(path)
    return ground


async def test_its_own_ward_is_allowed(prepared: Ground) -> None:
    errors: list[str] = []
    client = await prepared.nats.connect("integrator", errors)

    messages = await fetching("PETITIONS", "integrator")(client)

    await client.close()
    assert messages
    assert errors == []


@pytest.mark.parametrize("attempt", REFUSED.values(), ids=REFUSED.keys())
async def test_everything_else_is_refused_and_would_have_worked(prepared: Ground, attempt: Attempt) -> None:
    errors: list[str] = []
    client = await prepared.nats.connect("integrator", errors)
    refusals[client] = errors
    operator = await prepared.nats.connect("operator")

    with pytest.raises((nats.errors.Error, TimeoutError)):
        await attempt(client)
    await attempt(operator)

    await client.close()
    await operator.close()
    assert any("permissions violation" in error.lower() for error in errors), errors


FORGED = f"members.account.disabled.v1.{OURS}"


async def asks_for_answers_at(ground: Ground, client: Client, subject: str) -> None:
    """A pull request whose events are to be delivered to `subject`, and an event to deliver."""
    await ground.submitted(OURS)
    await client.publish("$JS.API.CONSUMER.MSG.NEXT.PETITIONS.integrator", b'{"batch": 1}', reply=subject)
    await client.flush()
    await asyncio.sleep(0.3)


async def test_an_answer_asked_for_elsewhere_lands_on_no_subject_of_ours(prepared: Ground) -> None:
    client, operator = await prepared.nats.connect("integrator"), await prepared.nats.connect("operator")
    heard = await operator.subscribe(FORGED)

    await asks_for_answers_at(prepared, client, FORGED)
    from_the_integrator = heard.pending_msgs
    await asks_for_answers_at(prepared, operator, FORGED)

    assert (from_the_integrator, heard.pending_msgs) == (0, 1)
    await client.close()
    await operator.close()


def test_a_pull_stands_as_long_as_a_client_may_ask() -> None:
    """An answer across accounts has a time limit, after which events would be taken off and delivered nowhere."""
    exports = [line for line in CONFIG.read_text("utf-8").splitlines() if "response_type: stream" in line]

    assert len(exports) == len(SERVICES)
    assert all('response_threshold: "1h"' in line for line in exports)
