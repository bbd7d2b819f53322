"""The connection to NATS over the life of a process: it may be away at the start, go and come, or be full."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from fastapi import FastAPI
from nats.js.errors import APIError

from libs.common import metrics
from libs.common.consumers import measure
from libs.common.ids import new_id
from libs.common.messaging import Messaging
from tests.common.toy_door import door_of
from tests.common.toys import PATH, Toys, happened, has_settled, start_again, toy_listeners, toys_on, until
from tests.support.database import Clone
from tests.support.servers import RunningNats, RunningPostgres, running_nats

PERSON = new_id()


async def readiness(app: FastAPI) -> tuple[int, dict[str, bool]]:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.get("/readyz")
        return answer.status_code, answer.json()


def app_with(toys: Toys, messaging: Messaging) -> FastAPI:
    app = door_of(toys).app
    app.state.messaging = messaging
    return app


async def test_it_is_ready_when_the_database_answers_and_nats_acknowledges(toys: Toys) -> None:
    app = app_with(toys, await toys.start())

    assert await readiness(app) == (200, {"database": True, "nats": True, "listeners": True, "relay": True})


async def test_it_is_not_ready_while_the_outbox_does_not_empty(toys: Toys) -> None:
    app = app_with(toys, await toys.start())
    late = "INSERT INTO outbox (event_id, type, stream, subject, body, staged_at) VALUES "
    late += "(gen_random_uuid(), 't', 'NOWHERE', 'nowhere.x', '{}', now() - interval '1 minute')"
    async with toys.database.transaction() as session:
        await (await session.connection()).exec_driver_sql(late)

    status, checks = await readiness(app)

    assert (status, checks["relay"]) == (503, False)


async def test_writes_wait_in_the_outbox_while_nats_is_away_at_the_start(toys: Toys) -> None:
    toys.nats.kill()
    messaging = await toys.start(wait=False)
    app = app_with(toys, messaging)
    async with door_of(toys).as_person(PERSON) as person:
        written = await person.put(f"/toys/{new_id()}", json={"name": "ba"})
    status, checks = await readiness(app)

    await start_again(toys.nats)
    await until(lambda: _published(toys, 1), 20)
    await until(lambda: messaging.started)

    assert written.status_code == 200
    assert (status, checks["database"], checks["nats"]) == (503, True, False)
    assert (await readiness(app))[0] == 200


async def test_everything_goes_on_by_itself_after_nats_was_killed(toys: Toys) -> None:
    messaging = await toys.start()
    await toys.stage(happened())
    await until(lambda: _played(toys, 1))

    toys.nats.kill()
    await toys.stage(happened())
    await asyncio.sleep(1.5)
    assert (await readiness(app_with(toys, messaging)))[0] == 503
    await start_again(toys.nats)

    await until(lambda: _played(toys, 2), 5)
    assert (await readiness(app_with(toys, messaging)))[0] == 200


async def test_no_connection_ever_gives_up_reconnecting(toys: Toys) -> None:
    messaging = await toys.start()

    clients = [messaging._client, messaging.broker._connection]

    assert [client.options["max_reconnect_attempts"] for client in clients if client] == [-1, -1]
    assert [client.options["allow_reconnect"] for client in clients if client] == [True, True]


async def test_everything_goes_on_by_itself_after_postgresql_was_restarted(
    toys: Toys, postgres_server: RunningPostgres
) -> None:
    await toys.start()
    await toys.stage(happened())
    await until(lambda: _played(toys, 1))
    body = (await toys.value("SELECT body FROM outbox")).encode()

    await asyncio.to_thread(postgres_server.stop)
    other = _with_new_id(body)
    await toys.publish(f"toys.toy.happened.v1.{PATH}", other)
    await asyncio.sleep(0.5)
    await start_again(postgres_server)
    await toys.stage(happened())

    await until(lambda: _played(toys, 3))


async def test_stopping_takes_a_moment_even_while_nats_is_away(toys: Toys) -> None:
    messaging = await toys.start()
    toys.nats.kill()
    await asyncio.sleep(0.2)

    began = time.monotonic()
    await toys.stop(messaging)
    took = time.monotonic() - began
    await start_again(toys.nats)

    assert took < 3
    await until(lambda: toys.operator.is_connected)


async def test_stopping_before_nats_was_ever_there_takes_a_moment(toys: Toys) -> None:
    toys.nats.kill()
    messaging = await toys.start(wait=False)
    await asyncio.sleep(0.3)

    began = time.monotonic()
    await toys.stop(messaging)
    took = time.monotonic() - began
    await start_again(toys.nats)

    assert took < 1
    await until(lambda: toys.operator.is_connected)


@pytest.fixture(scope="module")
def small_nats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNats]:
    """A server that has room for very little."""
    with running_nats(tmp_path_factory.mktemp("small"), max_file_store="1MB") as running:
        yield running


@pytest.fixture
async def cramped(toy_database: Clone, small_nats: RunningNats) -> AsyncIterator[Toys]:
    async with toys_on(toy_database, small_nats) as ready:
        yield ready


async def test_a_full_store_turns_readiness_red_while_nats_itself_says_it_is_well(cramped: Toys) -> None:
    app = app_with(cramped, await cramped.start())
    with pytest.raises(APIError):
        await _publish_without_end(cramped)
    await cramped.stage(happened())

    status, checks = await readiness(app)
    async with httpx.AsyncClient() as client:
        itself = await client.get(f"{cramped.nats.server.monitor_url}/healthz")

    assert (status, checks["nats"]) == (503, False)
    assert itself.status_code == 200
    assert await cramped.value("SELECT count(*) FROM outbox WHERE published_at IS NULL") == 1

    await cramped.js.purge_stream("TOYS")
    await until(lambda: _published(cramped, 1), 10)
    assert (await readiness(app))[0] == 200


async def _publish_without_end(toys: Toys) -> None:
    while True:
        await toys.publish(f"toys.toy.happened.v1.{PATH}", b"x" * 100_000)


def _with_new_id(body: bytes) -> bytes:
    head, _, rest = body.partition(b'"id":"')
    return head + b'"id":"' + str(new_id()).encode() + rest[36:]


async def _played(toys: Toys, count: int) -> bool:
    return await toys.played() == count


async def _published(toys: Toys, count: int) -> bool:
    return bool(await toys.value("SELECT count(published_at) FROM outbox") == count)


async def test_a_listener_that_never_pulls_is_seen_from_the_server(toys: Toys) -> None:
    """Whatever keeps it from asking: nothing of its own would tell."""
    messaging = await toys.start()
    await toys.stop(messaging)
    note = toy_listeners()["note"]
    await toys.publish(f"toys.toy.happened.v1.{PATH}", b"{}")
    await asyncio.sleep(0.2)

    await measure(toys.js, note)
    left, standing = metrics.pending.labels(note.name), metrics.standing.labels(note.name)

    assert left._value.get() == 1
    assert standing._value.get() >= 0.2
    await toys.start()
    await until(lambda: has_settled(toys))
    await measure(toys.js, note)
    assert (left._value.get(), standing._value.get()) == (0, 0)


async def test_prometheus_hears_whether_it_is_ready_though_nobody_else_asks(toys: Toys) -> None:
    app = app_with(toys, await toys.start())
    metrics.ready.clear()

    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        measured = (await client.get("/metrics")).text

    for check in ("database", "nats", "listeners", "relay", "gauges"):
        assert f'lienthong_ready{{check="{check}"}} 1.0' in measured
