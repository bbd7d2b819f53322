"""The HTTP door: who is asking is settled before a body is parsed, one transaction per request is committed before the
answer leaves, and a POST with an `Idempotency-Key` is done once.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.routing import APIRoute
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from libs.common.db import Database
from libs.common.problems import language_of
from libs.common.refusals import KeyReused, Unauthorised, Unavailable
from libs.common.tables import idempotency_keys
from libs.common.tokens import Identity, Verifier

Handle = Callable[[Request], Coroutine[Any, Any, Response]]

KEY_LENGTH: Final = 200


@dataclass(frozen=True)
class Person:
    """Who is asking, from the token; what they may do follows from appointments, not from here."""

    person_id: UUID
    session_id: str
    language: str
    expires_at: datetime


class Transaction:
    """The transaction of one request: begun when first needed, committed by the route before the answer leaves."""

    def __init__(self, database: Database, *, reading: bool = False) -> None:
        self._database = database
        self._reading = reading
        self._session: AsyncSession | None = None
        self._walk: AsyncConnection | None = None

    @property
    def session(self) -> AsyncSession:
        """The session of this request."""
        if self._session is None:
            self._session = self._database.session(reading=self._reading)
        return self._session

    async def walk(self) -> AsyncConnection:
        """A connection for single statements that read, beside the transaction."""
        if self._walk is None:
            self._walk = await self._database.walks.connect()
        return self._walk

    async def commit(self) -> None:
        """Makes it durable."""
        if self._session is not None and self._session.in_transaction():
            await self._database.commit(self._session)

    async def close(self) -> None:
        """Rolls back what was not committed."""
        if self._session is not None:
            await self._session.close()
        if self._walk is not None:
            await self._walk.close()


class GuardedRoute(APIRoute):
    """A route that authenticates before the body is read, unless its endpoint was declared public."""

    def get_route_handler(self) -> Handle:
        """Wraps FastAPI's handler, which is where body and parameters are read."""
        answer = super().get_route_handler()
        extra = self.openapi_extra or {}
        open_to_all, streams = bool(extra.get("x-public")), bool(extra.get("x-stream"))

        async def guarded(request: Request) -> Response:
            request.state.route, request.state.streams = self.path_format, streams
            if not open_to_all:
                request.state.person = await authenticate(request)
            if streams:
                return await answer(request)
            limit = extra.get("x-seconds") or request.app.state.service.settings.request_seconds
            async with asyncio.timeout(limit), _transaction(request) as transaction:
                return await _once(request, transaction, answer)

        return guarded


@asynccontextmanager
async def _transaction(request: Request) -> AsyncIterator[Transaction]:
    transaction = Transaction(request.app.state.database, reading=request.method == "GET")
    request.state.transaction = transaction
    try:
        yield transaction
    finally:
        await transaction.close()


async def authenticate(request: Request) -> Person:
    """Who the bearer token speaks for. Raises Unauthorised."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthorised
    verifier: Verifier = request.app.state.verifier
    identity: Identity = await verifier.verify(token)
    return Person(identity.person_id, identity.session_id, language_of(request), identity.expires_at)


async def _once(request: Request, transaction: Transaction, answer: Handle) -> Response:
    key = request.headers.get("idempotency-key")
    person: Person | None = getattr(request.state, "person", None)
    if request.method != "POST" or not key or person is None:
        return await _answered(request, transaction, answer)
    if len(key) > KEY_LENGTH or not key.isprintable():
        raise KeyReused
    session = transaction.session
    fingerprint = hashlib.sha256(f"{request.method} {request.url.path}\n".encode() + await request.body()).hexdigest()
    row = insert(idempotency_keys).values(person_id=person.person_id, key=key, request_hash=fingerprint)
    mine = await session.execute(row.on_conflict_do_nothing().returning(idempotency_keys.c.key))
    if not mine.first():
        return await _repeated(session, person, key, fingerprint)
    return await _answered(request, transaction, answer, keep=(person, key))


async def _answered(
    request: Request, transaction: Transaction, answer: Handle, keep: tuple[Person, str] | None = None
) -> Response:
    response = await answer(request)
    if response.status_code >= 400:
        return response
    if keep is not None:
        await _keep(transaction.session, response, *keep)
    await transaction.commit()
    return response


async def _keep(session: AsyncSession, response: Response, person: Person, key: str) -> None:
    """The answer, for whoever asks again; a code or a token is nowhere kept readable: asked again, it is made anew."""
    mine = (idempotency_keys.c.person_id == person.person_id, idempotency_keys.c.key == key)
    if response.headers.get("cache-control") == "no-store":
        await session.execute(delete(idempotency_keys).where(*mine))
        return
    said = {"status": response.status_code, "body": bytes(response.body).decode()}
    await session.execute(update(idempotency_keys).where(*mine).values(said))


async def _repeated(session: AsyncSession, person: Person, key: str, fingerprint: str) -> Response:
    found = (
        await session.execute(
            select(idempotency_keys).where(
                idempotency_keys.c.person_id == person.person_id, idempotency_keys.c.key == key
            )
        )
    ).mappings().first()  # fmt: skip
    if found is None or found["status"] is None:
        raise Unavailable
    if found["request_hash"] != fingerprint:
        raise KeyReused
    headers = {"Idempotent-Replay": "true"}
    return Response(found["body"], found["status"], media_type="application/json", headers=headers)


async def forget_keys(session: AsyncSession, *, older_than: datetime) -> None:
    """Deletes idempotency keys from before `older_than`."""
    await session.execute(delete(idempotency_keys).where(idempotency_keys.c.at < older_than))


async def forget_answers(session: AsyncSession, *, beginning: str) -> None:
    """Deletes the answers kept for whoever sends again that begin like this: what they say was erased."""
    await session.execute(delete(idempotency_keys).where(idempotency_keys.c.body.startswith(beginning)))


class Router(APIRouter):
    """Routes of a service below `/api/<service>/v1`; guarded unless `**PUBLIC`."""

    def __init__(self, service: str) -> None:
        super().__init__(prefix=f"/api/{service}/v1", route_class=GuardedRoute, tags=[service])


PUBLIC: Final[dict[str, Any]] = {"openapi_extra": {"x-public": True, "security": []}}
"""`@router.post("/token", **PUBLIC)`: anyone may call this."""

STREAM: Final[dict[str, Any]] = {"openapi_extra": {"x-stream": True}}
"""`@router.get("/stream", **STREAM)`: no transaction and no time limit."""

RAW_FILE: Final[dict[str, Any]] = {
    "openapi_extra": {
        "x-seconds": 300.0,
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        },
    }
}
"""`@router.put("/files/{id}", **RAW_FILE)`: the body is a file as it is, and may come slowly."""


# Not plain functions: those would each cost a request a trip through the thread pool.
async def _session(request: Request) -> AsyncSession:
    transaction: Transaction = request.state.transaction
    return transaction.session


async def _walk(request: Request) -> AsyncConnection:
    transaction: Transaction = request.state.transaction
    return await transaction.walk()


async def _person(request: Request) -> Person:
    person: Person = request.state.person
    return person


Session = Annotated[AsyncSession, Depends(_session)]
"""The session of this request's one transaction."""

Walk = Annotated[AsyncConnection, Depends(_walk)]
"""For single statements that read along one index (`Database.walks`)."""

Caller = Annotated[Person, Depends(_person)]
"""Who is asking."""
