"""What a phone did while it was away, done exactly once: each operation under its own permission check, with its own
result, in the order in which the phone did them. One transaction for all of them.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, and_, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import Grants
from libs.common.clock import now
from libs.common.refusals import Conflict, Forbidden, NotFound, Refusal
from services.meetings.errors import NoOpenAnswer, NotABranch, NotOnRoster
from services.meetings.models import KeptOperation, SyncOperation
from services.meetings.workflow_kept import in_both_languages
from services.meetings.workflow_recommendations import Spoken, log_recommendations

MOST_OPERATIONS: Final = 200
LAG: Final = (NotFound, Forbidden, NotABranch, NotOnRoster, NoOpenAnswer, Conflict)
"""What may only be said because a copy here is not up to date; it is not remembered, so that the same operation can be
done when it comes again."""

Act = Callable[[AsyncSession, Grants], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: a recommendation, another act, or what was wrong with it already when it was read."""

    id: UUID
    doing: Spoken | Act | Refusal


@dataclass(frozen=True, slots=True)
class Result:
    """`problem` holds both languages, for whoever asks again; `kept` says that it waits for the start of its meeting,
    and that the same operation sent again tells what has become of it."""

    id: UUID
    result: str
    problem: dict[str, Any] | None = None
    kept: bool = False


class Said(NamedTuple):
    """What is said of an operation: why it was refused, or that it waits."""

    problem: dict[str, Any] | None = None
    kept: bool = False


async def sync(session: AsyncSession, *, operations: Sequence[Operation], by: Grants) -> list[Result]:
    """Do what was not done before; gives one result for each, in the order given."""
    new = await _claim(session, operations, by.person_id)
    first = {one.id: one for one in reversed(operations) if one.id in new}
    fresh = [one for one in operations if first.get(one.id) is one]
    refusals = await _do(session, fresh, by)
    await _note(session, refusals, by.person_id)
    said = {one: Said(in_both_languages(refusal)) for one, refusal in refusals.items()}
    later = {one.id for one in operations if one.id not in new or not isinstance(one.doing, Spoken)} - said.keys()
    said |= await _said(session, later, by.person_id)
    return [_result(one.id, first.get(one.id) is one, said.get(one.id, Said())) for one in operations]


def _result(operation_id: UUID, fresh: bool, said: Said) -> Result:
    if said.problem is not None:
        return Result(operation_id, "rejected", said.problem)
    return Result(operation_id, "applied" if fresh else "duplicate", kept=said.kept)


async def _claim(session: AsyncSession, operations: Sequence[Operation], person_id: UUID) -> set[UUID]:
    """The ids nobody has claimed yet; whoever sends the same at this moment waits here for our commit."""
    if not operations:
        return set()
    ids = literal(sorted({one.id for one in operations}), ARRAY(Uuid))
    rows = select(literal(person_id), func.unnest(ids), literal("applied"), literal(now()))
    claim = insert(SyncOperation).from_select(["person_id", "id", "result", "arrived_at"], rows)
    return set(await session.scalars(claim.on_conflict_do_nothing().returning(col(SyncOperation.id))))


async def _do(session: AsyncSession, operations: Sequence[Operation], by: Grants) -> dict[UUID, Refusal]:
    refusals: dict[UUID, Refusal] = {}
    for spoken, group in groupby(operations, key=lambda one: isinstance(one.doing, Spoken)):
        act = _log if spoken else _act_singly
        refusals.update(await act(session, list(group), by))
    return refusals


async def _log(session: AsyncSession, operations: list[Operation], by: Grants) -> list[tuple[UUID, Refusal]]:
    """Recommendations in a row go together; the same one twice (logged, then reworded) goes in two rounds."""
    refused: list[tuple[UUID, Refusal]] = []
    while operations:
        firsts = {one.doing.id: one for one in reversed(operations) if isinstance(one.doing, Spoken)}
        together = [one for one in operations if isinstance(one.doing, Spoken) and firsts[one.doing.id] is one]
        spoken = [one.doing for one in together if isinstance(one.doing, Spoken)]
        outcomes = await log_recommendations(session, spoken=spoken, by=by)
        refused += [(one.id, how.refusal) for one, how in zip(together, outcomes, strict=True) if how.refusal]
        operations = [one for one in operations if one not in together]
    return refused


async def _act_singly(session: AsyncSession, operations: list[Operation], by: Grants) -> list[tuple[UUID, Refusal]]:
    refused: list[tuple[UUID, Refusal]] = []
    for one in operations:
        try:
            async with session.begin_nested():
                await _act(session, one, by)
        except Refusal as refusal:
            refused.append((one.id, refusal))
        except IntegrityError:
            refused.append((one.id, Conflict()))
    return refused


async def _act(session: AsyncSession, one: Operation, by: Grants) -> None:
    if isinstance(one.doing, Refusal):
        raise one.doing
    if not isinstance(one.doing, Spoken):
        await one.doing(session, by)


async def _note(session: AsyncSession, refusals: dict[UUID, Refusal], person_id: UUID) -> None:
    for operation_id, refusal in refusals.items():
        mine = (col(SyncOperation.person_id) == person_id) & (col(SyncOperation.id) == operation_id)
        if isinstance(refusal, LAG):
            await session.execute(delete(SyncOperation).where(mine))
        else:
            problem = in_both_languages(refusal)
            await session.execute(update(SyncOperation).where(mine).values(result="rejected", problem=problem))


async def _said(session: AsyncSession, ids: set[UUID], person_id: UUID) -> dict[UUID, Said]:
    """What stands of these operations by now: of those done before, and of those that may wait for a start."""
    if not ids:
        return {}
    mine = (
        col(KeptOperation.person_id) == col(SyncOperation.person_id),
        col(KeptOperation.id) == col(SyncOperation.id),
    )
    statement = (
        select(col(SyncOperation.id), col(SyncOperation.problem), col(KeptOperation.id).is_not(None))
        .outerjoin(KeptOperation, and_(*mine))
        .where(col(SyncOperation.person_id) == person_id, col(SyncOperation.id).in_(ids))
    )
    return {operation_id: Said(problem, kept) for operation_id, problem, kept in await session.execute(statement)}
