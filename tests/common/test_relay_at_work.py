"""Relays at work: among concurrent writers, with replicas, after their connection was cut."""

import asyncio
import json
from typing import Any

import pytest

from libs.common.ids import new_id
from libs.common.outbox import stage, stage_many
from tests.common.relays import Deaf, relaying, unsent
from tests.common.toys import PATH, Toys, happened, until


@pytest.mark.usefixtures("streams")
async def test_a_late_commit_is_not_stepped_over(toys: Toys) -> None:
    async with relaying(toys) as relay, toys.database.session() as late:
        await stage(late, happened(), unit_path=PATH)
        await toys.stage(happened())
        relay.wake()
        await until(lambda: _published(toys, 1))
        await late.commit()
        await until(lambda: _published(toys, 2))

    assert await unsent(toys) == 0


@pytest.mark.usefixtures("streams")
async def test_the_order_of_each_writer_is_kept_among_many_at_once(toys: Toys) -> None:
    async def write(toy_id: Any) -> None:
        for sequence in range(1, 26):
            async with toys.database.transaction() as session:
                event = happened(toy_id).model_copy(update={"sequence": sequence})
                await stage(session, event, unit_path=PATH)
            relay.wake()

    writers = [new_id() for _ in range(6)]
    async with relaying(toys) as relay:
        await asyncio.gather(*(write(toy_id) for toy_id in writers))
        await until(lambda: _published(toys, 150))

    seen: dict[str, list[int]] = {str(toy_id): [] for toy_id in writers}
    for row in await toys.rows("SELECT body FROM outbox ORDER BY stream_sequence"):
        body = json.loads(row["body"])
        seen[body["data"]["toy_id"]].append(int(body["sequence"]))
    assert set(map(tuple, seen.values())) == {tuple(range(1, 26))}
    assert (await toys.js.stream_info("TOYS")).state.messages == 150


@pytest.mark.usefixtures("streams")
async def test_of_two_relays_one_leads_and_the_other_takes_over_when_it_dies(toys: Toys) -> None:
    async with relaying(toys) as second:
        async with relaying(toys):
            await until(lambda: _leaders(toys, 1))
            await toys.stage(*(happened() for _ in range(20)))
            await until(lambda: _published(toys, 20))
            assert await toys.value(LEADERS) == 1
        await toys.stage(happened())
        second.wake()
        await until(lambda: _published(toys, 21))

    assert (await toys.js.stream_info("TOYS")).state.messages == 21


@pytest.mark.usefixtures("streams")
async def test_what_is_staged_at_a_replica_goes_out_without_waiting_for_the_next_look(toys: Toys) -> None:
    async with relaying(toys, poll=60):
        await until(lambda: _leaders(toys, 1))
        async with relaying(toys, poll=60) as follower:
            await until(lambda: _connected(toys, 2))
            await toys.stage(happened())
            follower.wake()
            await until(lambda: _published(toys, 1))
            assert not follower._wake.is_set()  # said once, it is not said again and again


@pytest.mark.usefixtures("streams")
async def test_the_relay_goes_on_after_its_connection_was_cut(toys: Toys) -> None:
    async with relaying(toys) as relay:
        await until(lambda: _leaders(toys, 1))
        await toys.value("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'relay'")
        await toys.stage(happened())
        relay.wake()
        await until(lambda: _published(toys, 1))


@pytest.mark.usefixtures("streams")
async def test_no_transaction_is_open_while_the_relay_publishes(toys: Toys) -> None:
    asked = asyncio.Event()
    proceed = asyncio.Event()

    class Slow(Deaf):
        async def request(self, *args: Any, **options: Any) -> Any:
            asked.set()
            await proceed.wait()
            return await super().request(*args, **options)

    async with relaying(toys, Slow(toys.operator, lambda: False)):
        await toys.stage(happened())
        await asked.wait()
        state = await toys.value("SELECT state FROM pg_stat_activity WHERE application_name = 'relay'")
        proceed.set()
        await until(lambda: _published(toys, 1))

    assert state == "idle"


@pytest.mark.usefixtures("streams")
async def test_many_events_staged_together_are_all_published_in_order(toys: Toys) -> None:
    async with toys.database.transaction() as session:
        assert await stage_many(session, ((happened(), PATH) for _ in range(2_500))) == 2_500

    async with relaying(toys):
        await until(lambda: _published(toys, 2_500), 30)

    places = await toys.rows("SELECT stream_sequence FROM outbox ORDER BY id")
    assert [row["stream_sequence"] for row in places] == list(range(1, 2_501))


LEADERS = """
SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND application_name = 'relay' AND granted
"""


async def _published(toys: Toys, count: int) -> bool:
    return bool(await toys.value("SELECT count(published_at) FROM outbox") == count)


async def _leaders(toys: Toys, count: int) -> bool:
    return bool(await toys.value(LEADERS) == count)


async def _connected(toys: Toys, count: int) -> bool:
    return bool(await toys.value("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'relay'") == count)


@pytest.mark.usefixtures("streams")
async def test_it_ends_at_once_though_the_database_went_away_before_it_could_mark(toys: Toys) -> None:
    async with asyncio.timeout(5), relaying(toys) as relay:
        await toys.stage(happened())
        relay.wake()
        await until(lambda: bool(relay._unmarked))
        await toys.value("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'relay'")
