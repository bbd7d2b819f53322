"""CloudEvents 1.0 in structured JSON, and the base of every event.

An event class carries its `type`; its stream and subject follow from it. Fields marked `PRIVATE` (names, contacts, what
was said) never leave in the public rendition: such an event is staged twice, once without them on its public subject
and once whole on `private.<subject>`.
"""

import builtins
from collections.abc import Iterator
from typing import Any, ClassVar, Final, TypeVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, create_model


class _Private:
    """Marks a field that only our own services may read."""

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> Any:
        described = handler(schema)
        return {**described, "x-private": True}


PRIVATE: Final = _Private()
PRIVATE_STREAM: Final = "PRIVATE"
CONTENT_TYPE: Final = "application/cloudevents+json"
SOURCE_PREFIX: Final = "/lienthong/"

EventT = TypeVar("EventT", bound="Event")


class Event(BaseModel):
    """A fact in the past tense. `sequence` is the version of the aggregate it speaks of, 1 for the first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: ClassVar[str]
    registry: ClassVar[dict[str, builtins.type["Event"]]] = {}

    sequence: int

    def __init_subclass__(cls, **kwargs: Any) -> None:
        named = kwargs.pop("type", None)
        super().__init_subclass__(**kwargs)
        if named is None:
            return
        if named in Event.registry:
            raise TypeError(f"two events of the type {named}")
        cls.type = named
        Event.registry[named] = cls

    @classmethod
    def service(cls) -> str:
        """The publishing service, first word of the type."""
        return cls.type.split(".", 1)[0]

    @classmethod
    def private_fields(cls) -> frozenset[str]:
        """Names of the fields that only the private rendition carries."""
        return frozenset(name for name, field in cls.model_fields.items() if PRIVATE in field.metadata)

    @classmethod
    def stream(cls) -> str:
        """The stream our own services read: `PRIVATE` where there is a private rendition, else the public one."""
        return PRIVATE_STREAM if cls.private_fields() else cls.service().upper()

    @classmethod
    def subject_filter(cls) -> str:
        """The subjects our own services read this event on."""
        return f"{'private.' if cls.private_fields() else ''}{cls.type}.>"

    @classmethod
    def public_model(cls) -> builtins.type[BaseModel]:
        """The shape of `data` that integrators see."""
        fields: dict[str, Any] = {
            name: (field.annotation, field)
            for name, field in cls.model_fields.items()
            if name not in cls.private_fields() | {"sequence"}
        }
        model: builtins.type[BaseModel] = create_model(cls.__name__, __doc__=cls.__doc__, **fields)
        return model

    def renditions(self) -> Iterator["Rendition"]:
        """The public rendition first, then the private one where the event has private fields."""
        public_stream = self.service().upper()
        hidden = self.private_fields()
        yield Rendition(prefix="", stream=public_stream, data=self._data(exclude=hidden | {"sequence"}))
        if hidden:
            yield Rendition(prefix="private.", stream=PRIVATE_STREAM, data=self._data(exclude={"sequence"}))

    def _data(self, *, exclude: frozenset[str] | set[str]) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude=set(exclude))


class Rendition(BaseModel):
    """One form of an event: where it goes and what it says."""

    model_config = ConfigDict(frozen=True)

    prefix: str
    stream: str
    data: dict[str, Any]


class Envelope(BaseModel):
    """The CloudEvents attributes around `data`. `subject` is the unit path; `time` is when it occurred."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: str = "1.0"
    id: UUID
    source: str
    type: str
    subject: str
    time: AwareDatetime
    datacontenttype: str = "application/json"
    sequence: str
    correlationid: str
    causationid: str | None = None
    traceparent: str | None = None
    data: dict[str, Any]

    def event(self) -> Event:
        """The typed event; unknown fields are ignored, an unknown type raises KeyError (import the contracts first)."""
        return self.read(Event.registry[self.type])

    def read(self, event_class: builtins.type[EventT]) -> EventT:
        """`data` as `event_class`; unknown fields are ignored."""
        return event_class.model_validate({**self.data, "sequence": int(self.sequence)}, extra="ignore")
