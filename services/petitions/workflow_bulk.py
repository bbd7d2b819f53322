"""Several petitions at once: each on its own, so that what is refused for one is done for the others."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from libs.common.refusals import Refusal

MOST_AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True)
class Operation:
    """What is to be done with one petition."""

    petition_id: UUID
    act: Callable[[AsyncSession], Awaitable[None]]


async def do_each(session: AsyncSession, operations: Sequence[Operation]) -> list[Refusal | None]:
    """Does what is allowed; gives a refusal or None for each, in the order given. They are taken in the order of their
    ids, as whoever locks several petitions does."""
    refusals: list[Refusal | None] = [None] * len(operations)
    for number, one in sorted(enumerate(operations), key=lambda pair: pair[1].petition_id):
        try:
            async with session.begin_nested():
                await one.act(session)
        except Refusal as refusal:
            refusals[number] = refusal
    return refusals
