"""Each service begins with a map for its reader, and the map is true."""

import ast
import re
from importlib import import_module

import pytest

from libs.contracts.envelope import Event
from ops.docs.schemas import events
from ops.docs.services import SERVICES, built
from tests.house.source import parsed

KNOWN = {event.__name__: event for event in events()}
SECTIONS = re.compile(r"^(Owns|Publishes|Listens to)\b", re.MULTILINE)


def section(service: str, title: str) -> set[str]:
    """The events named in one section of a service's map."""
    _, *parts = SECTIONS.split(import_module(f"services.{service}").__doc__ or "")
    by_title = dict(zip(parts[::2], parts[1::2], strict=True))
    return set(re.findall(r"\b[A-Z][a-z]+[A-Z]\w+", by_title[title])) & KNOWN.keys()


def published(service: str) -> set[str]:
    """The events of a service that its own code names."""
    own = {name for name, event in KNOWN.items() if event.service() == service}
    return own & {
        node.id
        for _, tree in parsed(f"services/{service}")
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in KNOWN
    }


@pytest.mark.parametrize("service", SERVICES)
def test_the_map_names_what_is_published(service: str) -> None:
    assert section(service, "Publishes") == published(service)


@pytest.mark.parametrize("service", SERVICES)
def test_the_map_names_what_is_listened_to(service: str) -> None:
    heard: set[type[Event]] = {event for listener in built(service).listeners for event in listener.events}

    assert section(service, "Listens to") == {event.__name__ for event in heard}
