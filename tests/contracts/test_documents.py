"""What is generated says what the code does."""

from pathlib import Path
from typing import Any

import yaml

from ops.docs.documents import ROOT, stale


def test_no_generated_document_is_stale() -> None:
    assert stale() == [], "run make docs"


def test_every_reference_in_asyncapi_leads_somewhere() -> None:
    document = yaml.safe_load((ROOT / "docs/asyncapi.yaml").read_text())

    lost = [reference for reference in references(document) if not leads_somewhere(reference, document)]

    assert document["asyncapi"] == "3.0.0"
    assert lost == []


def references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if "$ref" in node else []
        return own + [found for value in node.values() for found in references(value)]
    return [found for item in node for found in references(item)] if isinstance(node, list) else []


def leads_somewhere(reference: str, document: Any) -> bool:
    if not reference.startswith("#/"):
        return (ROOT / "docs" / Path(reference)).is_file()
    node = document
    for step in reference.removeprefix("#/").split("/"):
        if step not in node:
            return False
        node = node[step]
    return True
