"""What a phone did while it was away, done exactly once: each operation under its own permission check, with its own
result, in the order in which the phone did them. One transaction for all of them.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Uuid, func, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from libs.access import Grants
from libs.common.clock import now
from libs.common.refusals import Conflict, Refusal
from services.meetings.models import SyncOperation
from services.meetings.workflow_recommendations import Spoken, log_recommendations

MOST_OPERATIONS: Final = 200
_LANGUAGES: Final = ("vi", "en")

Act = Callable[[AsyncSession, Grants], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: a recommendation, another act, or what was wrong with it already when it was read."""

    id: UUID
    doing: Spoken | Act | Refusal


@dataclass(frozen=True, slots=True)
class Result:
    """`problem` holds both languages, for whoever asks again."""

    id: UUID
    result: str
    problem: dict[str, Any] | None = None


async def sync(session: AsyncSession, *, operations: Sequence[Operation], by: Grants) -> list[Result]:
    """Do what was not done before; gives one result for each, in the order given."""
    new = await _claim(session, operations, by.person_id)
    first = {one.id: one for one in reversed(operations) if one.id in new}
    fresh = [one for one in operations if first.get(one.id) is one]
    problems = await _do(session, fresh, by)
    await _note_rejected(session, problems, by.person_id)
    before = await _results_before(session, {one.id for one in operations} - new, by.person_id)
    return [_result(one, first.get(one.id) is one, problems.get(one.id) or before.get(one.id)) for one in operations]


def _result(one: Operation, fresh: bool, problem: dict[str, Any] | None) -> Result:
    if problem is not None:
        return Result(one.id, "rejected", problem)
    return Result(one.id, "applied" if fresh else "duplicate")


async def _claim(session: AsyncSession, operations: Sequence[Operation], person_id: UUID) -> set[UUID]:
    """The ids nobody has claimed yet; whoever sends the same at this moment waits here for our commit."""
    if not operations:
        return set()
    ids = literal(sorted({one.id for one in operations}), ARRAY(Uuid))
    rows = select(literal(person_id), func.unnest(ids), literal("applied"), literal(now()))
    claim = insert(SyncOperation).from_select(["person_id", "id", "result", "arrived_at"], rows)
    return set(await session.scalars(claim.on_conflict_do_nothing().returning(col(SyncOperation.id))))


async def _do(session: AsyncSession, operations: Sequence[Operation], by: Grants) -> dict[UUID, dict[str, Any]]:
    problems: dict[UUID, dict[str, Any]] = {}
    for spoken, group in groupby(operations, key=lambda one: isinstance(one.doing, Spoken)):
        act = _log if spoken else _act_singly
        problems.update({one: in_both_languages(refusal) for one, refusal in (await act(session, list(group), by))})
    return problems


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


def in_both_languages(refusal: Refusal) -> dict[str, Any]:
    """A refusal as it is stored: whoever asks again may read another language."""
    texts = {one: {"detail": refusal.text(one), "fields": refusal.fields(one)} for one in _LANGUAGES}
    return {"slug": refusal.slug, "status": refusal.status, **texts}


async def _note_rejected(session: AsyncSession, problems: dict[UUID, dict[str, Any]], person_id: UUID) -> None:
    for operation_id, problem in problems.items():
        mine = (col(SyncOperation.person_id) == person_id) & (col(SyncOperation.id) == operation_id)
        await session.execute(update(SyncOperation).where(mine).values(result="rejected", problem=problem))


async def _results_before(session: AsyncSession, ids: set[UUID], person_id: UUID) -> dict[UUID, dict[str, Any]]:
    if not ids:
        return {}
    statement = select(col(SyncOperation.id), col(SyncOperation.problem)).where(
        col(SyncOperation.person_id) == person_id, col(SyncOperation.id).in_(ids)
    )
    return {row.id: row.problem for row in await session.execute(statement)}
