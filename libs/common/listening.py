"""Listeners: one function, one effect, safe to run twice. This module declares every subscription of the product.

One transaction holds the inbox row, the effect and the outbox rows it causes; then the ack. A refusal or an event that
cannot be read becomes a dead letter; whatever else goes wrong is tried again with a growing delay, for as long as it
takes. Nothing is skipped.
"""

import inspect
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeVar
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from libs.common.context import Cause, caused_by
from libs.contracts.envelope import Envelope, Event

Handler = Callable[[AsyncSession, Any, "Meta"], Awaitable[None]]
GroupHandler = Callable[[AsyncSession, Sequence["Heard"]], Awaitable[None]]
HandlerT = TypeVar("HandlerT", bound=Handler)
GroupHandlerT = TypeVar("GroupHandlerT", bound=GroupHandler)

TOGETHER: Final = 32

_FIRST_TIME: Final = text("""
    INSERT INTO inbox (listener, event_id)
    SELECT :listener, event_id FROM unnest(CAST(:event_ids AS uuid[])) AS event_id
    ON CONFLICT DO NOTHING RETURNING event_id
""")


class Undecodable(Exception):
    """The body is not an event this listener knows."""


@dataclass(frozen=True)
class Meta:
    """What the envelope says of an event besides its data. `time` is when it occurred, UTC."""

    event_id: UUID
    type: str
    unit_path: str
    time: datetime
    sequence: int
    correlation_id: str
    causation_id: str | None

    @property
    def cause(self) -> Cause:
        """What follows from the event was caused by it."""
        return Cause(correlation_id=self.correlation_id, causation_id=str(self.event_id))


class Heard(NamedTuple):
    """An event as a listener gets it."""

    event: Any
    meta: Meta


@dataclass(frozen=True)
class Listener:
    """A function and the events it listens to. `name` is its durable consumer and its key in the inbox; at most
    `together` waiting events share one transaction, and one that has come waits `linger` seconds for company."""

    name: str
    events: tuple[type[Event], ...]
    handler: GroupHandler
    together: int = TOGETHER
    linger: float = 0.0

    @property
    def stream(self) -> str:
        """The one stream all its events come from."""
        return self.events[0].stream()

    @property
    def subjects(self) -> tuple[str, ...]:
        """The subjects its consumer is filtered to."""
        return tuple(event.subject_filter() for event in self.events)

    def read(self, body: bytes) -> tuple[Event, Meta]:
        """The typed event and its meta. Raises Undecodable."""
        try:
            envelope = Envelope.model_validate_json(body)
            event_class = next(event for event in self.events if event.type == envelope.type)
            event = envelope.read(event_class)
        except (ValidationError, ValueError, StopIteration) as error:
            raise Undecodable(describe(error)) from error
        return event, Meta(
            event_id=envelope.id,
            type=envelope.type,
            unit_path=envelope.subject,
            time=envelope.time,
            sequence=event.sequence,
            correlation_id=envelope.correlationid,
            causation_id=envelope.causationid,
        )

    async def deliver(self, session: AsyncSession, event: Event, meta: Meta) -> bool:
        """Runs the effect once per event id, within `session`'s transaction; whether it was the first time."""
        return bool(await self.deliver_all(session, [(event, meta)]))

    async def deliver_all(self, session: AsyncSession, events: Sequence[tuple[Event, Meta]]) -> set[UUID]:
        """The same for several in their order; the ids of those that came for the first time."""
        asked = {"listener": self.name, "event_ids": [meta.event_id for _, meta in events]}
        new = set((await session.scalars(_FIRST_TIME, asked)).all())
        first_of = {meta.event_id: place for place, (_, meta) in reversed(list(enumerate(events)))}
        if heard := [Heard(*events[place]) for place in sorted(first_of[event_id] for event_id in new)]:
            await self.handler(session, heard)
        return new


def describe(error: Exception) -> str:
    """An error without the values that caused it: reasons must carry no personal data."""
    if isinstance(error, ValidationError):
        places = [f"{'.'.join(map(str, item['loc'])) or 'body'}: {item['type']}" for item in error.errors()]
        return "; ".join(places[:5])
    return type(error).__name__


class Listeners:
    """The listeners of one service; durable names are `<service>-<function name>`."""

    def __init__(self, service: str) -> None:
        self.service = service
        self._all: dict[str, Listener] = {}

    def __iter__(self) -> Iterator[Listener]:
        return iter(self._all.values())

    def __getitem__(self, function_name: str) -> Listener:
        return self._all[f"{self.service}-{function_name}"]

    def on(self, *events: type[Event], together: int = TOGETHER) -> Callable[[HandlerT], HandlerT]:
        """Registers `async def verb(session, event, meta)` for `events`, which must share a stream."""

        def register(function: HandlerT) -> HandlerT:
            self.add(*events, handler=function, together=together)
            return function

        return register

    def on_many(
        self, *events: type[Event], together: int = TOGETHER, linger: float = 0.0
    ) -> Callable[[GroupHandlerT], GroupHandlerT]:
        """Registers `async def verb(session, heard)`, which gets all that waits, in order, each event for the first
        time: where thousands come at once, asking and writing for each alone is what costs. `linger` (seconds) is for
        what nobody waits for with a finger on the screen."""

        def register(function: GroupHandlerT) -> GroupHandlerT:
            self._register(function, function, events, together, linger)
            return function

        return register

    def add(self, *events: type[Event], handler: Handler, together: int = TOGETHER) -> None:
        """The same without a decorator, for listeners that a library brings."""
        self._register(handler, _one_by_one(handler), events, together)

    def _register(
        self,
        function: Any,
        handler: GroupHandler,
        events: tuple[type[Event], ...],
        together: int,
        linger: float = 0.0,
    ) -> None:
        name = f"{self.service}-{getattr(function, '__name__', '')}"
        if len({event.stream() for event in events}) != 1:
            raise TypeError(f"{name} listens to events of several streams; make it two listeners")
        if name in self._all or not inspect.iscoroutinefunction(function):
            raise TypeError(f"{name} is registered twice or is not async")
        self._all[name] = Listener(name, events, handler, together, linger)


def _one_by_one(handler: Handler) -> GroupHandler:
    async def handle(session: AsyncSession, heard: Sequence[Heard]) -> None:
        for event, meta in heard:
            with caused_by(meta.cause):
                await handler(session, event, meta)

    return handle
