"""The HTTP door for several petitions at once: each under its own permission check, with its own result."""

from collections.abc import Awaitable, Callable
from typing import Literal
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from libs.access import Grants
from libs.common.http import Caller, Router, Session
from libs.common.refusals import Refusal
from services.petitions import bodies_desk, workflow
from services.petitions.rules import Verb
from services.petitions.seats import By, Doing, free, settle
from services.petitions.workflow_bulk import Operation, do_each

router = Router("petitions")


class BulkProblem(BaseModel):
    """Why one was refused, as the same request by itself would have been."""

    slug: str
    status: int
    detail: str


class BulkResult(BaseModel):
    """What became of one."""

    petition_id: UUID
    result: Literal["applied", "rejected"]
    problem: BulkProblem | None = None


class BulkOut(BaseModel):
    """One result for each operation, in the order given."""

    results: list[BulkResult]


@router.post("/bulk")
async def do_many(body: bodies_desk.BulkBody, session: Session, caller: Caller, by: By) -> BulkOut:
    """Acknowledge, classify or assign several; what is refused for one is done for the others."""
    refusals = await do_each(session, [Operation(one.petition_id, _act(one, by)) for one in body.operations])
    results = [
        _result(one.petition_id, refusal, caller.language)
        for one, refusal in zip(body.operations, refusals, strict=True)
    ]
    return BulkOut(results=results)


def _act(one: bodies_desk.BulkOperation, by: Grants) -> Callable[[AsyncSession], Awaitable[None]]:
    async def act(session: AsyncSession) -> None:
        verb = Verb(one.verb)
        await _do(session, await free(session, verb, await settle(session, verb, one.petition_id, by), None), one)

    return act


async def _do(session: AsyncSession, doing: Doing, one: bodies_desk.BulkOperation) -> None:
    if isinstance(one, bodies_desk.BulkAcknowledge):
        await workflow.acknowledge(session, doing.case, by=doing.by)
    elif isinstance(one, bodies_desk.BulkAssign):
        await workflow.assign(session, doing.case, by=doing.by, assignee=one.assignee)
    else:
        said = doing.case.petition
        await workflow.classify(
            session,
            doing.case,
            by=doing.by,
            category=one.category or said.category,
            competence=one.competence or said.competence,
            complexity=one.complexity,
        )


def _result(petition_id: UUID, refusal: Refusal | None, language: str) -> BulkResult:
    if refusal is None:
        return BulkResult(petition_id=petition_id, result="applied")
    problem = BulkProblem(slug=refusal.slug, status=refusal.status, detail=refusal.text(language))
    return BulkResult(petition_id=petition_id, result="rejected", problem=problem)
