"""A service under test without its process: its real application on a database of its own, asked over HTTP as anyone,
and its listeners given events as a delivery would."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import select

from libs.common import tokens
from libs.common.db import Database
from libs.common.ids import new_id
from libs.common.listening import Listener, Meta
from libs.common.outbox import stage
from libs.common.service import Service, create_app
from libs.common.tables import outbox
from libs.contracts.envelope import Envelope, Event
from tests.support.database import Clone, Databases

_KEY = Ed25519PrivateKey.generate()
_KEY_ID = "test-key"


class Subject:
    """The service, its database and what it has staged."""

    def __init__(self, service: Service, clone: Clone) -> None:
        self.service = service
        self.clone = clone
        self.database: Database = clone.database
        self.app: FastAPI = create_app(service)
        self.app.state.database = self.database
        self.app.state.verifier = tokens.Verifier(_load_key)

    def token(self, person_id: UUID) -> str:
        """An access token of this person."""
        return tokens.sign(person_id=person_id, session_id="test", key=_KEY, key_id=_KEY_ID)

    @asynccontextmanager
    async def as_person(self, person_id: UUID | None, language: str = "vi") -> AsyncIterator[AsyncClient]:
        """A client signed in as this person (not signed in: None), below `/api/<service>/v1`."""
        headers = {"Accept-Language": language}
        if person_id is not None:
            headers["Authorization"] = f"Bearer {self.token(person_id)}"
        base = f"http://test/api/{self.service.name}/v1"
        transport = ASGITransport(app=self.app, raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url=base, headers=headers) as client:
            yield client

    def listener(self, function_name: str) -> Listener:
        """The listener of this function."""
        return self.service.listeners[function_name]

    async def deliver(self, function_name: str, event: Event, unit_path: str, event_id: UUID | None = None) -> bool:
        """Gives one event to one listener in a transaction; whether it was the first time for this event id."""
        return await deliver(self.database, self.listener(function_name), event, unit_path, event_id or new_id())

    async def tell(self, event: Event, unit_path: str) -> UUID:
        """Gives one event to every listener of it, as NATS would; its id."""
        event_id = new_id()
        for listener in self.service.listeners:
            if type(event) in listener.events:
                await deliver(self.database, listener, event, unit_path, event_id)
        return event_id

    async def staged(self, event_class: type[Event] | None = None) -> list[tuple[Event, str]]:
        """The events staged so far with their unit paths, the fullest rendition of each."""
        statement = select(outbox.c.body, outbox.c.stream, outbox.c.type).order_by(outbox.c.id)
        async with self.database.transaction() as session:
            rows = (await session.execute(statement)).all()
        found = []
        for body, stream, name in rows:
            known = Event.registry[name]
            if stream == known.stream() and (event_class is None or known is event_class):
                envelope = Envelope.model_validate_json(body)
                found.append((envelope.event(), envelope.subject))
        return found

    async def public_bodies(self) -> list[dict[str, Any]]:
        """What integrators would see of everything staged so far."""
        statement = select(outbox.c.body).where(outbox.c.stream != "PRIVATE").order_by(outbox.c.id)
        async with self.database.transaction() as session:
            return [json.loads(body) for body in (await session.scalars(statement)).all()]


async def deliver(database: Database, listener: Listener, event: Event, unit_path: str, event_id: UUID) -> bool:
    """One delivery of an event to a listener, read from the bytes it would arrive as."""
    async with database.session() as drafting:
        await stage(drafting, event, unit_path=unit_path)
        body = (await drafting.scalars(select(outbox.c.body).order_by(outbox.c.id.desc()).limit(1))).one()
        await drafting.rollback()
    read, meta = listener.read(body.encode())
    meta = Meta(**{**meta.__dict__, "event_id": event_id})
    async with database.transaction() as session:
        return await listener.deliver(session, read, meta)


@asynccontextmanager
async def subject(databases: Databases, environment: Mapping[str, str], name: str) -> AsyncIterator[Subject]:
    """The service `name`, built by its own `main.build` from the environment its process would have."""
    main = import_module(f"services.{name}.main")
    prefix = f"{name.upper()}_"
    given = {key.removeprefix(prefix).lower(): value for key, value in environment.items() if key.startswith(prefix)}
    service: Service = main.build(main.Settings(**given))
    async with databases.clone(name, tuple(service.append_only)) as clone:
        yield Subject(service, clone)


async def _load_key(key_id: str) -> str | None:
    return tokens.encode_public(_KEY.public_key()) if key_id == _KEY_ID else None
