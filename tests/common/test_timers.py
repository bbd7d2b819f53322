"""Timers: what is due is done until nothing is, and a run that fails comes again."""

import asyncio
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common import clock
from libs.common.service import forget_old
from libs.common.timers import Timer
from tests.common.toys import Toys, happened


async def test_a_timer_works_until_nothing_is_due(toys: Toys) -> None:
    left = [3, 2, 0, 5]

    async def due(session: AsyncSession) -> int:
        return left.pop(0)

    assert await Timer("toys", 60, due).once(toys.database) == 5
    assert left == [5]


async def test_a_run_that_fails_leaves_nothing_behind_and_comes_again(toys: Toys) -> None:
    done = asyncio.Event()
    runs = 0

    async def due(session: AsyncSession) -> int:
        nonlocal runs
        runs += 1
        await session.execute(text("INSERT INTO once (toy_id) VALUES (gen_random_uuid())"))
        if runs == 1:
            raise RuntimeError
        done.set()
        return 0

    task = asyncio.create_task(Timer("toys", 0.01, due).run(toys.database))
    await asyncio.wait_for(done.wait(), 5)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert await toys.value("SELECT count(*) FROM once") == runs - 1


async def test_what_was_published_long_ago_is_forgotten_and_what_was_not_is_kept(toys: Toys) -> None:
    await toys.stage(happened(), happened(), happened())
    old = clock.now() - timedelta(days=91)
    for statement in (
        "UPDATE outbox SET published_at = :old WHERE id = (SELECT min(id) FROM outbox)",
        "UPDATE outbox SET published_at = now() WHERE id = (SELECT max(id) FROM outbox)",
        "INSERT INTO inbox VALUES ('new', gen_random_uuid(), now()), ('old', gen_random_uuid(), :old)",
    ):
        async with toys.database.transaction() as session:
            await session.execute(text(statement), {"old": old} if ":old" in statement else {})

    async with toys.database.transaction() as session:
        await forget_old(session)

    assert await toys.value("SELECT count(*) FROM outbox") == 2
    assert [row["listener"] for row in await toys.rows("SELECT listener FROM inbox")] == ["new"]
