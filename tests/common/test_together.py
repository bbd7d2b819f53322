"""Listeners that take all that waits in one go: each event once, in order; what is alone waits a moment for others."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from libs.common.listening import Heard, Listeners
from libs.common.refusals import Conflict
from libs.contracts.envelope import Event
from tests.common.toys import ToyHappened, Toys, happened, has_played, has_settled, play, until


def together(groups: list[list[Heard]], *, linger: float = 0.0) -> Listeners:
    """One listener that notes each group it is given."""
    listeners = Listeners("toys")

    @listeners.on_many(ToyHappened, linger=linger)
    async def note(session: AsyncSession, heard: Sequence[Heard]) -> None:
        groups.append(list(heard))
        for event, meta in heard:
            await play(session, "note", event, meta)

    return listeners


async def bodies(toys: Toys, *events: Event) -> list[bytes]:
    """What they would arrive as."""
    await toys.stage(*events)
    return [row["body"].encode() for row in await toys.rows("SELECT body FROM outbox ORDER BY id")]


async def handed_out(toys: Toys) -> bool:
    """Whether an event is with the listener and not yet answered."""
    return bool((await toys.js.consumer_info("TOYS", "toys-note")).num_ack_pending == 1)


async def test_what_waits_comes_in_one_group_in_order(toys: Toys) -> None:
    groups: list[list[Heard]] = []
    ids = await toys.stage(*(happened() for _ in range(20)))
    await toys.start(together(groups, linger=0.2))

    await until(lambda: has_played(toys, 20))

    assert [one.meta.event_id for group in groups for one in group] == ids
    assert len(groups) < 20


async def test_an_event_that_comes_twice_in_a_group_is_given_once_in_its_first_place(toys: Toys) -> None:
    groups: list[list[Heard]] = []
    listener = together(groups)["note"]
    first, second = [listener.read(body) for body in await bodies(toys, happened(), happened())]

    async with toys.database.transaction() as session:
        new = await listener.deliver_all(session, [first, second, first])

    assert [one.meta.event_id for one in groups[0]] == [first[1].event_id, second[1].event_id]
    assert new == {first[1].event_id, second[1].event_id}


async def test_a_group_that_was_handled_before_is_not_given_again(toys: Toys) -> None:
    groups: list[list[Heard]] = []
    listener = together(groups)["note"]
    [heard] = [listener.read(body) for body in await bodies(toys, happened())]

    for _ in range(2):
        async with toys.database.transaction() as session:
            await listener.deliver_all(session, [heard])

    assert len(groups) == 1


async def test_one_that_is_refused_in_a_group_holds_up_none_of_the_others(toys: Toys) -> None:
    listeners, bad = Listeners("toys"), happened()

    @listeners.on_many(ToyHappened, linger=0.2)
    async def note(session: AsyncSession, heard: Sequence[Heard]) -> None:
        for event, meta in heard:
            if event.toy_id == bad.toy_id:
                raise Conflict
            await play(session, "note", event, meta)

    await toys.stage(happened(), bad, happened())
    await toys.start(listeners)

    await until(lambda: has_played(toys, 2), 30)
    await until(lambda: has_settled(toys), 30)
    assert await toys.value("SELECT count(*) FROM dead_letters") == 1


async def test_one_that_comes_a_moment_later_is_waited_for(toys: Toys) -> None:
    groups: list[list[Heard]] = []
    await toys.start(together(groups, linger=1.0))

    await toys.stage(happened())
    await toys.stage(happened())

    await until(lambda: has_played(toys, 2))
    assert [len(group) for group in groups] == [2]


async def test_what_was_gathered_when_the_service_stops_comes_again_at_once(toys: Toys) -> None:
    groups: list[list[Heard]] = []
    messaging = await toys.start(together([], linger=20.0))
    await toys.stage(happened())
    await until(lambda: handed_out(toys))
    await toys.stop(messaging)

    await toys.start(together(groups))

    await until(lambda: has_played(toys, 1))
    assert [len(group) for group in groups] == [1]
