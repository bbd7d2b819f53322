"""A stream that somebody deletes comes back with all that was sent to it, and nothing is done again."""

from sqlalchemy import text

from libs.common.refilling import EXPIRED, refill
from libs.common.streams import Stream, ensure_stream, streams_of
from tests.common.toys import Toys, happened, until

OWN = streams_of("toys")[0]
SENT_LONG_AGO = """
UPDATE outbox SET stream_sequence = 7, published_at = now() - make_interval(days => 3 - id::int % 2 * 2)
"""
SENT = "SELECT count(*) FROM outbox WHERE published_at IS NOT NULL"


async def sent_and_handled(toys: Toys, count: int) -> bool:
    return await toys.value(SENT) == count and await toys.played() == count


async def test_a_stream_deleted_while_we_run_is_filled_again_from_the_outbox(toys: Toys) -> None:
    await toys.start()
    await toys.stage(*(happened() for _ in range(5)))
    await until(lambda: sent_and_handled(toys, 5))

    await toys.js.delete_stream("TOYS")
    await toys.stage(happened())
    await until(lambda: sent_and_handled(toys, 6), 40)

    state = (await toys.js.stream_info("TOYS")).state
    places = await toys.rows("SELECT stream_sequence FROM outbox ORDER BY id")
    assert state.messages == 6
    assert sorted(row["stream_sequence"] for row in places) == [1, 2, 3, 4, 5, 6]


async def test_a_stream_that_stands_is_left_alone(toys: Toys) -> None:
    await toys.start()
    await toys.stage(happened())
    await until(lambda: sent_and_handled(toys, 1))

    async with toys.database.transaction() as session:
        assert await refill(session, toys.js, OWN) == 0


async def test_what_the_stream_would_no_longer_keep_is_not_sent_again(toys: Toys) -> None:
    await toys.stage(happened(), happened())
    async with toys.database.transaction() as session:
        past = (
            "UPDATE outbox SET stream_sequence = 7, published_at = now() - make_interval(days => 3 - id::int % 2 * 2)"
        )
        await session.execute(text(past))
    a_day = Stream("TOYS", OWN.subjects, max_age=2 * 86_400.0)
    await ensure_stream(toys.js, a_day)

    async with toys.database.transaction() as session:
        assert await refill(session, toys.js, a_day) == 1
        assert await refill(session, toys.js, a_day) == 0

    places = await toys.rows("SELECT stream_sequence FROM outbox ORDER BY stream_sequence")
    assert [row["stream_sequence"] for row in places] == [EXPIRED, None]
