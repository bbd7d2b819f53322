"""The servers of the embedded run: real ones, with the locale, the roles and the grants that everything relies on."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import httpx
import pytest
from nats.js.api import AckPolicy, ConsumerConfig, StreamConfig

from tests.support.servers import RunningNats, RunningPostgres, running_nats

WARD = "petitions.*.*.*.th.w001.>"


async def test_postgres_lowers_vietnamese_capitals(postgres_server: RunningPostgres) -> None:
    connection = await asyncpg.connect(postgres_server.url("petitions", "petitions"))

    assert await connection.fetchval("SELECT lower('ĐẶNG THỊ ƯỚC')") == "đặng thị ước"
    assert await connection.fetchval("SHOW server_encoding") == "UTF8"
    await connection.close()


async def test_a_service_cannot_enter_another_services_database(postgres_server: RunningPostgres) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(postgres_server.url("members", "petitions"))


async def test_the_app_role_cannot_make_tables(postgres_server: RunningPostgres) -> None:
    connection = await asyncpg.connect(postgres_server.url("petitions", "petitions"))

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute("CREATE TABLE mine (id int)")
    await connection.close()


async def test_nats_syncs_every_write(nats_server: RunningNats) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        varz = (await client.get(f"{nats_server.server.monitor_url}/varz")).json()

    assert varz["jetstream"]["config"]["sync_always"] is True


async def test_a_service_publishes_only_its_own_subjects(nats_server: RunningNats) -> None:
    errors: list[str] = []
    client = await nats_server.connect("meetings", errors)

    await client.publish("petitions.petition.opened.v1.th.w001.b001", b"forged")
    await client.flush()

    async with asyncio.timeout(5):
        while not errors:
            await asyncio.sleep(0.01)
    assert "permissions violation" in errors[0]
    await client.close()


async def test_what_was_stored_before_there_were_accounts_is_set_aside(empty_nats: RunningNats) -> None:
    data = empty_nats.server.data
    for place in ("without-accounts", "without-accounts-2"):
        (data / "jetstream" / "$G" / "streams" / "ADVISORIES").mkdir(parents=True)

        empty_nats.server.prepare()

        assert not (data / "jetstream" / "$G").exists()
        assert (data / place / "streams" / "ADVISORIES").exists()


@pytest.fixture
def empty_nats(tmp_path: Path) -> Iterator[RunningNats]:
    """A server of the test's own, without streams that others left."""
    with running_nats(tmp_path) as running:
        yield running


async def test_an_integrator_reads_its_ward_through_the_operators_durable_and_nothing_else(
    empty_nats: RunningNats,
) -> None:
    operator = await empty_nats.connect("operator")
    streams = operator.jetstream()
    await streams.add_stream(StreamConfig(name="PETITIONS", subjects=["petitions.>"]))
    await streams.add_stream(StreamConfig(name="PRIVATE", subjects=["private.>"]))
    for ward in ("w001", "w002"):
        await streams.publish(f"petitions.petition.opened.v1.th.{ward}.b001", ward.encode())
    durable = ConsumerConfig(durable_name="integrator", filter_subject=WARD, ack_policy=AckPolicy.EXPLICIT)
    await streams.add_consumer("PETITIONS", durable)
    errors: list[str] = []
    integrator = await empty_nats.connect("integrator", errors)
    theirs = integrator.jetstream(timeout=0.5)

    subscription = await theirs.pull_subscribe(WARD, durable="integrator", stream="PETITIONS")
    heard = [message.data for message in await subscription.fetch(10, timeout=1)]

    assert heard == [b"w001"]
    wider = ConsumerConfig(durable_name="integrator", filter_subject="petitions.>")
    for attempt in (
        lambda: theirs.add_consumer("PETITIONS", wider),
        lambda: theirs.pull_subscribe("private.>", durable="integrator", stream="PRIVATE"),
        lambda: theirs.get_msg("PETITIONS", 2),
    ):
        with pytest.raises(TimeoutError):
            await attempt()
    assert len(errors) == 3
    await integrator.close()
    await operator.close()
