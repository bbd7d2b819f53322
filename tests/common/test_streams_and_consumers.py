"""What stands on the server is made in one place, left alone when it is right, mended or refused when it is not."""

import asyncio
import os
import subprocess
import sys
import sysconfig
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest
from faststream import AckPolicy
from nats.js.api import AckPolicy as ServerAckPolicy
from nats.js.api import ConsumerConfig, DiscardPolicy, StorageType, StreamConfig

from libs.common.consumers import ensure_consumer
from libs.common.messaging import DRIFT_EXIT_CODE, Messaging
from libs.common.pulling import GatheringSubscriber
from libs.common.streams import Drift, check_sync, ensure_stream, streams_of
from ops.servers.process import Command, free_port, start, stop
from ops.services import SERVICES
from tests.common.toys import Toys, happened, toy_listeners, until
from tests.conftest import ServiceSettings
from tests.support.servers import RunningNats, running_nats

OWN = streams_of("toys")[0]


@pytest.fixture
async def changes(toys: Toys) -> list[str]:
    """The subjects of all that the server says of streams and consumers being made, changed or deleted."""
    heard: list[str] = []

    async def note(message: Any) -> None:
        heard.append(message.subject.removeprefix("$JS.EVENT.ADVISORY."))

    for subject in ("$JS.EVENT.ADVISORY.STREAM.*.TOYS", "$JS.EVENT.ADVISORY.CONSUMER.*.TOYS.>"):
        await toys.operator.subscribe(subject, cb=note)
    await toys.operator.flush()
    return heard


async def test_a_second_start_changes_nothing_on_the_server(toys: Toys, changes: list[str]) -> None:
    first = await toys.start()
    await toys.stop(first)
    assert "STREAM.CREATED.TOYS" in changes
    changes.clear()

    await toys.start()
    await toys.operator.flush()

    assert changes == []


async def test_settings_that_an_operator_added_outlive_our_mending(toys: Toys) -> None:
    await ensure_stream(toys.js, OWN)
    config = (await toys.js.stream_info("TOYS")).config
    await toys.js.update_stream(config.evolve(max_bytes=5_000_000, discard=DiscardPolicy.OLD))

    await ensure_stream(toys.js, OWN)

    found = (await toys.js.stream_info("TOYS")).config
    assert (found.max_bytes, found.discard) == (5_000_000, DiscardPolicy.NEW)


async def test_a_stream_that_keeps_its_events_in_memory_is_refused(toys: Toys) -> None:
    await toys.js.add_stream(StreamConfig(name="TOYS", subjects=["toys.>"], storage=StorageType.MEMORY))

    with pytest.raises(Drift, match="storage"):
        await ensure_stream(toys.js, OWN)


async def test_changed_settings_reach_a_durable_that_exists(toys: Toys) -> None:
    await ensure_stream(toys.js, OWN)
    old = ConsumerConfig(
        durable_name="toys-note",
        filter_subject="toys.toy.happened.v1.>",
        ack_policy=ServerAckPolicy.EXPLICIT,
        max_deliver=3,
    )
    await toys.js.add_consumer("TOYS", old)

    await ensure_consumer(toys.js, toy_listeners()["note"], known=True)

    found = (await toys.js.consumer_info("TOYS", "toys-note")).config
    assert found.max_deliver == -1
    assert set(found.filter_subjects or []) == {"toys.toy.happened.v1.>", "toys.toy.broke.v1.>"}


async def test_a_durable_that_does_not_wait_for_acknowledgements_is_refused(toys: Toys) -> None:
    await ensure_stream(toys.js, OWN)
    config = ConsumerConfig(durable_name="toys-note", ack_policy=ServerAckPolicy.NONE)
    await toys.js.add_consumer("TOYS", config)

    with pytest.raises(Drift, match="ack_policy"):
        await ensure_consumer(toys.js, toy_listeners()["note"], known=True)


async def test_a_durable_that_was_deleted_comes_back_and_does_not_do_again_what_was_done(toys: Toys) -> None:
    await toys.start()
    await toys.stage(*(happened() for _ in range(5)))
    await until(lambda: _played(toys, 5))

    await toys.js.delete_consumer("TOYS", "toys-note")
    await toys.stage(happened())
    await until(lambda: _played(toys, 6))
    await until(lambda: _settled(toys))

    assert await toys.played() == 6


async def test_a_durable_deleted_while_nobody_ran_comes_back_too(toys: Toys) -> None:
    messaging = await toys.start()
    await toys.stage(happened())
    await until(lambda: _played(toys, 1))
    await toys.stop(messaging)
    await toys.js.delete_consumer("TOYS", "toys-note")

    await toys.start()
    await toys.stage(happened())
    await until(lambda: _played(toys, 2))
    await until(lambda: _settled(toys))

    assert await toys.played() == 2


async def test_a_durable_that_came_back_can_be_mended_afterwards(toys: Toys) -> None:
    await ensure_stream(toys.js, OWN)
    note = toy_listeners()["note"]
    await ensure_consumer(toys.js, note, known=True)
    found = (await toys.js.consumer_info("TOYS", "toys-note")).config
    found.max_ack_pending = 5
    await toys.js.add_consumer("TOYS", found)

    await ensure_consumer(toys.js, note, known=True)

    assert (await toys.js.consumer_info("TOYS", "toys-note")).config.max_ack_pending == 256


async def test_a_server_that_syncs_always_is_accepted(nats_server: RunningNats) -> None:
    await check_sync(nats_server.server.monitor_url)


async def test_a_server_that_does_not_sync_always_is_refused(tmp_path: Path) -> None:
    port, monitor = free_port(), free_port()
    program = Path(sysconfig.get_path("scripts")) / "nats-server"
    argv = (str(program), "-js", "-sd", str(tmp_path), "-a", "127.0.0.1", "-p", str(port), "-m", str(monitor))
    command = Command("careless", argv, tmp_path / "log")
    process = start(command)
    try:
        with pytest.raises(Drift, match="sync_interval"):
            await _answered(f"http://127.0.0.1:{monitor}")
    finally:
        stop(process, command)


async def _answered(monitor_url: str) -> None:
    while True:
        try:
            return await check_sync(monitor_url)
        except httpx.TransportError:
            await asyncio.sleep(0.05)


def test_a_process_that_finds_drift_ends_with_the_code_for_it(
    service_settings: ServiceSettings, tmp_path: Path
) -> None:
    async def spoil(nats: RunningNats) -> None:
        operator = await nats.connect("operator")
        config = StreamConfig(name="NOTIFICATIONS", subjects=["notifications.>"], storage=StorageType.MEMORY)
        await operator.jetstream().add_stream(config)
        await operator.close()

    with running_nats(tmp_path) as nats:
        asyncio.run(spoil(nats))
        elsewhere = {"NOTIFICATIONS_NATS_URL": nats.url, "NOTIFICATIONS_NATS_MONITOR_URL": nats.server.monitor_url}
        done = subprocess.run(
            (sys.executable, "-m", "services.notifications.main"),
            env={**os.environ, **service_settings("notifications"), **elsewhere},
            capture_output=True,
            timeout=60,
            check=False,
        )

    assert done.returncode == DRIFT_EXIT_CODE
    assert b"storage" in done.stderr


@pytest.mark.parametrize("service", SERVICES)
def test_every_subscription_of_a_service_is_durable_pulled_and_acknowledged_by_hand(
    service: str, service_settings: ServiceSettings
) -> None:
    main = import_module(f"services.{service}.main")
    prefix = f"{service.upper()}_"
    given = {name.removeprefix(prefix).lower(): value for name, value in service_settings(service).items()}
    built = main.build(main.Settings(**given))

    broker = Messaging(service, built.settings, None, built.listeners).broker  # type: ignore[arg-type]  # no database is asked

    subscribers: list[Any] = list(broker.subscribers)
    names = [subscriber.config.durable_name for subscriber in subscribers]
    assert sorted(names) == sorted(listener.name for listener in built.listeners)
    for subscriber in subscribers:
        assert isinstance(subscriber, GatheringSubscriber)
        assert subscriber.ack_policy is AckPolicy.MANUAL
        assert subscriber.stream.declare is False
        assert 1 <= subscriber.pull_sub.batch_size <= 256
        assert subscriber.extra_options["durable"] == subscriber.config.durable_name
        assert subscriber.extra_options["stream"] == subscriber.stream.name
        assert subscriber.extra_options["inbox_prefix"] == f"_INBOX_{service}.".encode()
        assert subscriber.config.ack_policy is ServerAckPolicy.EXPLICIT
        assert subscriber.config.max_deliver == -1
        assert subscriber.config.filter_subjects


async def _played(toys: Toys, count: int) -> bool:
    return await toys.played() == count


async def _settled(toys: Toys) -> bool:
    found = await toys.js.consumer_info("TOYS", "toys-note")
    return bool(found.num_pending == 0 and found.num_ack_pending == 0)
