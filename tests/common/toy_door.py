"""The HTTP door of the toy service: one route of each kind that services have."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import text

from libs.common.http import PUBLIC, STREAM, Caller, Router, Session
from libs.common.outbox import stage
from libs.common.refusals import Refusal
from libs.common.service import Service
from libs.common.text import CleanText
from libs.common.timers import Timers
from tests.common.toys import PATH, Toys, happened, toy_listeners
from tests.support.service import Subject

router = Router("toys")


class Broken(Refusal):
    """A toy that cannot be played with."""

    slug = "toy-broken"
    status = 409
    vi = "Đồ chơi {name} đã hỏng."
    en = "The toy {name} is broken."


class ToyIn(BaseModel):
    """A toy as somebody describes it."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[CleanText, Field(min_length=1, max_length=20)]
    made_at: AwareDatetime | None = None
    pieces: int = Field(default=1, ge=0)


class ToyOut(BaseModel):
    """How often it was played with."""

    toy_id: UUID
    name: str
    played: int


@router.get("/hello", **PUBLIC)
async def get_hello() -> dict[str, str]:
    return {"hello": "chào"}


@router.put("/toys/{toy_id}")
async def put_toy(toy_id: UUID, body: ToyIn, session: Session, caller: Caller) -> ToyOut:
    await session.execute(text(INSERT), {"toy_id": toy_id, "listener": body.name})
    await stage(session, happened(toy_id), unit_path=PATH)
    return await _toy(session, toy_id, body.name)


@router.post("/toys/{toy_id}/play")
async def post_play(toy_id: UUID, body: ToyIn, session: Session, caller: Caller) -> ToyOut:
    await session.execute(text(INSERT), {"toy_id": toy_id, "listener": body.name})
    await asyncio.sleep(0.02)
    if body.name == "broken":
        raise Broken(name=body.name)
    return await _toy(session, toy_id, body.name)


@router.post("/toys/{toy_id}/twice")
async def post_twice(toy_id: UUID, session: Session, caller: Caller) -> ToyOut:
    for _ in range(2):
        await session.execute(text("INSERT INTO once (toy_id) VALUES (:toy_id)"), {"toy_id": toy_id})
    return ToyOut(toy_id=toy_id, name="twice", played=2)


@router.get("/toys")
async def get_toys(
    session: Session, caller: Caller, q: Annotated[str, Query(max_length=100)] = "", pieces: int = 0
) -> dict[str, int]:
    counted = text("SELECT count(*) FROM toys WHERE listener = :q AND CAST(:pieces AS bigint) >= 0")
    return {"found": (await session.execute(counted, {"q": q, "pieces": pieces})).scalar_one()}


@router.get("/stumble")
async def get_stumble(session: Session, caller: Caller) -> None:
    raise ZeroDivisionError("a toy fell over")


@router.get("/stream", response_class=StreamingResponse, **STREAM)
async def get_stream(request: Request, caller: Caller) -> StreamingResponse:
    stopping: asyncio.Event = request.app.state.stopping

    async def ticks() -> AsyncIterator[str]:
        yield "data: begun\n\n"
        await stopping.wait()

    return StreamingResponse(ticks(), media_type="text/event-stream")


INSERT = "INSERT INTO toys (toy_id, event_id, listener) VALUES (:toy_id, :toy_id, :listener)"


async def _toy(session: Session, toy_id: UUID, name: str) -> ToyOut:
    played = await session.execute(text("SELECT count(*) FROM toys WHERE toy_id = :toy_id"), {"toy_id": toy_id})
    return ToyOut(toy_id=toy_id, name=name, played=played.scalar_one())


async def _no_gauges(session: object) -> None:
    return None


def toy_service(toys: Toys) -> Service:
    """The toys as a whole service."""
    return Service(
        name="toys",
        settings=toys.settings,
        routers=[router],
        listeners=toy_listeners(),
        timers=Timers(),
        load_key=lambda database: _no_key,
    )


def door_of(toys: Toys) -> Subject:
    """The toys' application on their database; `as_person` asks it."""
    return Subject(toy_service(toys), toys.clone)


async def _no_key(key_id: str) -> None:
    return None
