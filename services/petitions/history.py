"""How a line of history is sealed: its hash covers the line, the salted hash of its note, and the line before. Pure."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from services.petitions.models_words import HistoryLine

SEALED: Final = (
    "petition_id",
    "seq",
    "verb",
    "by_itself",
    "from_state",
    "to_state",
    "at",
    "actor_id",
    "role",
    "unit_id",
    "to_unit_id",
    "details",
    "note_hash",
    "previous_hash",
)


def note_hash(salt: str, text: str) -> str:
    """The salted hash of a note."""
    return hmac.new(salt.encode(), text.encode(), hashlib.sha256).hexdigest()


def seal(line: HistoryLine) -> str:
    """The hash of a line, over everything in it but the hash itself."""
    plain = {name: _plain(getattr(line, name)) for name in SEALED}
    return hashlib.sha256(json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID | StrEnum) else value
