"""What NATS refuses a service, each time with a control: the operator may do the very same."""

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from weakref import WeakKeyDictionary

import nats.errors
import nats.js.errors
import pytest
from nats.aio.client import Client
from nats.js.api import AckPolicy, ConsumerConfig

from libs.common.consumers import ensure_consumer
from libs.common.refusals import Unavailable
from libs.common.streams import HEALTH, PRIVATE, Drift, ensure_stream, streams_of
from ops.commands.streams import mend
from ops.docs.services import built
from ops.places import Places
from ops.services import SERVICES
from tests.support.servers import RunningNats, running_nats

Attempt = Callable[[Client], Awaitable[object]]
TOLD = "notifications-tell_of_petitions"
OURS = "petitions-open_petition"


def changing(stream: str) -> Attempt:
    async def attempt(client: Client) -> object:
        found = (await operator_of(client).jetstream().stream_info(stream)).config
        return await client.jetstream(timeout=0.5).update_stream(found.evolve(max_msgs=1_000_000))

    return attempt


def pulling(stream: str, durable: str) -> Attempt:
    async def attempt(client: Client) -> object:
        inbox = await client.subscribe(client.new_inbox())
        subject = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{durable}"
        await client.publish(subject, b'{"batch": 1, "no_wait": true}', reply=inbox.subject)
        return await inbox.next_msg(timeout=0.5)

    return attempt


def making(stream: str, name: str, filter_subject: str, deliver_subject: str | None = None) -> Attempt:
    async def attempt(client: Client) -> object:
        config = ConsumerConfig(name=name, durable_name=name, filter_subject=filter_subject)
        js = client.jetstream(timeout=0.5)
        info = await js.add_consumer(stream, config.evolve(deliver_subject=deliver_subject))
        await js.delete_consumer(stream, name)
        return info

    return attempt


async def acknowledging_for_another(client: Client) -> object:
    """Events of another's durable counted as done."""
    await client.publish(f"$JS.ACK.PRIVATE.{TOLD}.1.1.1.1.0", b"+TERM")
    await client.flush()
    await asyncio.sleep(0.2)
    if _refusals.get(client):
        raise nats.errors.TimeoutError
    return None


async def reading_by_number(client: Client) -> object:
    return await client.jetstream(timeout=0.5).get_msg("PRIVATE", 1)


async def listing(client: Client) -> object:
    return await client.jetstream(timeout=0.5).consumers_info("PRIVATE")


REFUSED = {
    "changing PRIVATE": changing("PRIVATE"),
    "changing HEALTH": changing("HEALTH"),
    "changing ADVISORIES": changing("ADVISORIES"),
    "changing another's stream": changing("MEMBERS"),
    "pulling another's events": pulling("PRIVATE", TOLD),
    "acknowledging another's events": acknowledging_for_another,
    "making a durable of another name": making("PRIVATE", "mine", "private.members.>"),
    "making a durable that pushes": making("PRIVATE", "mine", "private.members.>", "members.member.erased.v1.th"),
    "reading by number": reading_by_number,
    "listing durables": listing,
}
_operators: WeakKeyDictionary[Client, Client] = WeakKeyDictionary()
_refusals: WeakKeyDictionary[Client, list[str]] = WeakKeyDictionary()


def operator_of(client: Client) -> Client:
    return _operators.get(client, client)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNats]:
    with running_nats(tmp_path_factory.mktemp("grants")) as running:
        asyncio.run(as_at_work(running))
        yield running


async def as_at_work(running: RunningNats) -> None:
    """Every stream and every durable as each service makes them, one private event."""
    for service in SERVICES:
        client = await running.connect(service)
        for stream in streams_of(service):
            await ensure_stream(client.jetstream(), stream)
        await client.close()
    for service in SERVICES:
        client = await running.connect(service)
        for listener in built(service).listeners:
            await ensure_consumer(client.jetstream(), listener, known=False)
        await client.close()
    client = await running.connect("petitions")
    await client.jetstream().publish("private.petitions.petition.answered.v1.th.w001.b001", b"{}", stream="PRIVATE")
    await client.close()


@pytest.fixture
async def both(ground: RunningNats) -> AsyncIterator[tuple[Client, Client, list[str]]]:
    """The service `petitions`, the operator, and what the server refused the service."""
    errors: list[str] = []
    service, operator = await ground.connect("petitions", errors), await ground.connect("operator")
    _refusals[service] = errors
    _operators[service] = operator
    yield service, operator, errors
    await service.close()
    await operator.close()


async def test_each_service_may_make_its_own_streams_and_durables(ground: RunningNats) -> None:
    for service in SERVICES:
        errors: list[str] = []
        client = await ground.connect(service, errors)
        for stream in streams_of(service):
            await ensure_stream(client.jetstream(), stream)
        for listener in built(service).listeners:
            await ensure_consumer(client.jetstream(), listener, known=True)
            await pulling(listener.stream, listener.name)(client)
        for bucket in built(service).buckets:
            await ensure_stream(client.jetstream(), bucket.stream)
            bucket.connect(client.jetstream())
            await bucket.put("a-file", io.BytesIO(b"content"))
            assert [chunk async for chunk in bucket.read("a-file")] == [b"content"]
            await bucket.remove("a-file")
        await client.close()
        assert errors == []


async def test_files_are_their_own_services_and_nobody_elses(ground: RunningNats) -> None:
    [bucket] = built("petitions").buckets
    owner, operator = await ground.connect("petitions"), await ground.connect("operator")
    await ensure_stream(owner.jetstream(), bucket.stream)
    for client in (owner, operator):
        bucket.connect(client.jetstream())
        await bucket.put("a-file", io.BytesIO(b"content"))
        await bucket.remove("a-file")
    for service in sorted(set(SERVICES) - {"petitions"}):
        client = await ground.connect(service)
        bucket.connect(client.jetstream(timeout=0.5))
        for attempt in (bucket.put("a-file", io.BytesIO(b"x")), anext(bucket.read("a-file")), bucket.remove("a-file")):
            with pytest.raises(Unavailable):
                await attempt
        await client.close()
    await owner.close()
    await operator.close()


@pytest.mark.parametrize("attempt", REFUSED.values(), ids=REFUSED.keys())
async def test_everything_else_is_refused_and_would_have_worked(
    both: tuple[Client, Client, list[str]], attempt: Attempt
) -> None:
    service, operator, errors = both

    with pytest.raises((nats.errors.Error, TimeoutError)):
        await attempt(service)
    await attempt(operator)

    assert any("permissions violation" in error.lower() for error in errors), errors


async def test_a_durable_that_is_pulled_cannot_be_made_to_push(both: tuple[Client, Client, list[str]]) -> None:
    service, _, errors = both
    config = (await service.jetstream().consumer_info("PRIVATE", OURS)).config
    filters = config.filter_subjects or [config.filter_subject or ""]
    pulled = ConsumerConfig(name=OURS, durable_name=OURS, filter_subjects=filters, ack_policy=AckPolicy.EXPLICIT)

    with pytest.raises(nats.js.errors.APIError, match="push"):
        await service.jetstream().add_consumer("PRIVATE", pulled.evolve(deliver_subject="members.x"))
    assert errors == []


async def test_a_stream_that_stands_cannot_be_made_anew_with_other_settings(
    both: tuple[Client, Client, list[str]],
) -> None:
    service, _, _ = both

    for stream in (PRIVATE, HEALTH):
        with pytest.raises(nats.js.errors.APIError, match="already in use"):
            await service.jetstream().add_stream(stream.config().evolve(max_msgs=1))


async def test_a_shared_stream_that_differs_is_refused_by_a_service_and_mended_by_the_operator(
    ground: RunningNats, both: tuple[Client, Client, list[str]]
) -> None:
    service, operator, _ = both
    await operator.jetstream().update_stream(PRIVATE.config().evolve(max_age=3600.0))

    with pytest.raises(Drift, match="lienthong streams"):
        await ensure_stream(service.jetstream(), PRIVATE)
    await mend(Places("", ground.url, ground.server.passwords["operator"]))
    await ensure_stream(service.jetstream(), PRIVATE)

    assert (await operator.jetstream().stream_info("PRIVATE")).config.max_age == PRIVATE.max_age
