"""Contracts are add-only: what a schema promised, its successor must promise too.

A break (a field removed, renamed, no longer always there, or of another type) is a new event on `.v2`. New fields need
a default, so that events already in the streams can still be read; lists of codes may grow.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ops.docs.schemas import Schema

WORDS = ("title", "description", "$schema", "$id")


def breaks(old: Mapping[str, Schema], new: Mapping[str, Schema], required: Mapping[str, Iterable[str]]) -> list[str]:
    """What the new schemas take away, in words; `required` names the fields without which an event is not read."""
    found = [f"{name}: the event is gone" for name in old if name not in new]
    for name in old.keys() & new.keys():
        found += [f"{name}: {what}" for what in _breaks(old[name], new[name], set(required.get(name, ())))]
    return sorted(found)


def _breaks(old: Schema, new: Schema, required: set[str]) -> list[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    found = [f"the field {field} is gone" for field in before if field not in after]
    found += [f"the field {field} is not always there" for field in _dropped(old, new, after)]
    found += [f"the new field {field} has no default" for field in after if field not in before and field in required]
    return found + [
        f"the field {field} has another type"
        for field in before
        if field in after and not _same(_plain(before[field], old), _plain(after[field], new))
    ]


def _dropped(old: Schema, new: Schema, after: Mapping[str, Any]) -> list[str]:
    kept = set(new.get("required", ()))
    return [field for field in old.get("required", ()) if field in after and field not in kept]


def _plain(node: Any, root: Schema) -> Any:
    """The node without words and with its references filled in."""
    if isinstance(node, list):
        return [_plain(item, root) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        target = root["$defs"][node["$ref"].rpartition("/")[2]]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return {key: _plain(value, root) for key, value in node.items() if key not in WORDS or not isinstance(value, str)}


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(
            set(old[key]) <= set(new[key]) if key == "enum" else _same(old[key], new[key]) for key in old
        )
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(_same(one, other) for one, other in zip(old, new, strict=True))
    return bool(old == new)
