"""Every event: its two renditions, its schemas, and that contracts only grow."""

import copy
import re
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from libs.common.ids import new_id
from libs.contracts.envelope import Event
from ops.docs.documents import broken_promises
from ops.docs.growth import breaks
from ops.docs.schemas import events, schema_of, schemas
from tests.support.events import envelope

EVENTS = events()
SCHEMAS = dict(schemas())
FORMATS = jsonschema.FormatChecker()


def made(event: type[Event]) -> Event:
    """An event with some value in every field."""
    return event.model_validate({name: _value(schema) for name, schema in _properties(event).items()})


def _properties(model: type[BaseModel]) -> dict[str, Any]:
    whole = model.model_json_schema()
    properties: dict[str, Any] = _filled(whole, whole.get("$defs", {}))["properties"]
    return properties


def _filled(node: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(node, dict):
        if "$ref" in node:
            return _filled(definitions[node["$ref"].rpartition("/")[2]], definitions)
        return {key: _filled(value, definitions) for key, value in node.items()}
    return [_filled(item, definitions) for item in node] if isinstance(node, list) else node


def _value(schema: dict[str, Any]) -> Any:
    if "anyOf" in schema:
        return _value(schema["anyOf"][0])
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    of_format = {"uuid": str(new_id()), "date": "2026-11-03", "date-time": "2026-11-03T12:30:00Z"}
    if schema.get("type") == "object":
        return {name: _value(field) for name, field in schema.get("properties", {}).items()}
    if schema.get("type") == "array":
        return [_value(schema["items"])]
    plain = {"integer": 1, "boolean": True, "number": 1.5, "string": "Đặng Thị Ưởng"}
    return of_format.get(schema.get("format", ""), plain.get(schema.get("type", "")))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_what_is_sent_is_what_the_schemas_say(event: type[Event]) -> None:
    one = made(event)

    for rendition in one.renditions():
        sent = envelope(one, rendition, "th.w001.b001", new_id()).model_dump(mode="json", exclude_none=True)
        jsonschema.validate(sent, SCHEMAS["envelope"], format_checker=FORMATS)
        jsonschema.validate(sent["data"], SCHEMAS[f"{rendition.prefix}{event.type}"], format_checker=FORMATS)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_a_reader_gets_back_what_a_writer_sent(event: type[Event]) -> None:
    one = made(event)
    *_, fullest = one.renditions()

    read = envelope(one, fullest, "th.w001.b001", new_id()).event()

    assert read == one


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_nothing_private_stands_in_the_public_rendition(event: type[Event]) -> None:
    public, *_ = made(event).renditions()

    assert public.prefix == ""
    assert public.stream == event.service().upper()
    assert not event.private_fields() & public.data.keys()


PERSONAL = re.compile(
    r"(^|_)(text|reason|note|post|birth_year|sort_key|phone|email|login)$|(person|raised_by)_name|^name$"
)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_what_sounds_personal_is_marked_private(event: type[Event]) -> None:
    public = event.model_fields.keys() - event.private_fields()

    of_units = {"name"} if event.type.startswith("members.unit.") else set()
    assert {name for name in public if PERSONAL.search(name)} <= of_units


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_a_type_names_service_noun_fact_and_version(event: type[Event]) -> None:
    assert re.fullmatch(r"(members|meetings|petitions|notifications)\.[a-z_]+\.[a-z_]+\.v[1-9]", event.type)
    assert (event.__doc__ or "").strip()


def test_readers_tolerate_what_they_do_not_know() -> None:
    one = made(EVENTS[0])
    *_, rendition = one.renditions()
    sent = envelope(one, rendition, "th", new_id())
    grown = sent.model_copy(update={"data": {**sent.data, "invented_later": 1}})

    assert grown.event() == one


def test_writers_cannot_invent_fields() -> None:
    with pytest.raises(ValueError, match="invented"):
        EVENTS[0].model_validate({**made(EVENTS[0]).model_dump(), "invented": 1})


def test_the_contracts_keep_what_they_promised() -> None:
    assert broken_promises() == []


class Promise(BaseModel):
    """What was promised."""

    kept: str
    number: int | None


OLD = schema_of(Promise, "promise")


def changed(**fields: Any) -> dict[str, Any]:
    new = copy.deepcopy(OLD)
    for name, schema in fields.items():
        if schema is None:
            del new["properties"][name]
            new["required"].remove(name)
        else:
            new["properties"][name] = schema
    return new


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ({"promise": changed(kept=None)}, "the field kept is gone"),
        ({"promise": changed(kept=None, held={"type": "string"})}, "the field kept is gone"),
        ({"promise": changed(number={"type": "integer", "title": "Number"})}, "the field number has another type"),
        ({"promise": changed(kept={"type": "string", "maxLength": 5})}, "the field kept has another type"),
        ({"promise": {**OLD, "required": ["kept"]}}, "the field number is not always there"),
        ({}, "the event is gone"),
    ],
)
def test_taking_something_away_is_a_break(new: dict[str, Any], why: str) -> None:
    assert f"promise: {why}" in breaks({"promise": OLD}, new, {})


def test_a_new_field_needs_a_default() -> None:
    new = {"promise": changed(more={"type": "string"})}

    assert breaks({"promise": OLD}, new, {"promise": ["kept", "number"]}) == []
    assert breaks({"promise": OLD}, new, {"promise": ["kept", "number", "more"]}) == [
        "promise: the new field more has no default"
    ]


@given(st.sets(st.sampled_from("abcdefgh"), min_size=1), st.sets(st.sampled_from("abcdefgh"), min_size=1))
def test_a_list_of_codes_may_only_grow(old: set[str], new: set[str]) -> None:
    def schema(codes: set[str]) -> dict[str, Any]:
        return {"properties": {"code": {"enum": sorted(codes)}}, "required": ["code"]}

    assert (breaks({"one": schema(old)}, {"one": schema(new)}, {}) == []) == (old <= new)
