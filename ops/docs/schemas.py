"""A JSON Schema for the data of every event, one per rendition, and one for the envelope around it."""

from collections.abc import Iterator
from typing import Any, Final

from pydantic import BaseModel

from libs.contracts import meetings, members, petitions
from libs.contracts.envelope import Envelope, Event

CONTRACTS: Final = (members, meetings, petitions)
DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def events() -> list[type[Event]]:
    """Every event of the contracts, in the order of their types' services and of the files."""
    return [event for module in CONTRACTS for event in Event.registry.values() if event.__module__ == module.__name__]


def schemas() -> Iterator[tuple[str, Schema]]:
    """File names (without `.json`) and schemas; the name of a private rendition begins as its subject does."""
    for event in events():
        yield event.type, schema_of(event.public_model(), event.type)
        if event.private_fields():
            yield f"private.{event.type}", schema_of(event, f"private.{event.type}", without={"sequence"})
    yield "envelope", schema_of(Envelope, "envelope")


def schema_of(model: type[BaseModel], name: str, without: frozenset[str] | set[str] = frozenset()) -> Schema:
    """What is written, as readers must expect it: unknown fields are allowed, for contracts grow."""
    schema = model.model_json_schema(mode="serialization")
    for key in without:
        schema["properties"].pop(key)
        schema["required"].remove(key)
    opened = _open(schema)
    return {"$schema": DRAFT, "$id": f"urn:lienthong:{name}", **opened}


def _open(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _open(value) for key, value in node.items() if key != "additionalProperties" or value is not False}
    return [_open(value) for value in node] if isinstance(node, list) else node
