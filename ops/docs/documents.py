"""All generated documents by their path, what is stale of them, and what a new version would break."""

import json
from pathlib import Path
from typing import Final

from libs.contracts.envelope import Event
from ops.docs.asyncapi import asyncapi
from ops.docs.events import events_page
from ops.docs.grants import grants
from ops.docs.growth import breaks
from ops.docs.schemas import Schema, events, schemas
from ops.docs.services import SERVICES, built, openapi

ROOT: Final = Path(__file__).parents[2]
SCHEMAS: Final = Path("docs/schemas")
GRANTS: Final = Path("deploy/nats/grants")


def documents() -> dict[Path, str]:
    """Path from the root → text, of every generated document."""
    services = {name: built(name) for name in SERVICES}
    known = events()
    return {
        **{SCHEMAS / f"{name}.json": _json(schema) for name, schema in schemas()},
        Path("docs/asyncapi.yaml"): asyncapi(known),
        Path("docs/events.md"): events_page(known, {name: one.listeners for name, one in services.items()}),
        **{GRANTS / f"{name}.conf": grants(service) for name, service in services.items()},
        **{Path(f"web/openapi/{name}.json"): openapi(service) for name, service in services.items()},
    }


def stale(root: Path = ROOT) -> list[str]:
    """The documents that do not say what the code does."""
    wanted = documents()
    differ = [path for path, text in wanted.items() if not (root / path).is_file() or (root / path).read_text() != text]
    left_over = {path.relative_to(root) for path in (root / SCHEMAS).glob("*.json")} - wanted.keys()
    return sorted(str(path) for path in {*differ, *left_over})


def broken_promises(root: Path = ROOT) -> list[str]:
    """What the code takes away from the schemas that stand in the repository."""
    golden = {path.stem: json.loads(path.read_text()) for path in (root / SCHEMAS).glob("*.json")}
    return breaks(golden, dict(schemas()), {name: needed(event) for event in events() for name in names(event)})


def names(event: type[Event]) -> tuple[str, str]:
    """The two renditions of an event by their schemas' names."""
    return event.type, f"private.{event.type}"


def needed(event: type[Event]) -> list[str]:
    """The fields without which our own listeners do not read the event."""
    return [name for name, field in event.model_fields.items() if field.is_required()]


def write(root: Path = ROOT) -> int:
    """Write every document; gives how many changed."""
    changed = 0
    for path, text in documents().items():
        file = root / path
        if not file.is_file() or file.read_text() != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
            changed += 1
    return changed


def _json(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
