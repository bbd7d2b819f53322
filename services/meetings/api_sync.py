"""The door for phones: operations as they were made, read one by one, so that a bad one refuses only itself."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from libs.access import Grants
from libs.common.clock import now
from libs.common.http import Caller, Router, Session
from libs.common.problems import field_problems
from libs.contracts.vocabulary import RollCall
from services.meetings import bodies, workflow_meetings, workflow_room
from services.meetings.callers import By, judge
from services.meetings.errors import InvalidBody, NotSyncable, WrongTime
from services.meetings.workflow_recommendations import Spoken
from services.meetings.workflow_room import Phone
from services.meetings.workflow_sync import MOST_OPERATIONS, Act, Operation, Result, sync

router = Router("meetings")


class OperationBody(BaseModel):
    """One operation of a phone: what it would have sent, and when. Only the id must be right to get an answer."""

    id: UUID
    method: str
    path: str
    body: Any = None
    at: Any = None


class SyncBody(BaseModel):
    """Operations in the order in which they were made."""

    operations: Annotated[list[OperationBody], Field(max_length=MOST_OPERATIONS)]


class FieldOut(BaseModel):
    """One field that is wrong."""

    path: str
    text: str


class ProblemOut(BaseModel):
    """Why an operation was refused, as the same request would have been."""

    type: str
    slug: str
    status: int
    title: str
    detail: str
    fields: list[FieldOut]


class ResultOut(BaseModel):
    """What became of one operation. `kept`: it waits for the start of its meeting; sent again, it is answered with what
    has become of it since."""

    id: UUID
    result: Literal["applied", "duplicate", "rejected"]
    problem: ProblemOut | None = None
    kept: bool = False


class SyncOut(BaseModel):
    """One result for each operation, in the order given."""

    results: list[ResultOut]


@router.post("/sync")
async def post_sync(body: SyncBody, session: Session, caller: Caller, by: By) -> SyncOut:
    """Do what a phone did while it was away; the same operation twice does once."""
    operations = [_read(one) for one in body.operations]
    results = await sync(session, operations=operations, by=by)
    return SyncOut(results=[_out(one, caller.language) for one in results])


def _out(result: Result, language: str) -> ResultOut:
    if result.problem is None:
        return ResultOut(id=result.id, result=result.result, kept=result.kept)
    slug, said = result.problem["slug"], result.problem[language]
    problem = ProblemOut(
        type=f"/problems/{slug}",
        slug=slug,
        status=result.problem["status"],
        title=said["detail"],
        detail=said["detail"],
        fields=said["fields"],
    )
    return ResultOut(id=result.id, result=result.result, problem=problem)


_MOMENT: Final[TypeAdapter[datetime]] = TypeAdapter(bodies.Moment)


def _read(operation: OperationBody) -> Operation:
    try:
        at = _MOMENT.validate_python(operation.at)
    except ValidationError:
        return Operation(operation.id, WrongTime())
    for method, pattern, verb, read in _READERS:
        found = pattern.fullmatch(operation.path)
        if found and operation.method == method:
            ids = [UUID(one) if len(one) > 5 else one for one in found.groups()]
            return Operation(operation.id, _doing(operation, verb, partial(read, ids, operation, min(at, now())), ids))
    return Operation(operation.id, NotSyncable())


def _doing(operation: OperationBody, verb: str, read: Callable[[], Spoken | Act], ids: list[Any]) -> Spoken | Act:
    """What it asks for; a body that cannot be read is refused after role and unit are judged."""
    try:
        return read()
    except ValidationError as error:
        found = {one: field_problems(error.errors(), one) for one in ("vi", "en")}

    async def refuse(session: AsyncSession, by: Grants) -> None:
        await judge(session, by=by, verb=verb, meeting_id=ids[0], body=operation.body)
        raise InvalidBody(found=found)

    return refuse


Reader = Callable[[list[Any], OperationBody, datetime], Spoken | Act]


def _recommendation(ids: list[Any], operation: OperationBody, at: datetime) -> Spoken | Act:
    return bodies.RecommendationBody.model_validate(operation.body).spoken(ids[0], at=at)


def _meeting(ids: list[Any], operation: OperationBody, at: datetime) -> Spoken | Act:
    plan = bodies.MeetingBody.model_validate(operation.body).plan()
    return lambda session, by: workflow_meetings.put_meeting(session, meeting_id=ids[0], plan=plan, by=by)


def _roll_call(ids: list[Any], operation: OperationBody, at: datetime) -> Spoken | Act:
    marks = bodies.RollCallBody.model_validate(operation.body).given()
    act = partial(
        workflow_room.take_roll_call,
        meeting_id=ids[0],
        roll_call=RollCall(ids[1]),
        marks=marks,
        phone=Phone(operation.id, at),
    )
    return lambda session, by: act(session, by=by)


def _read_out(ids: list[Any], operation: OperationBody, at: datetime) -> Spoken | Act:
    said = bodies.ReadOutBody.model_validate(operation.body).said()
    act = partial(
        workflow_room.read_out_answer,
        meeting_id=ids[0],
        petition_id=ids[1],
        said=said,
        phone=Phone(operation.id, at),
    )
    return lambda session, by: act(session, by=by)


def _end(ids: list[Any], operation: OperationBody, at: datetime) -> Spoken | Act:
    phone = Phone(operation.id, at)
    return lambda session, by: workflow_room.end_meeting(session, meeting_id=ids[0], by=by, phone=phone)


def _path(below: str) -> re.Pattern[str]:
    marked = below.replace("{id}", "([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})")
    return re.compile(f"/api/meetings/v1{marked}")


_READERS: Final[list[tuple[str, re.Pattern[str], str, Reader]]] = [
    ("PUT", _path("/recommendations/{id}"), "log", _recommendation),
    ("PUT", _path("/meetings/{id}"), "schedule", _meeting),
    ("PUT", _path("/meetings/{id}/roll-calls/(start|end)"), "mark", _roll_call),
    ("PUT", _path("/meetings/{id}/read-outs/{id}"), "read_out", _read_out),
    ("POST", _path("/meetings/{id}/end"), "end", _end),
]
